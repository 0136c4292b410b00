"""Differences, limits, tests and parts of a change against published numbers, other packages and a naive twin."""

from __future__ import annotations

import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import betabinom

from accord.analytics.chance import distribution, mid_p, spread_between_years
from accord.analytics.comparison import Comparison
from accord.analytics.contributions import contributions
from accord.analytics.decomposition import Year, what_changed
from accord.analytics.differences import Printed, change, gap, gap_of_rates, gap_to, printed_over_years, underlying_gap
from accord.analytics.findings import Question, benjamini_hochberg, p_value
from accord.analytics.funnels import Around, placed
from accord.analytics.pupil_shares import LeftOver, Partition, School, Untold, cells_of, share_out
from accord.analytics.rates import Rate, underlying_interval
from accord.analytics.whole_children import needed
from tests.factories.shares import printed, share
from tests.reference import naive_statistics as naive
from tests.reference.many_worlds import in_many_worlds

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.proportion import confint_proportions_2indep

# Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10.
NEWCOMBE_1998 = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((10, 10), (0, 10), 0.6075, 1.0000),
]
S = 0.27
counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
few = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def limits(one: tuple[int, int], two: tuple[int, int]) -> tuple[float, float]:
    found = gap(share(*one), share(*two))
    assert found is not None
    return found.low / 100, found.high / 100


@pytest.mark.parametrize("interval", [limits, naive.newcombe], ids=["accord", "naive"])
@pytest.mark.parametrize(("one", "two", "low", "high"), NEWCOMBE_1998)
def test_newcombes_own_examples(interval, one, two, low, high):
    assert interval(one, two) == pytest.approx((low, high), abs=5.1e-5)


@in_many_worlds
@given(counts, counts)
def test_a_gap_agrees_with_statsmodels(one, two):
    theirs = confint_proportions_2indep(*one, *two, method="newcomb", compare="diff", alpha=0.05)
    assert limits(one, two) == pytest.approx(theirs, abs=1e-9)


@in_many_worlds
@given(st.lists(few, min_size=1, max_size=8), st.lists(few, min_size=1, max_size=8))
def test_a_change_agrees_with_the_naive_one_school_by_school(before, after):
    def pooled(schools):
        whole = sum(n for _, n in schools)
        return share(sum(k for k, _ in schools), whole, cohort=sum(n * n for _, n in schools) / whole)

    def naively(schools):
        part = sum(k for k, _ in schools)
        return (part, sum(n for _, n in schools)), naive.effect(part, [n for _, n in schools], S)

    (then, effect_then), (now, effect_now) = naively(before), naively(after)
    low, high = naive.newcombe(now, then, (effect_now, effect_then))
    found = change(pooled(before), pooled(after), S)
    assert found is not None
    assert (found.low / 100, found.high / 100) == pytest.approx((max(-1, low), min(1, high)), abs=1e-7)
    underlying = underlying_interval(pooled(after), S)
    assert underlying is not None
    theirs = naive.wilson(now[0] / effect_now, now[1] / effect_now)
    assert (underlying[0] / 100, underlying[1] / 100) == pytest.approx(theirs, abs=1e-7)


def coverage_of_no_change(pupils: int, school_year_sd: float | None, runs: int = 4000) -> float:
    """How often the interval of a change covers 0 for a school whose underlying rate stays 61%."""
    dice = np.random.default_rng(pupils)
    logit = np.log(0.61 / 0.39)
    rates = 1 / (1 + np.exp(-(logit + dice.normal(0, S, size=(runs, 2)))))
    parts = dice.binomial(pupils, rates)
    covered = 0
    for before, after in parts.tolist():
        then, now = share(before, pupils), share(after, pupils)
        found = gap(now, then) if school_year_sd is None else change(then, now, school_year_sd)
        assert found is not None
        covered += found.low <= 0 <= found.high
    return covered / runs


def test_a_change_without_the_movement_of_schools_would_be_called_far_too_often():
    # FORMULAS 11: without D no true change is covered 83% of the time at n = 60, 60% at n = 240 (S of about .3;
    # with S = .27 somewhat more). With it, 95% but for what chance does in 4,000 runs (3 standard errors: 1 point).
    assert coverage_of_no_change(60, None) == pytest.approx(0.85, abs=0.03)
    assert coverage_of_no_change(240, None) == pytest.approx(0.65, abs=0.05)
    assert coverage_of_no_change(60, S) == pytest.approx(0.955, abs=0.013)
    assert coverage_of_no_change(240, S) == pytest.approx(0.95, abs=0.013)


