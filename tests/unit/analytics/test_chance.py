"""Chance around a known rate, and what is refused."""

import pytest

from accord.analytics.chance import as_far, distribution, mid_p, spread_between_years


def test_by_hand() -> None:
    assert distribution(2, 0.5).tolist() == pytest.approx([0.25, 0.5, 0.25])
    assert mid_p(0, 2, 0.5) == pytest.approx((0.125, 0.875))
    assert as_far(0, 2, 0.5) == pytest.approx(0.5)
    assert as_far(1, 2, 0.5) == pytest.approx(1)


def test_certain_rates() -> None:
    assert distribution(3, 0.0).tolist() == [1, 0, 0, 0]
    assert distribution(3, 1.0).tolist() == [0, 0, 0, 1]


def test_the_spread_gives_the_variance_of_the_design_effect() -> None:
    between = spread_between_years(0.6, 240, 30, 0.27)
    chances = distribution(240, 0.6, between)
    mean = sum(k * p for k, p in enumerate(chances))
    variance = sum((k - mean) ** 2 * p for k, p in enumerate(chances))
    assert mean == pytest.approx(144)
    assert variance == pytest.approx(240 * 0.24 * (1 + 29 * 0.27**2 * 0.24))
    assert spread_between_years(0.6, 1, 1, 0.27) == 0 and spread_between_years(0.6, 40, 1, 0.27) == 0


@pytest.mark.parametrize(("whole", "share", "between"), [(0, 0.5, 0), (3, 1.2, 0), (3, -0.1, 0), (3, 0.5, 1)])
def test_what_chance_does_not_know(whole, share, between) -> None:
    with pytest.raises(ValueError, match="Chance needs pupils"):
        distribution(whole, share, between)
