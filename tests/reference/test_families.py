"""Usual rates, the families behind them and forecasts, on random families, against a far finer grid."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.analytics.shrinkage import Family, Grid, fit, forecast, shrink
from tests.fixtures.skipping import thorough
from tests.reference import naive_families as naive
from tests.reference.many_worlds import WORLDS, in_many_worlds

LIMIT = 0.3
"""Points that limits may lie from the finer grid's; on the coarse grid the worst of a hundred families is beyond 1."""


def drawn(seed: int, schools: int) -> tuple[Family, np.ndarray, np.ndarray]:
    """A family, and counts of its schools in one to three years; some have no results in a year."""
    dice = np.random.default_rng(seed)
    years = int(dice.integers(1, 4))
    family = Family(tuple(dice.uniform(-2, 2.5, years)), dice.uniform(0.05, 1.2), dice.uniform(0.05, 0.5))
    wholes = dice.integers(5, 250, (schools, years)) * (dice.random((schools, years)) > 0.1)
    logits = np.array(family.centres) + dice.normal(0, family.school_sd, (schools, 1))
    moved = logits + dice.normal(0, family.school_year_sd, (schools, years))
    return family, dice.binomial(wholes, 1 / (1 + np.exp(-moved))), wholes


def apart(seed: int) -> tuple[float, float]:
    """How far the mean and the limits of a school of a drawn family lie from those of the finer grid, in points."""
    family, parts, wholes = drawn(seed, 1)
    (found,) = shrink(parts, wholes, family)
    counts = list(zip(parts[0].tolist(), wholes[0].tolist(), strict=True))
    mean, low, high = naive.usual_rate(counts, family.centres, family.school_sd, family.school_year_sd)
    return abs(found.value - mean), max(abs(found.low - low), abs(found.high - high))


@in_many_worlds
@given(st.integers(0, 2**32))
def test_a_usual_rate_and_its_limits_agree_with_a_finer_grid(seed):
    mean, limits = apart(seed)
    assert mean < 0.05
    assert limits < LIMIT


def test_the_grid_that_is_enough_to_fit_is_not_enough_to_tell(monkeypatch):
    monkeypatch.setattr("accord.analytics.shrinkage.TO_TELL", Grid(61, 9))
    assert max(apart(seed)[1] for seed in range(100)) > 1


@in_many_worlds
@given(st.integers(0, 2**32), st.integers(1, 60), st.floats(0.1, 0.9))
def test_a_forecast_holds_95_in_100_of_what_the_finer_grid_expects(seed, whole, pooled):
    family, parts, wholes = drawn(seed, 1)
    ((low, high),) = forecast(parts, wholes, family, np.array([whole]), pooled)
    counts = list(zip(parts[0].tolist(), wholes[0].tolist(), strict=True))
    chances = naive.to_come(counts, family.centres, family.school_sd, family.school_year_sd, whole, pooled)
    assert sum(chances[low : high + 1]) > 0.949
    # One count fewer on either side, and more than a fortieth is left outside there.
    assert sum(chances[: low + 1]) > 0.0245 and sum(chances[high:]) > 0.0245


@settings(max_examples=WORLDS if thorough() else 15, deadline=None)
@given(st.integers(0, 2**32), st.integers(10, 12))
def test_no_spread_between_schools_is_likelier_than_the_one_that_is_found(seed, schools):
    family, parts, wholes = drawn(seed, schools)
    found = fit(parts, wholes, family.school_year_sd)
    rates = parts.sum(axis=0) / np.maximum(wholes.sum(axis=0), 1)
    if found is None:
        assert (wholes.sum(axis=1) > 0).sum() < 10 or ((rates <= 0) | (rates >= 1)).any()
        return
    counts = [list(zip(*rows, strict=True)) for rows in zip(parts.tolist(), wholes.tolist(), strict=True)]
    _, most = naive.most_likely_school_sd(counts, family.school_year_sd)
    here = naive.log_likelihood(counts, found.school_sd, family.school_year_sd)
    # Near 0 the likelihood is flat: .2 is a tenth of what would tell two values apart (1.92).
    assert here > most - 0.2
    assert np.allclose(found.centres, [naive.centre_of(each, found.school_sd, family.school_year_sd) for each in rates],
                       atol=1e-3)  # fmt: skip
