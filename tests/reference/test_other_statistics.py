"""The statistics that no other file of this folder computes a second time: sums, limits, shares, places and bands."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom

from accord.analytics.chance import as_far, spread_between_years
from accord.analytics.comparison import Comparison, compare
from accord.analytics.contributions import contributions, shares_of_distance
from accord.analytics.counts import counts_of, share_of
from accord.analytics.covered import over_covered
from accord.analytics.funnels import TAIL_95, TAIL_99_8, Around, curve, limits
from accord.analytics.hidden_sums import hides_everybody
from accord.analytics.intervals import newcombe, wilson, wilson_of_each
from accord.analytics.pooling import Parts
from accord.analytics.progress_bands import Band, Banding, Printed, by_printed_limits
from accord.analytics.random_groups import in_thousandths
from accord.analytics.rates import Rate
from accord.analytics.reliable import usually
from accord.analytics.scores import Scores, pool_scores
from accord.analytics.shrinkage import Shrunk
from accord.analytics.sums import Sums, add_up, pool_sums
from accord.analytics.what_if import best_quarter, children_for, reached
from accord.analytics.whole_children import with_more
from tests.factories.members import members
from tests.factories.shares import printed, share
from tests.reference import naive, naive_statistics
from tests.reference.many_worlds import in_many_worlds

counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
few = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
tenths = st.integers(-300, 300).map(lambda each: each / 10)
schools = st.lists(st.tuples(st.integers(1, 240), tenths), min_size=1, max_size=30)


def counted(pupils: list[int]):
    return members(*(("counted", each, None) for each in pupils))


@in_many_worlds
@given(schools, st.floats(1, 9))
def test_scores_pooled_by_pupils(drawn, pupil_sd):
    pupils = [n for n, _ in drawn]
    scores = Scores(counted(pupils), np.array(pupils), np.array([score for _, score in drawn]))
    found = pool_scores(scores, approximate=False, pupil_sd=pupil_sd)
    assert in_thousandths(scores.scores).tolist() == [round(10 * score) * 100 for _, score in drawn]
    mean = float(sum(n * Fraction(score).limit_denominator(10) for n, score in drawn) / sum(pupils))
    half = 1.96 * pupil_sd / sum(pupils) ** 0.5
    assert (found.value, found.interval_low, found.interval_high) == pytest.approx((mean, mean - half, mean + half))


@in_many_worlds
@given(schools, st.integers(1, 3))
def test_ratios_and_totals(drawn, years):
    pupils = [n for n, _ in drawn]
    divisors = np.array([n / 2 for n in pupils])
    ratio = pool_sums(Sums(counted(pupils), divisors, np.array([rate for _, rate in drawn])), approximate=False)
    dividends = sum(Fraction(n, 2) * Fraction(rate).limit_denominator(10) for n, rate in drawn)
    assert ratio.value == pytest.approx(float(dividends / Fraction(sum(pupils), 2)), abs=1e-9)
    exact = counts_of(np.array(pupils, float), np.array(pupils), np.ones(len(pupils), bool))
    assert add_up(Parts(counted(pupils), exact), years).value == pytest.approx(sum(pupils) / years, abs=1e-9)


def crossing(level: float, whole: int, rate: float, between: float) -> float:
    """The count, between whole ones along a straight line, up to which chance goes at a level."""
    chances = naive_statistics.chances(whole, rate, between)
    before = None
    for count in range(whole + 1):
        reached = sum(chances[:count]) + chances[count] / 2
        if reached >= level:
            if before is None:
                return 0.0
            return count - 1 + (level - before) / (reached - before)
        before = reached
    return float(whole)


@in_many_worlds
@given(st.integers(1, 60), st.integers(2, 98), st.sampled_from([TAIL_95, TAIL_99_8]), st.sampled_from([None, 0.31]))
def test_limits_of_a_funnel(whole, percent, tail, school_year_sd):
    around = Around(percent - 0.5, percent + 0.5, school_year_sd)
    found = limits(around, whole, tail)
    spread = [0.0 if school_year_sd is None or whole == 1 else school_year_sd**2 * p * (1 - p)
              for p in ((percent - 0.5) / 100, (percent + 0.5) / 100)]  # fmt: skip
    low = 100 * crossing(tail, whole, (percent - 0.5) / 100, spread[0]) / whole
    high = 100 * crossing(1 - tail, whole, (percent + 0.5) / 100, spread[1]) / whole
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)
    assert curve(around, [whole], tail) == [found]


@in_many_worlds
@given(few, st.integers(1, 99), st.sampled_from([0.0, 0.015]))
def test_as_far_from_a_rate_on_either_side(count, percent, between):
    part, whole = count
    chances = naive_statistics.chances(whole, percent / 100, between)
    away = [abs(Fraction(met) - Fraction(whole * percent, 100)) for met in range(whole + 1)]
    theirs = sum(chance for chance, each in zip(chances, away, strict=True) if each >= away[part])
    assert as_far(part, whole, percent / 100, between) == pytest.approx(theirs, abs=1e-9)


@in_many_worlds
@given(st.lists(few, min_size=1, max_size=8), st.integers(5, 95))
def test_the_spread_of_a_pool_between_years_is_that_of_its_schools_one_by_one(drawn, percent):
    """The variances of schools, each beta-binomial by scipy, add up to that of the one that stands for all of them."""
    rate, s = percent / 100, 0.27
    wholes = [n for _, n in drawn]
    whole, rho = sum(wholes), s**2 * rate * (1 - rate)
    spread = (1 - rho) / rho
    theirs = sum(betabinom.var(n, rate * spread, (1 - rate) * spread) for n in wholes)
    between = spread_between_years(rate, whole, sum(n * n for n in wholes) / whole, s)
    assert whole * rate * (1 - rate) * (1 + (whole - 1) * between) == pytest.approx(theirs)


@in_many_worlds
@given(st.dictionaries(st.sampled_from("abcdefgh"), counts, min_size=1), st.integers(0, 100))
def test_shares_of_the_distance(drawn, percent):
    rates = {name: Rate(k, k, k, n, None) for name, (k, n) in drawn.items()}
    found = shares_of_distance(rates, percent)
    whole = sum(n for _, n in drawn.values())
    theirs = {name: Fraction(100 * k - percent * n, whole) for name, (k, n) in drawn.items()}
    distance = Fraction(100 * sum(k for k, _ in drawn.values()), whole) - percent
    assert sum(theirs.values()) == distance
    points = {name: each.points for name, each in found.items()}
    assert points == pytest.approx({name: float(each) for name, each in theirs.items()}, abs=1e-9)
    assert sum(points.values()) == pytest.approx(float(distance), abs=1e-9)
    assert sum(each.pupils for each in found.values()) == pytest.approx(float(distance * whole / 100), abs=1e-9)
    for each in contributions(rates):
        if each.moves is not None:
            without = naive_statistics.without(drawn, each.code)
            assert each.moves == pytest.approx(float(distance + percent - without), abs=1e-9)


@in_many_worlds
@given(counts, st.integers(0, 100))
def test_a_place_beside_a_printed_percentage(count, percent):
    part, whole = count
    low, high = (100 * each for each in naive_statistics.wilson(part, whole))
    bottom, top = max(0, percent - 0.5), min(100, percent + 0.5)
    expected = Comparison.ABOVE if low > top else Comparison.BELOW if high < bottom else Comparison.CANNOT_TELL
    if min(abs(low - top), abs(high - bottom)) > 1e-9:
        assert compare(share(part, whole), printed(percent)) is expected
        assert usually(Shrunk((low + high) / 2, low, high), printed(percent)) is expected


@in_many_worlds
@given(counts, counts)
def test_the_interval_of_a_difference_and_intervals_of_many(one, two):
    assert naive.wilson(*one) == pytest.approx([100 * each for each in wilson(*one)], abs=1e-9)
    lows, highs = wilson_of_each(np.array([one[0], two[0]]), np.array([one[1], two[1]]))
    for at, each in enumerate((one, two)):
        assert (lows[at], highs[at]) == pytest.approx(naive_statistics.wilson(*each), abs=1e-9)
    ours = newcombe(*((k / n, *naive_statistics.wilson(k, n)) for k, n in (one, two)))
    assert ours == pytest.approx(naive_statistics.newcombe(one, two), abs=1e-9)


@in_many_worlds
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3), st.booleans()), min_size=1, max_size=5))
def test_a_sum_hides_those_who_may_not_be_seen(drawn):
    hidden = [(inside, outside) for inside, outside, unseen in drawn if unseen]
    inside, outside = sum(each for each, _ in hidden), sum(each for _, each in hidden)
    expected = not hidden or (sum(each > 0 for each, _ in hidden) > 1 and inside > 5 and outside not in range(1, 6))
    arrays = [np.array([each[at] for each in drawn]) for at in range(3)]
    assert hides_everybody(*arrays) is expected


@in_many_worlds
@given(st.sampled_from([-3.0, -2.8, -2.7, -2.6, 0.0, 2.8, 2.9, 3.0]), st.integers(0, 60), st.integers(0, 60))
def test_bands_of_progress(score, below, above):
    """In tenths of a point, as printed, so that no number is nearly another."""
    printed_limits = Printed(score, (round(10 * score) - below) / 10, (round(10 * score) + above) / 10)
    tenth, low, high = round(10 * score), round(10 * score) - below, round(10 * score) + above
    expected = Band.AVERAGE
    for cut, band in ((0, Band.ABOVE), (29, Band.WELL_ABOVE)):
        expected = band if low > 0 and tenth >= cut else expected
    for cut, band in ((0, Band.BELOW), (-27, Band.WELL_BELOW)):
        expected = band if high < 0 and tenth <= cut else expected
    assert by_printed_limits(printed_limits, Banding("printed_limits", 2.9, -2.7)) is expected


@in_many_worlds
@given(counts, st.integers(-50, 50), st.sampled_from([0, 1, 5, 15, 25, 33, 50, 75, 97, 100]))
def test_more_children_and_shares_of_children(count, more, percent):
    part, whole = count
    expected = 100 * (part + more) / whole if 0 <= part + more <= whole else None
    assert with_more(part, whole, more) == expected
    covered = naive.half_up(Fraction(whole * percent, 100))
    assert share_of(np.array([whole]), np.array([float(percent)])).tolist() == [covered]
    found = over_covered(counted([whole]), np.array([float(percent)]))
    assert (found.pupils.tolist(), bool(found.counted[0])) == ([covered], covered > 0)


@in_many_worlds
@given(st.lists(few, min_size=1, max_size=9), st.integers(0, 100))
def test_what_if_one_child_after_another_met_it(drawn, percent):
    rates = [Rate(k, k, k, n, None) for k, n in drawn]
    (k, n), met, whole = drawn[0], sum(k for k, _ in drawn), sum(n for _, n in drawn)
    group = Rate(met, met, met, whole, None)
    more = naive_statistics.needed(k, n, Fraction(percent))
    found = reached(group, rates[0], percent)
    assert found.more_low == found.more_high == more
    assert found.low == found.high == pytest.approx(float(Fraction(100 * (met + more), whole)))
    assert children_for(group, percent) == (naive_statistics.needed(met, whole, Fraction(percent)),) * 2
    mark, shares = best_quarter(rates), [Fraction(100 * k, n) for k, n in drawn]
    if len(drawn) < 4:
        assert mark is None
        return
    marks = [each for each in shares if 4 * sum(other >= each for other in shares) >= len(shares)]
    assert mark == pytest.approx(float(max(marks)))
