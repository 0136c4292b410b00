"""Small schools drawn towards the others, large ones left where they are."""

import numpy as np
import pytest

from accord.analytics.shrinkage import Family, fit, forecast, shrink

FAMILY = Family(centres=(0.5,), school_sd=0.45, school_year_sd=0.27)


def one(part: int, whole: int):
    (found,) = shrink(np.array([[part]]), np.array([[whole]]), FAMILY)
    return found


def test_fewer_pupils_are_drawn_further() -> None:
    usual = one(0, 0).value
    values = [one(2, 8).value, one(15, 60).value, one(60, 240).value]
    assert values == sorted(values, reverse=True)
    assert 25 < values[-1] < values[0] < usual


def test_more_years_leave_less_room() -> None:
    three = Family((0.5, 0.5, 0.5), 0.45, 0.27)
    (longer,) = shrink(np.array([[18, 18, 18]]), np.array([[30, 30, 30]]), three)
    shorter = one(18, 30)
    assert longer.high - longer.low < shorter.high - shorter.low
    assert shorter.low < shorter.value < shorter.high


def test_a_year_without_results_tells_nothing() -> None:
    two = Family((0.5, 0.5), 0.45, 0.27)
    (found,) = shrink(np.array([[0, 18]]), np.array([[0, 30]]), two)
    assert (found.value, found.low, found.high) == pytest.approx((one(18, 30).value, one(18, 30).low, one(18, 30).high))


def test_schools_that_differ_by_chance_alone_are_seen_to() -> None:
    dice = np.random.default_rng(12)
    wholes = dice.integers(20, 60, size=(300, 1))
    logits = 0.5 + dice.normal(0, 0.27, size=(300, 1))
    alike = fit(dice.binomial(wholes, 1 / (1 + np.exp(-logits))), wholes, 0.27)
    apart = fit(dice.binomial(wholes, 1 / (1 + np.exp(-logits - dice.normal(0, 0.6, size=(300, 1))))), wholes, 0.27)
    assert alike is not None and apart is not None
    assert alike.school_sd < 0.2
    assert apart.school_sd == pytest.approx(0.6, abs=0.12)


def test_too_few_schools_have_no_family() -> None:
    assert fit(np.full((9, 1), 10), np.full((9, 1), 20), 0.27) is None
    assert fit(np.full((12, 1), 20), np.full((12, 1), 20), 0.27) is None
    assert fit(np.full((12, 2), [10, 0]), np.full((12, 2), [20, 0]), 0.27) is None
    assert fit(np.full((12, 1), 10), np.full((12, 1), 20), 0.27) is not None


def test_the_average_school_has_the_pooled_rate() -> None:
    dice = np.random.default_rng(8)
    wholes = dice.integers(20, 60, size=(60, 1))
    parts = dice.binomial(wholes, 0.8)
    family = fit(parts, wholes, 1.0)
    assert family is not None
    places = np.linspace(-8, 8, 4001)
    spread = np.hypot(family.school_sd, 1.0)
    weights = np.exp(-(places**2) / 2)
    rates = 1 / (1 + np.exp(-(family.centres[0] + spread * places)))
    assert rates @ weights / weights.sum() == pytest.approx(parts.sum() / wholes.sum(), abs=1e-3)


def test_a_forecast_leaves_room_for_chance_and_for_the_movement_of_the_school() -> None:
    parts, wholes = np.array([[36], [36]]), np.array([[60], [60]])
    (moved, larger) = forecast(parts, wholes, FAMILY, np.array([60, 240]), 0.6)
    (still, _) = forecast(parts, wholes, Family((0.5,), 0.45, 0.01), np.array([60, 240]), 0.6)
    assert moved[0] < still[0] < 36 < still[1] < moved[1]
    assert (larger[1] - larger[0]) / 240 < (moved[1] - moved[0]) / 60


def test_a_forecast_follows_the_rate_of_the_year_to_come() -> None:
    parts, wholes = np.array([[18]]), np.array([[30]])
    ((low, high),) = forecast(parts, wholes, FAMILY, np.array([30]), 0.62)
    ((later_low, later_high),) = forecast(parts, wholes, FAMILY, np.array([30]), 0.8)
    assert later_low > low and later_high > high
    assert forecast(parts, wholes, FAMILY, np.array([1]), 0.62) == [(0, 1)]