@pytest.mark.parametrize("whole", [1, 8, 30, 240])
@pytest.mark.parametrize("rate", [0.03, 0.61, 0.98])
@pytest.mark.parametrize("between", [0.0, 0.015])
def test_chance_agrees_with_scipy_and_with_an_urn(whole, rate, between):
    found = distribution(whole, rate, between)
    assert found.tolist() == pytest.approx(naive.chances(whole, rate, between), abs=1e-10)
    if between:
        spread = (1 - between) / between
        theirs = betabinom.pmf(np.arange(whole + 1), whole, rate * spread, (1 - rate) * spread)
        assert found.tolist() == pytest.approx(theirs.tolist(), abs=1e-10)


@in_many_worlds
@given(few, st.integers(0, 100))
def test_mid_p_agrees_with_the_naive_one(count, percent):
    between = spread_between_years(percent / 100, count[1], count[1], S)
    ours, theirs = mid_p(*count, percent / 100, between), naive.mid_p(*count, percent / 100, between)
    assert ours == pytest.approx(theirs, abs=1e-9)


@in_many_worlds
@given(few, st.integers(1, 99))
def test_a_p_value_and_a_place_in_the_funnel_agree_with_the_naive_ones(count, percent):
    part, whole = count
    figure = share(part, whole)
    low, high = (percent - 0.5) / 100, (percent + 0.5) / 100
    nearest = high if part / whole > high else low if part / whole < low else None
    found = p_value(Question("", figure, printed(percent), S))
    if nearest is None:
        assert found == 1
        return
    between = S**2 * nearest * (1 - nearest) if whole > 1 else 0.0
    tails = naive.mid_p(part, whole, nearest, between)
    assert found == pytest.approx(min(1, 2 * min(tails)), abs=1e-9)
    place = placed(Rate(part, part, part, whole, float(whole)), Around(percent - 0.5, percent + 0.5, S))
    if abs(min(tails) - 0.025) > 1e-6:
        outside = Comparison.ABOVE if nearest == high else Comparison.BELOW
        assert place is (outside if min(tails) < 0.025 else Comparison.CANNOT_TELL)


@in_many_worlds
@given(st.lists(st.floats(0, 1), max_size=60), st.sampled_from([0.05, 0.1, 0.25]))
def test_discoveries_agree_with_statsmodels_and_with_their_definition(p_values, q):
    found = benjamini_hochberg(p_values, q)
    assert {at for at, each in enumerate(found) if each} == naive.discoveries(p_values, q)
    if p_values and all(abs(p - k * q / len(p_values)) > 1e-12 for p in p_values for k in range(len(p_values) + 1)):
        assert found == multipletests(p_values, alpha=q, method="fdr_bh")[0].tolist()


@in_many_worlds
@given(counts, st.integers(0, 100))
def test_children_needed_agree_with_adding_them_one_by_one(count, percent):
    assert needed(*count, float(percent)) == naive.needed(*count, Fraction(percent))


@in_many_worlds
@given(st.dictionaries(st.sampled_from("abcdef"), few, min_size=2))
def test_leaving_one_out_agrees_with_the_naive_one(members):
    for each in contributions({name: Rate(k, k, k, n, None) for name, (k, n) in members.items()}):
        assert each.without == pytest.approx(float(naive.without(members, each.code)), abs=1e-9)


cells = st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from(["boys", "girls"])), few, min_size=1)


@in_many_worlds
@given(cells, cells)
def test_what_changed_agrees_with_the_formula_in_fractions(before, after):
    found = what_changed(Year(before), Year(after))
    if not {school for school, _ in before} & {school for school, _ in after}:
        assert found is None
        return
    theirs = naive.decomposed(before, after)
    assert theirs["change"] == theirs["came"] + theirs["went"] + theirs["pupils"] + theirs["results"]
    assert found is not None
    ours = (found.change, found.joined, found.left, found.pupils, found.results, found.coverage)
    expected = [float(theirs[name]) for name in ("change", "came", "went", "pupils", "results")]
    assert ours == pytest.approx((*expected, 0.0), abs=1e-11)


ranges = st.integers(0, 130).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.integers(0, 2), st.just(n)).map(
        lambda drawn: (drawn[0], min(drawn[0] + drawn[1], drawn[2]), drawn[2])
    )
)
hidden_or_told = st.one_of(st.none(), ranges, ranges, ranges)


