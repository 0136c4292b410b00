"""How far schools lie apart beyond chance: a naive twin, statsmodels' DerSimonian-Laird, and schools that are drawn."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.comparison import Comparison
from accord.analytics.overdispersion import spread
from accord.analytics.rates import Rate
from tests.reference import naive_statistics as naive
from tests.reference.many_worlds import WORLDS, in_many_worlds

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from statsmodels.stats.meta_analysis import combine_effects

counts = st.integers(1, 240).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def exact(part: int, whole: int) -> Rate:
    return Rate(part, part, part, whole, float(whole))


def drawn(schools: int, points: float, seed: int) -> list[tuple[int, int]]:
    """Schools around 60% whose own rates lie so many points apart (standard deviation)."""
    dice = np.random.default_rng(seed)
    wholes = dice.integers(15, 90, schools)
    rates = np.clip(0.6 + dice.normal(0, points / 100, schools), 0.01, 0.99)
    return list(zip(dice.binomial(wholes, rates).tolist(), wholes.tolist(), strict=True))


@in_many_worlds
@given(st.lists(counts, min_size=1, max_size=40), st.integers(0, 100))
def test_the_spread_agrees_with_the_naive_one(schools, percent):
    found = spread([exact(*each) for each in schools], percent)
    assert (found is None) == (len(schools) < 10 or percent in (0, 100))
    if found is not None:
        assert (found.times, found.between) == pytest.approx(naive.apart(schools, percent), rel=1e-3, abs=1e-3)


def test_with_nothing_brought_in_it_is_the_spread_of_dersimonian_and_laird(monkeypatch):
    monkeypatch.setattr("accord.analytics.overdispersion.BROUGHT_IN", 0.0)
    for seed in range(20):
        schools = drawn(30, 12, seed)
        share = sum(k for k, _ in schools) / sum(n for _, n in schools)
        found = spread([exact(*each) for each in schools], 100 * share)
        effects = np.array([k / n for k, n in schools])
        theirs = combine_effects(effects, np.array([share * (1 - share) / n for _, n in schools]), method_re="dl")
        assert found is not None and found.between > 0
        assert found.between == pytest.approx(100 * theirs.tau2**0.5, abs=1e-9)


def test_schools_that_are_alike_are_rarely_said_to_differ_and_others_mostly():
    tries = WORLDS
    said = [spread([exact(*each) for each in drawn(25, points, seed)], 60)
            for points in (0, 12) for seed in range(tries)]  # fmt: skip
    alike = np.mean([each.between > 0 for each in said[:tries]])
    apart = [each.between for each in said[tries:]]
    print(f"\n{alike:.1%} of worlds of like schools said to differ; of others {np.mean(np.array(apart) > 0):.1%}")
    assert alike <= 0.06 + 3 * (0.06 / tries) ** 0.5
    assert np.mean(np.array(apart) > 0) > 0.9
    assert np.median(apart) == pytest.approx(12, abs=3)


def test_limits_that_allow_for_it_hold_about_95_in_100_such_schools():
    schools = drawn(3000, 12, 3)
    found = spread([exact(*each) for each in schools], 60)
    inside = [found.placed(exact(*each)) is Comparison.CANNOT_TELL for each in schools]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.02)
    alone = spread([exact(*each) for each in drawn(3000, 0, 3)], 60)
    assert alone.between == 0
    assert np.mean([alone.placed(exact(*each)) is Comparison.CANNOT_TELL for each in schools]) < 0.8


def test_as_published_the_limits_would_hold_too_few(monkeypatch):
    """Without the mean of what is brought in, as in Spiegelhalter's paper."""
    monkeypatch.setattr("accord.analytics.overdispersion.by_chance", lambda _: 1.0)
    schools = drawn(3000, 12, 3)
    found = spread([exact(*each) for each in schools], 60)
    assert np.mean([found.placed(exact(*each)) is Comparison.CANNOT_TELL for each in schools]) < 0.9


def test_a_count_that_is_a_range_is_outside_only_as_a_whole():
    found = spread([exact(*each) for each in drawn(30, 12, 1)], 60)
    edge = int(found.limits(100).low)
    assert found.placed(Rate(edge - 2, edge - 1, edge, 100, 100.0)) is Comparison.BELOW
    assert found.placed(Rate(edge - 1, edge, edge + 2, 100, 100.0)) is Comparison.CANNOT_TELL
