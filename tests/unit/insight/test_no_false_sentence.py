"""Whatever the figures, no sentence says what is not so: an independent reader recomputes each from the counts."""

from __future__ import annotations

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.shrinkage import Shrunk
from accord.insight.sentences.caution import SMALL_COHORT, caution
from accord.insight.sentences.change import Earlier, change
from accord.insight.sentences.comparison import between, comparison
from accord.insight.sentences.coverage import coverage
from accord.insight.sentences.gaps import gap
from accord.insight.sentences.level import level
from accord.insight.sentences.topic import Named, Topic, in_group
from accord.insight.sentences.usual import usual
from tests.reference import naive_statistics as naive
from tests.reference import reading
from tests.unit.insight.drawn import NAMES, PHRASE, TOPIC, Pool, england, percents, pools

S = 0.27
EDGE = 1e-7
"""Where a limit lies as near as this to what it is set beside, two ways of computing may differ."""


def read(text: str, *known: Pool) -> str:
    """The text, once its words and counts have been checked."""
    assert reading.wrong_words(text) == []
    assert reading.wrong_counts(text, [pool.count for pool in known]) == []
    return text


def limits(pool: Pool, other: Pool, school_year_sd: float = 0.0) -> tuple[float, float]:
    """The naive limits of the difference in points, outermost where counts are ranges."""

    def effect(each: Pool) -> float:
        return naive.effect(each.middle, each.sizes, school_year_sd) if school_year_sd else 1.0

    effects = effect(pool), effect(other)
    low = naive.newcombe((pool.low, pool.whole), (other.high, other.whole), effects)[0]
    high = naive.newcombe((pool.high, pool.whole), (other.low, other.whole), effects)[1]
    return max(-100.0, 100 * low), min(100.0, 100 * high)


@given(pools(), st.sampled_from(NAMES))
def test_level(pool: Pool, name: str):
    text = read(level(TOPIC, pool.figure()), pool)
    assert PHRASE in text and "in summer 2025" in text
    assert reading.counts_in(text) == [pool.count]
    schools = len(pool.sizes)
    in_all = {1: "in 1 school.", 2: "in both schools that have such pupils."}
    assert in_all.get(schools, f"in all {schools} schools that have such pupils.") in text
    first = re.match(rf"({reading.PERCENT})(?: to ({reading.PERCENT}))? of pupils ", text, re.I)
    assert first is not None
    if first.group(2):
        assert reading.prints_as(first.group(1), pool.low, pool.whole)
        assert reading.prints_as(first.group(2), pool.high, pool.whole)
    else:
        assert reading.prints_as(first.group(1), pool.middle, pool.whole)
    alone = read(level(Topic("percentage", PHRASE, "boys", 2025, in_group(name)), pool.figure()), pool)
    assert alone.startswith(f"In {name}, ") and " of boys met " in alone


@given(pools(), percents)
def test_comparison(pool: Pool, percent: int):
    text = read(comparison(TOPIC, pool.figure(), england(percent)), pool)
    low, high = naive.wilson(pool.low, pool.whole)[0] * 100, naive.wilson(pool.high, pool.whole)[1] * 100
    least, most = max(0.0, percent - 0.5), min(100.0, percent + 0.5)
    if min(abs(low - most), abs(high - least)) > EDGE:
        assert ("is above" in text) == (low > most)
        assert ("is below" in text) == (high < least)
    ends = re.search(r"interval runs from (\d+)% to (\d+)%", text)
    assert ends is not None and abs(int(ends[1]) - low) <= 0.5 + EDGE and abs(int(ends[2]) - high) <= 0.5 + EDGE
    assert re.search(rf"England’s published (?:{percent}%|less than 1%|more than 99%)", text)
    if "about the same" in text:
        assert abs(reading.half_up(Fraction(100 * pool.middle, pool.whole)) - percent) <= 2
    if "common" in text:
        away = abs(pool.middle - pool.whole * percent / 100)
        found = naive.chances(pool.whole, percent / 100)
        by_chance = sum(p for k, p in enumerate(found) if abs(k - pool.whole * percent / 100) >= away - 1e-9)
        assert by_chance > 0.2 - EDGE
        assert ("so few children" in text) == (pool.whole <= 100)


@given(pools(), pools(), st.booleans())
def test_change(before: Pool, after: Pool, known: bool):
    text = change(TOPIC, after.figure(), Earlier(2024, before.figure()), S if known else None)
    read(text, before)
    assert "in summer 2024" in text.lower() and reading.counts_in(text) == [before.count]
    low, high = limits(after, before, S)
    printed = reading.limits_in(text)
    if known:
        assert reading.holds(printed, low, high)
        assert printed is not None
        if min(abs(low), abs(high)) > EDGE:
            assert ("up from" in text) == (low > 0) == (printed[0] > 0)
            assert ("down from" in text) == (high < 0) == (printed[1] < 0)
            assert ("cannot be told" in text) == (low <= 0 <= high)
    else:
        assert printed is None and "cannot be told" in text
        assert "up from" not in text and "down from" not in text


