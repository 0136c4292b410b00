"""No false sentence about many schools or groups side by side: the same independent reader, school by school."""

from __future__ import annotations

import re
from fractions import Fraction

from hypothesis import assume, example, given
from hypothesis import strategies as st

from accord.analytics.decomposition import Year, what_changed
from accord.analytics.funnels import Around
from accord.insight.sentences.change import Earlier
from accord.insight.sentences.findings import findings
from accord.insight.sentences.members import made_of, who_moves
from accord.insight.sentences.questions import Asked
from accord.insight.sentences.standing import funnel, order, standing
from accord.insight.sentences.topic import Named
from tests.factories.shares import share
from tests.reference import naive_statistics as naive
from tests.reference import reading
from tests.unit.insight.drawn import NAMES, TOPIC, Pool, england, percents, pools

S = 0.27
EDGE = 1e-7
SCHOOLS = st.lists(pools(most_schools=1, largest=130), min_size=1, max_size=len(NAMES))


def named(schools: list[Pool]) -> list[Named]:
    return [Named(name, pool.figure()) for name, pool in zip(NAMES, schools, strict=False)]


def read(text: str, schools: list[Pool], *more: reading.Count) -> str:
    assert reading.wrong_words(text) == []
    assert reading.wrong_counts(text, [*(pool.count for pool in schools), *more]) == []
    return text


def told_as(text: str, head: str) -> set[str]:
    """The names in the list that begins with a word: ``Above: Ash, 62% (…) and Elm, …``."""
    found = re.search(rf"{head}: (.*?\))\.(?: |$)", text)
    return {name for name in NAMES if found and re.search(rf"(?:^|, |and ){re.escape(name)}, ", found[1])}


@given(SCHOOLS, percents)
def test_standing(schools: list[Pool], percent: int):
    text = read(standing(TOPIC, "school", named(schools), england(percent)), schools)
    least, most = max(0.0, percent - 0.5), min(100.0, percent + 0.5)
    above, below = set(), set()
    for name, pool in zip(NAMES, schools, strict=False):
        low, high = 100 * naive.wilson(pool.low, pool.whole)[0], 100 * naive.wilson(pool.high, pool.whole)[1]
        assume(min(abs(low - most), abs(high - least)) > EDGE)
        if low > most:
            above.add(name)
        elif high < least:
            below.add(name)
    unsure = len(schools) - len(above) - len(below)
    if not above and not below:
        assert text.startswith(f"None of {len(schools)} schools can" if len(schools) > 1 else "The 1 school cannot")
        return
    numbers = re.match(
        r"Of (\d+) schools?, (none|\d+) (?:is|are) above .*?(?:,| and) (none|\d+) (?:is|are) below it"
        r"(?: and (\d+) cannot be told apart from it)?\. ",
        text,
    )
    assert numbers is not None
    said = [0 if each in ("none", None) else int(each) for each in numbers.groups()]
    assert said == [len(schools), len(above), len(below), unsure]
    assert told_as(text, "Above") == above and told_as(text, "Below") == below


@given(SCHOOLS, percents, st.sampled_from([None, S]))
def test_funnel(schools: list[Pool], percent: int, school_year_sd: float | None):
    low, high = max(0.0, percent - 0.5), min(100.0, percent + 0.5)
    around = Around(low, high, school_year_sd)
    text = read(funnel(TOPIC, "school", named(schools), england(percent), around), schools)
    above, below = set(), set()
    for name, pool in zip(NAMES, schools, strict=False):

        def tails(part: int, share: float, n: int = pool.whole) -> tuple[float, float]:
            between = school_year_sd**2 * share * (1 - share) if school_year_sd and n > 1 else 0.0
            return naive.mid_p(part, n, share, between)

        few, many = tails(pool.high, low / 100)[0], tails(pool.low, high / 100)[1]
        assume(min(abs(few - 0.025), abs(many - 0.025)) > EDGE)
        if few < 0.025:
            below.add(name)
        elif many < 0.025:
            above.add(name)
    inside = re.match(r"(\d+) of (\d+) schools? lies? within the limits", text)
    assert inside is not None
    assert (int(inside[1]), int(inside[2])) == (len(schools) - len(above) - len(below), len(schools))
    assert told_as(text, "Above them") == above and told_as(text, "Below them") == below
    assert ("movement of schools" in text) == (school_year_sd is not None)
    assert ("Chance alone" in text) == bool(above or below)


@given(SCHOOLS)
def test_order(schools: list[Pool]):
    text = read(order(TOPIC, "school", named(schools)), schools)
    if len(schools) < 2:
        assert text == ""
        return
    values = {name: Fraction(pool.middle, pool.whole) for name, pool in zip(NAMES, schools, strict=False)}
    top = {name for name, value in values.items() if value == max(values.values())}
    bottom = {name for name, value in values.items() if value == min(values.values())}
    if top == bottom:
        assert "are level" in text and all(name in text for name in top)
        return
    highest, _, lowest = text.partition("; the lowest ")
    lowest = lowest.partition(". ")[0]
    assert {name for name in NAMES if name in highest} == top
    assert {name for name in NAMES if name in lowest} == bottom
    assert ("level" in highest) == (len(top) > 1) and ("level" in lowest) == (len(bottom) > 1)
    lows = [naive.wilson(pool.low, pool.whole)[0] for pool in schools]
    highs = [naive.wilson(pool.high, pool.whole)[1] for pool in schools]
    if abs(max(lows) - min(highs)) > EDGE:
        assert ("overlap, so their order may be chance" in text) == (max(lows) <= min(highs))
        assert ("do not overlap" in text) == (max(lows) > min(highs))