@st.composite
def told_schools(draw):
    """A school's own count and its parts, as (fewest, most, of); mostly they fit one another."""
    parts = {name: draw(hidden_or_told) for name in ("one", "two")}
    known = [part for part in parts.values() if part is not None]
    others = draw(st.sampled_from([0, 0, 0, 2, 7]))
    met = sum(draw(st.integers(low, high)) for low, high, _ in known) + draw(st.integers(0, others))
    whole = sum(n for _, _, n in known) + others
    return (min(met + draw(st.sampled_from([0, 0, 0, 1])), whole), whole), parts


@in_many_worlds
@given(st.lists(told_schools(), min_size=1, max_size=6), st.integers(0, 100), st.sampled_from(LeftOver))
def test_who_carries_the_gap_agrees_with_the_naive_one_and_adds_up(schools, percent, left_over):
    whole = sum(n for (_, n), _ in schools)
    assume(whole)
    total = Rate(*[sum(k for (k, _), _ in schools)] * 3, whole, None)
    as_ours = [
        School(Rate(k, k, k, n, None), {name: part and Rate(part[0], part[0], *part[1:], None)
                                        for name, part in parts.items()})
        for (k, n), parts in schools
    ]  # fmt: skip
    partition = Partition(("one", "two"), left_over)
    ours = share_out(total, as_ours, partition, percent)
    terms = [*ours.parts.values(), ours.left_over, ours.not_told]
    gap = Fraction(100 * total.central, whole) - percent
    assert sum(each.points for each in terms) == pytest.approx(float(gap), abs=1e-9)
    assert sum(each.pupils for each in terms) == pytest.approx(float(gap * whole / 100), abs=1e-9)
    ways = [naive.counts_that_fit(*each, left_over is not LeftOver.NOBODY) for each in schools]
    told = sum(count[1] for (count, _), way in zip(schools, ways, strict=True) if way)
    assert ours.told_pupils == told
    chosen = [cells_of(each, partition) for each in as_ours]
    assert all((cells in way) if way else cells is None for cells, way in zip(chosen, ways, strict=True))
    if 2 * told < whole or not told:
        assert ours.untold is Untold.TOO_LITTLE_PUBLISHED
        return
    others = sum(cells[""][1] for cells in chosen if cells)
    assert (ours.untold is Untold.TOO_FEW_LEFT_OVER) == (0 < others < 6)
    for name, each in ours.parts.items():
        count = [sum(cells[name][at] for cells in chosen if cells) for at in (0, 1)]
        points, pupils = naive.carried(tuple(count), whole, Fraction(percent))
        assert (each.points, each.pupils) == pytest.approx((float(points), float(pupils)), abs=1e-9)


@in_many_worlds
@given(few, few, st.integers(0, 100))
def test_gaps_to_the_nation_and_beneath_the_years_agree_with_the_naive_ones(one, other, percent):
    this_year, another = Printed(percent, percent - 0.5, percent + 0.5), Printed(50, 49, 51)
    nation = printed_over_years([(one[1], this_year), (other[1], another)])
    pupils = one[1] + other[1]
    assert nation.value == pytest.approx(float(Fraction(percent * one[1] + 50 * other[1], pupils)))
    assert nation.high - nation.low == pytest.approx(float(Fraction(one[1] + 2 * other[1], pupils)))
    figure, plain = share(*one), naive.newcombe(one, other)
    found, limits = gap_to(figure, nation), naive.wilson(*one)
    assert found is not None
    assert found.low == pytest.approx(100 * limits[0] - nation.high, abs=1e-9)
    assert found.high == pytest.approx(100 * limits[1] - nation.low, abs=1e-9)
    rates = [Rate(k, k, k, n, float(n)) for k, n in (one, other)]
    beneath, now = underlying_gap(*rates, S), gap_of_rates(*rates)
    effects = tuple(naive.effect(k, [n], S) for k, n in (one, other))
    low, high = naive.newcombe(one, other, effects)
    assert beneath is not None and now is not None
    assert (now.low, now.high) == pytest.approx((max(-100, 100 * plain[0]), min(100, 100 * plain[1])), abs=1e-7)
    assert (beneath.low, beneath.high) == pytest.approx((max(-100, 100 * low), min(100, 100 * high)), abs=1e-7)
