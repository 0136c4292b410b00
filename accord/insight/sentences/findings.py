"""What stands out among the many questions of a page, when all of them are asked together, and how that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accord.analytics.comparison import Comparison
from accord.analytics.contrasts import Contrast
from accord.analytics.findings import Q
from accord.insight.sentences.counting import counted
from accord.insight.sentences.level import percentage, with_count
from accord.insight.sentences.questions import Asked, Family, Kind, together
from accord.insight.sentences.rounding import PERCENTAGE, percent, points, points_between, score
from accord.insight.sentences.topic import Topic
from accord.insight.sentences.wording import capital, possessive

POINTS_OFF = 15.0
"""The difference of which it is told how often it would stand out: large, and still mostly not seen in a school."""
FALSE_ONES = (
    "At most about 1 in 10 of what stands out in this way is expected to be chance; whoever looks at many pages will "
    "meet such a one."
)
BY_CHANCE = {
    Kind.LEVEL: "Were its usual rate England’s",
    Kind.CHANGE: "Had its usual rate stood still",
    Kind.GAP: "Were its usual gap England’s",
    Kind.RANK: "Were it one of the groups that are drawn, and as unlike them as groups of neighbours usually are",
}
NOT_CLEAR = {
    Kind.LEVEL: "Beside England’s that does not stand out: chance and the usual movement of schools could do it.",
    Kind.CHANGE: "No change stands out: chance and the usual movement of schools could do as much.",
    Kind.GAP: "That does not stand out from England’s gap: chance and the usual movement of schools could do it.",
    Kind.RANK: "Among groups drawn at random from schools of the same kinds and sizes that does not stand out.",
}
OF_WHAT = {
    Kind.LEVEL: "the distance from England’s figure",
    Kind.CHANGE: "the change over these summers",
    Kind.GAP: "the gap",
}


def findings(asked: Sequence[Asked]) -> list[str]:
    """One sentence on how many stand out of how many, then one for each; what could not be tested is said.

    Underlying rates, so chance and the movement of schools between years are both allowed for; at a false
    discovery rate of 10% a page (FORMULAS 16).
    """
    family = together(asked)
    lead = summary(family)
    return [lead, *(told(each, family) for each in family.found)] if lead else []


def summary(family: Family) -> str:
    """How many stand out of how many, or how often a large difference would have; empty where nothing was asked."""
    without = f" {family.untested:,} more could not be tested." if family.untested else ""
    if not family.tested:
        return f"No {_noun(family)} could be tested.{without}" if family.untested else ""
    asked = f"{counted(len(family.tested), _noun(family))} looked at together"
    if not family.found:
        return " ".join([f"Nothing stands out among {asked}.{without}", *_power(family)])
    stand = "stands" if len(family.found) == 1 else "stand"
    head = f"{len(family.found):,} of {asked} {stand} out by more than chance and the usual movement of schools"
    return f"{head} from year to year.{without} {FALSE_ONES}"


def told(asked: Asked, family: Family) -> str:
    """What stands out, in a sentence that holds by itself."""
    test = family.contrast(asked)
    above = test is not None and test.side is Comparison.ABOVE
    topic, name = asked.topic, capital(asked.name)
    stood = _stood(topic, with_count(topic, asked.figure))
    match asked.kind:
        case Kind.CHANGE:
            return f"{name}: {stood}, {_since(asked, above)}."
        case Kind.GAP:
            return f"{name}: {_beside_others(asked)}."
        case Kind.RANK:
            lower = 100 * (asked.place.lower if asked.place else 0.0)
            share = f"higher than {percent(lower)}" if above else f"lower than {percent(100 - lower)}"
            return f"{name}: {stood}, {share} of groups drawn at random from schools of the same kinds and sizes."
    assert asked.comparator is not None
    theirs = f"{possessive(asked.comparator.name)} {score(asked.comparator.figure.value or 0.0, topic.kind)}"
    return f"{name}: {stood}, {'above' if above else 'below'} {theirs}."


def outcome(asked: Asked, family: Family) -> str:
    """The same of any question that was tested: of one that does not stand out, that it does not."""
    if any(each is asked for each in family.found):
        return told(asked, family)
    by_itself = _stood(asked.topic, with_count(asked.topic, asked.figure))
    stood = _beside_others(asked) if asked.kind is Kind.GAP else by_itself
    return f"{capital(asked.name)}: {stood}. {NOT_CLEAR[asked.kind]}"


def how_we_know(asked: Asked, family: Family) -> list[str]:
    """How often chance would give as much; the interval; what else was asked; the false alarms; the power."""
    test = family.contrast(asked)
    if test is None:
        return ["This cannot be tested: there are too few pupils, or how far schools move by themselves is not known."]
    so_far = "Chance and the usual movement of schools from year to year are both allowed for."
    return [
        f"{BY_CHANCE[asked.kind]}, a result as far away or further would come about in {_rarely(test.p)}. {so_far}",
        *_interval(asked, test),
        f"{counted(len(family.tested), 'question')} were asked together of these schools and this summer, and "
        f"{len(family.found):,} of them stand out. Where nothing differs at all, something still stands out on at most "
        f"about {round(Q * 30)} of 30 such pages; of what stands out, at most about 1 in 10 is expected to be chance.",
        *_power(family, asked),
    ]


def _interval(asked: Asked, test: Contrast) -> list[str]:
    if test.low is None or test.high is None:
        return ["Groups of neighbours lie further from the middle than random ones, which is allowed for."]
    return [f"The 95% interval of {OF_WHAT[asked.kind]} runs {points_between(test.low, test.high)}."]


def _rarely(p: float) -> str:
    """``1 of 40 years``; no further than such tests can be trusted."""
    if p <= 1e-4:
        return "fewer than 1 of 10,000 years"
    return f"about 1 of {round(1 / p):,} years" if p < 0.5 else "more than half of all years"


def _stood(topic: Topic, figure: str) -> str:
    pupils = "" if topic.pupils == "pupils" else f", of {topic.pupils}"
    if topic.kind != PERCENTAGE:
        return f"by {topic.phrase}, {figure} in {topic.when}{pupils}"
    return f"{figure} {topic.phrase} in {topic.when}{pupils}"


def _since(asked: Asked, up: bool) -> str:
    first, figure = asked.line[0]
    then, when = with_count(asked.topic, figure), replace(asked.topic, year=first, in_year="").when
    if len(asked.line) == 2:
        return f"{'up' if up else 'down'} from {then} in {when}"
    return f"{'rising' if up else 'falling'} over {len(asked.line)} summers, from {then} in {when}"


def _beside_others(asked: Asked) -> str:
    """Both figures with their counts, the gap, and England’s."""
    topic, other, usual = asked.topic, asked.other, asked.england_gap()
    assert other is not None and usual is not None
    first, second = asked.figure, other.figure
    both = f"{percentage(first)} of {topic.pupils} {topic.phrase} in {topic.when}, {percentage(second)} of {other.name}"
    wide, theirs = (first.value or 0.0) - (second.value or 0.0), 50 * sum(usual)
    way = "" if wide * theirs >= 0 else " the other way"
    return f"{both}, a gap of {points(wide)}, where England’s is {points(theirs)}{way}"


def _noun(family: Family) -> str:
    return "figure" if all(each.kind is Kind.LEVEL for each, _ in family.tested) else "question"


def _power(family: Family, of: Asked | None = None) -> list[str]:
    """How often a large difference would stand out among so many: of one question, or of most pupils and of fewest."""
    number = len(family.tested)
    if of is not None:
        seen = _of_years(of, number)
        if seen is None:
            return ["How often a real difference would be seen by this test is not worked out."]
        return [f"Were it truly {POINTS_OFF:.0f} points off, and nothing else, it would stand out here in {seen}."]
    levels = [each for each, _ in family.tested if each.kind is Kind.LEVEL]
    by_size = sorted(levels, key=lambda each: each.figure.whole or 0)
    if not by_size:
        return []
    most, fewest = by_size[-1], by_size[0]
    often = [
        f"{_of_years(each, number)} if it is the one of {which} ({each.figure.whole:,})"
        for each, which in ((most, "most pupils"), (fewest, "fewest"))
    ]
    if most.figure.whole == fewest.figure.whole:
        often = [_of_years(most, number) or ""]
    one = "it" if number == 1 else "just one of them"
    return [
        f"That is not to say that nothing differs: if {one} were truly {POINTS_OFF:.0f} points away from what it is "
        f"set against, it would stand out in {', in '.join(often)}."
    ]


def _of_years(asked: Asked, tested: int) -> str | None:
    # Below, where a rate can be so far below.
    value = asked.comparator.figure.value if asked.comparator else None
    seen = asked.power(-POINTS_OFF if (value or 100.0) > 2 * POINTS_OFF else POINTS_OFF, tested)
    return None if seen is None else f"{percent(100 * seen)} of years"
