"""The test over all years holds its level, its line is a package's, and "steady" is not said of what is not."""

from __future__ import annotations

import warnings
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.rates import Rate
from accord.analytics.trends import Course, trend
from tests.fixtures.skipping import thorough
from tests.reference.many_worlds import in_many_worlds

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from statsmodels.api import WLS, add_constant

MARGIN = 5.0
WORLDS = 20_000 if thorough() else 3_000
counts = st.integers(5, 300).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


def rate(part: int, whole: int, cohort: float) -> Rate:
    return Rate(part, part, part, whole, cohort)


def told(parts: np.ndarray, wholes: np.ndarray, cohort: float, school_year_sd: float) -> list[Course]:
    """The word for each world: rows of counts by year."""
    found = []
    for part, whole in zip(parts, wholes, strict=True):
        years = [(2016 + at, rate(int(k), int(n), cohort)) for at, (k, n) in enumerate(zip(part, whole, strict=True))]
        line = trend(years, school_year_sd)
        assert line is not None
        found.append(line.course(MARGIN))
    return found


def drawn(schools: int, pupils: int, usual: list[float], school_year_sd: float, seed: int) -> np.ndarray:
    """Counts of a group by year in many worlds, where the usual rate of every school is that of the year."""
    dice = np.random.default_rng(seed)
    moved = dice.normal(0, school_year_sd, size=(WORLDS, len(usual), schools))
    logits = np.log(np.array(usual) / (1 - np.array(usual)))[None, :, None] + moved
    return dice.binomial(pupils, 1 / (1 + np.exp(-logits))).sum(axis=2)


KINDS = [(schools, pupils, rate_, years)
         for schools, pupils in ((1, 15), (1, 60), (4, 30), (8, 30), (12, 120))
         for rate_ in (0.3, 0.65, 0.85) for years in (3, 5)]  # fmt: skip


@pytest.mark.parametrize(("schools", "pupils", "usual", "years"), KINDS)
def test_schools_that_stand_still_are_rarely_called_rising_or_falling(schools, pupils, usual, years):
    parts = drawn(schools, pupils, [usual] * years, 0.31, seed=schools * pupils + years)
    courses = told(parts, np.full_like(parts, schools * pupils), pupils, 0.31)
    wrong = sum(each in (Course.RISING, Course.FALLING) for each in courses) / WORLDS
    # 5 in 100, three standard errors of the worlds tried (1.2 points for 3,000), half a point for whole pupils.
    room = 3 * (0.05 * 0.95 / WORLDS) ** 0.5 + 0.005
    assert 0.02 < wrong < 0.05 + room


def test_without_the_movement_of_schools_it_cries_wolf():
    parts = drawn(1, 60, [0.65] * 4, 0.31, seed=1)
    courses = told(parts, np.full_like(parts, 60), 60, 0.0)
    assert sum(each is not Course.CANNOT_TELL for each in courses) / WORLDS > 0.15


def test_what_rises_by_as_much_as_the_margin_is_rarely_called_steady():
    """A hundred schools of 60: large enough to be called steady at all."""
    still = drawn(100, 60, [0.62] * 4, 0.27, seed=3)
    wholes = np.full_like(still, 6000)
    assert sum(each is Course.STEADY for each in told(still, wholes, 60, 0.27)) / WORLDS > 0.85
    moving = drawn(100, 60, [0.62, 0.62 + 0.0167, 0.62 + 0.0333, 0.62 + 0.05], 0.27, seed=4)
    assert sum(each is Course.STEADY for each in told(moving, wholes, 60, 0.27)) / WORLDS < 0.03


def test_a_small_school_that_stands_still_is_not_called_steady():
    parts = drawn(1, 30, [0.62] * 4, 0.27, seed=5)
    assert Course.STEADY not in told(parts, np.full_like(parts, 30), 30, 0.27)


@in_many_worlds
@given(st.lists(counts, min_size=3, max_size=8), st.floats(1, 120), st.floats(0.05, 0.5))
def test_the_line_is_that_of_a_weighted_regression_by_statsmodels(years, cohort, school_year_sd):
    found = trend([(2010 + at, rate(*each, cohort)) for at, each in enumerate(years)], school_year_sd)
    k, n = (sum(each[at] for each in years) for at in (0, 1))
    share = Fraction(k + 1, n + 2)
    spread = float(share * (1 - share))
    weights = [whole / (spread * (1 + (cohort - 1) * school_year_sd**2 * spread)) for _, whole in years]
    rates = [100 * part / whole for part, whole in years]
    model = WLS(rates, add_constant(np.arange(len(years), dtype=float)), weights=weights)
    fitted = model.fit()
    span = len(years) - 1
    assert found is not None
    assert found.points == pytest.approx(span * fitted.params[1], abs=1e-9)
    # Their variance is scaled by the residuals; ours is known, so that scale is taken out.
    half = 1.959963984540054 * span * 100 * float(model.normalized_cov_params[1, 1]) ** 0.5
    limits = max(-100.0, found.points - half), min(100.0, found.points + half)
    assert (found.low, found.high) == pytest.approx(limits, abs=1e-7)


@in_many_worlds
@given(st.lists(counts, min_size=3, max_size=5), st.lists(st.integers(0, 3), min_size=5, max_size=5))
def test_counts_that_are_ranges_reach_as_far_as_any_counts_they_may_be(years, more):
    ranged = [(2016 + at, Rate(k, k + min(add, n - k) // 2, k + min(add, n - k), n, 20.0))
              for at, ((k, n), add) in enumerate(zip(years, more, strict=False))]  # fmt: skip
    found = trend(ranged, 0.3)
    share = (sum(each.central for _, each in ranged) + 1) / (sum(each.whole for _, each in ranged) + 2)
    spread = share * (1 - share)
    sds = [(spread * (1 + 19 * 0.3**2 * spread) / each.whole) ** 0.5 for _, each in ranged]
    at, weights, span = np.arange(len(ranged)), 1 / np.array(sds), len(ranged) - 1
    climbs = [100 * span * np.polyfit(at, [k / each.whole for k, (_, each) in zip(ks, ranged, strict=True)], 1,
                                      w=weights)[0]
              for ks in product(*({each.low, each.high} for _, each in ranged))]  # fmt: skip
    middle = np.average(at, weights=weights**2)
    half = 195.9963984540054 * span / np.sqrt((weights**2 * (at - middle) ** 2).sum())
    assert found is not None
    assert found.low == pytest.approx(max(-100.0, min(climbs) - half), abs=1e-6)
    assert found.high == pytest.approx(min(100.0, max(climbs) + half), abs=1e-6)
