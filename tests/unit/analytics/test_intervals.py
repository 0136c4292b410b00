"""Wilson's interval, its range form, and the widening over years."""

import pytest

from accord.analytics.intervals import design_effect, wilson, wilson_on_range


# Published to four places by Newcombe (1998) for 81 of 263 and 0 of 20.
@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_limits_as_published(part: int, whole: int, low: float, high: float) -> None:
    found = wilson(part, whole)
    assert found == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_a_range_takes_the_outer_limits() -> None:
    # FORMULAS 3: with 4 of 244 pupils hidden the interval is 13.5 points wide, not 12.0.
    low, high = wilson_on_range(150, 154, 244)
    assert low == wilson(150, 244)[0]
    assert high == wilson(154, 244)[1]
    assert 100 * (high - low) == pytest.approx(13.5, abs=0.3)


def test_nobody_has_no_interval() -> None:
    with pytest.raises(ValueError, match="at least one pupil"):
        wilson(0, 0)


def test_years_widen_a_pool_and_one_pupil_a_year_does_not() -> None:
    assert design_effect(20, [1] * 40, 0.27) == 1
    widened = design_effect(180, [100, 100, 100], 0.27)
    # D = 1 + (3·100²/300 − 1)·0.27²·p̃(1 − p̃), p̃ = 181/302
    share = 181 / 302
    assert widened == pytest.approx(1 + 99 * 0.0729 * share * (1 - share))