@given(pools(), pools())
def test_change_never_crosses_a_break(before: Pool, after: Pool):
    text = change(TOPIC, after.figure(), Earlier(2017, before.figure(), "Writing was assessed anew in 2018."), S)
    assert text == "Summer 2017 and summer 2025 cannot be compared. Writing was assessed anew in 2018."
    read(text)


@given(pools(), pools())
def test_gap(one: Pool, other: Pool):
    text = gap(TOPIC, Named("boys", one.figure()), Named("girls", other.figure()))
    read(text, one, other)
    assert reading.counts_in(text) == [one.count, other.count]
    low, high = limits(one, other)
    printed = reading.limits_in(text)
    assert printed is not None
    if min(abs(low), abs(high)) <= EDGE:
        return
    assert ("cannot be told" in text) == (low <= 0 <= high)
    if low <= 0 <= high:
        assert reading.holds(printed, low, high)
        assert "lower" not in text
        return
    behind, ahead, name = (other, one, "girls") if low > 0 else (one, other, "boys")
    assert f"The figure of {name} is lower" in text
    assert reading.holds(printed, *sorted((abs(low), abs(high)))) and printed[0] > 0
    apart = re.search(r"by about (less than 1|\d+) points?:", text)
    exact = abs(Fraction(100 * one.middle, one.whole) - Fraction(100 * other.middle, other.whole))
    assert apart is not None
    assert exact < Fraction(1, 2) if apart[1].startswith("less") else abs(int(apart[1]) - exact) <= Fraction(1, 2)
    more = re.search(r"Had ([\d,]+) more of the ([\d,]+) done so, (\w+) would have been level", text)
    if one.low == one.high and other.low == other.high:
        assert more is not None and more[3] == name and reading.whole_number(more[2]) == behind.whole
        wanted = naive.needed(behind.middle, behind.whole, Fraction(100 * ahead.middle, ahead.whole))
        assert reading.whole_number(more[1]) == wanted > 0
    else:
        assert more is None


@given(pools(), pools(), st.permutations(NAMES))
def test_between_two_groups(one: Pool, other: Pool, names):
    text = read(between(TOPIC, Named(names[0], one.figure()), Named(names[1], other.figure())), one, other)
    assert reading.counts_in(text) == [one.count, other.count]
    low, high = limits(one, other)
    if min(abs(low), abs(high)) > EDGE:
        assert ("cannot be told apart" in text) == (low <= 0 <= high)
        assert (f"The figure of {names[0]} is higher" in text) == (low > 0)
        assert (f"The figure of {names[1]} is higher" in text) == (high < 0)
        size = (low, high) if low <= 0 <= high else sorted((abs(low), abs(high)))
        assert reading.holds(reading.limits_in(text), *size)


@given(pools(most_schools=2, largest=40, exact=True), percents)
def test_caution(pool: Pool, percent: int):
    text = read(caution(TOPIC, pool.figure(), england(percent)), pool)
    part, whole = pool.middle, pool.whole
    if whole > SMALL_COHORT:
        assert text == ""
        return
    assert ("too small a base" in text) == (whole < 11)
    more = re.search(rf"2 more children would have made it ({reading.PERCENT})", text)
    fewer = re.search(rf"(?:and 2 fewer|2 fewer children would have made it) ({reading.PERCENT})", text)
    assert (more is not None) == (part + 2 <= whole) and (fewer is not None) == (part >= 2)
    assert more is None or reading.prints_as(more[1], part + 2, whole)
    assert fewer is None or reading.prints_as(fewer[1], part - 2, whole)
    reach = re.search(rf"With (\d+) more child(?:ren)? it would have reached England’s ({reading.PERCENT})", text)
    wanted = naive.needed(part, whole, Fraction(percent))
    assert (int(reach[1]) if reach else 0) == wanted
    if reach:
        assert 100 * (part + wanted) >= percent * whole > 100 * (part + wanted - 1)


@given(pools(), st.integers(0, 3), st.integers(0, 30))
def test_coverage(pool: Pool, schools: int, pupils: int):
    text = read(coverage(TOPIC, pool.figure(schools, pupils if schools else 0)))
    if not schools:
        assert text == ""
        return
    assert text.startswith("1 school is left out" if schools == 1 else f"{schools} schools are left out")
    bounds = re.search(r"between (\d+)% and (\d+)%", text)
    assert bounds is not None
    assert int(bounds[1]) <= 100 * pool.low / (pool.whole + pupils) + EDGE
    assert int(bounds[2]) >= 100 * (pool.high + pupils) / (pool.whole + pupils) - EDGE


@given(pools(), st.lists(st.floats(0, 100), min_size=3, max_size=3).map(sorted))
def test_usual(pool: Pool, ends):
    low, value, high = ends
    text = read(usual(TOPIC, pool.figure(), Shrunk(value, low, high)), pool)
    assert reading.counts_in(text) == [pool.count]
    numbers = re.search(rf"usual figure is ({reading.PERCENT}), .* from (\d+)% to (\d+)%", text)
    assert numbers is not None
    assert abs(int(numbers[2]) - low) <= 0.5 and abs(int(numbers[3]) - high) <= 0.5