@given(st.lists(pools(most_schools=1, largest=100, exact=True), min_size=1, max_size=len(NAMES)))
@example([Pool((18,), 14, 14), Pool((24,), 10, 10), Pool((46,), 20, 20)])  # two move it equally, by 50/7
def test_who_moves(schools: list[Pool]):
    members = {name: pool.figure() for name, pool in zip(NAMES, schools, strict=False)}
    counts = {name: (pool.low, pool.whole) for name, pool in zip(NAMES, schools, strict=False)}
    text = who_moves(TOPIC, members)
    if len(members) < 2:
        assert text == ""
        return
    whole = Fraction(100 * sum(k for k, _ in counts.values()), sum(n for _, n in counts.values()))
    moves = {name: abs(whole - naive.without(counts, name)) for name in counts}
    most = max(moves.values())
    first = [name for name, moved in moves.items() if moved == most]
    rest = [(k, n) for name, (k, n) in counts.items() if name != first[0]]
    left = (sum(k for k, _ in rest), sum(k for k, _ in rest), sum(n for _, n in rest))
    read(text, schools, left)
    assert ("moves the figure by a whole point" in text) == (most < 1)
    assert ("clearly more than every other" in text) == (most >= 1 and len(first) > 1)
    if most >= 1 and len(first) == 1:
        assert text.startswith(f"{first[0]} moves the figure most: without its {counts[first[0]][0]:,} of")


years = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 60).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1)  # fmt: skip


@given(years, years)
def test_made_of(before, after):
    def figure(year):
        return share(sum(k for k, _ in year.values()), sum(n for _, n in year.values()))

    def year(schools):
        return Year({(name, "all"): count for name, count in schools.items()})

    parts = what_changed(year(before), year(after))
    text = made_of(TOPIC, figure(after), Earlier(2024, figure(before)), parts)
    assert (text == "") == (not before.keys() & after.keys())
    if not text:
        return
    totals = [(figure(each).part_low, figure(each).part_high, figure(each).whole) for each in (before, after)]
    assert reading.wrong_words(text) == [] and reading.wrong_counts(text, totals) == []
    assert reading.counts_in(text) == totals
    number = rf"([+{reading.MINUS}]?\d+\.\d)"
    terms = [float(each.replace(reading.MINUS, "-")) for each in re.findall(rf"{number} from ", text)]
    total = re.search(rf" lie {number} points", text)
    assert total is not None
    exact = 100 * (totals[1][0] / totals[1][2] - totals[0][0] / totals[0][2])
    assert abs(float(total[1].replace(reading.MINUS, "-")) - exact) < 0.0501
    assert abs(sum(terms) - exact) < 0.0501 * 5
    assert ("that joined" in text) <= bool(after.keys() - before.keys())
    assert ("that left" in text) <= bool(before.keys() - after.keys())


@given(st.lists(pools(most_schools=9, largest=60), min_size=1, max_size=6), percents, st.booleans())
def test_findings(schools: list[Pool], percent: int, known: bool):
    asked = [Asked(each.name, TOPIC, each.figure, england(percent), S if known else None) for each in named(schools)]
    told = findings(asked)
    text = read(" ".join(told), schools)
    if not known:
        assert told == [f"No figure could be tested. {len(schools)} more could not be tested."]
        return
    p_values, sides = [], []
    for pool in schools:
        low, high = max(0.0, percent - 0.5) / 100, min(100.0, percent + 0.5) / 100
        share_low, share_high = pool.low / pool.whole, pool.high / pool.whole
        part, rate = (pool.low, high) if share_low > high else (pool.high, low)
        sides.append("above" if share_low > high else "below")
        if share_high >= low and share_low <= high:
            p_values.append(1.0)
            continue
        cohort = sum(n * n for n in pool.sizes) / pool.whole
        between = (cohort - 1) / (pool.whole - 1) * S**2 * rate * (1 - rate) if pool.whole > 1 else 0.0
        p_values.append(min(1.0, 2 * min(naive.mid_p(part, pool.whole, rate, between))))
    edges = [abs(p - k * 0.1 / len(schools)) for p in p_values for k in range(1, len(schools) + 1)]
    assume(min(edges) > 1e-6)
    found = {(NAMES[at], sides[at]) for at in naive.discoveries(p_values, 0.1)}
    said = {(match[1], match[2]) for each in told[1:] if (match := re.match(r"(.+?): .*, (above|below) England", each))}
    assert said == found and len(told) == 1 + len(found)
    if found:
        assert text.startswith(f"{len(found)} of {len(schools)} figure")
    else:
        assert text.startswith("Nothing stands out among")
