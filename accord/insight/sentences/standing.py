"""Many groups or schools side by side: how many stand where, what cannot be told, and ties shown tied."""

from __future__ import annotations

from collections.abc import Sequence

from accord.analytics.comparison import Comparison, compare
from accord.analytics.funnels import Around, placed
from accord.analytics.rates import rate_of
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.counting import counted
from accord.insight.sentences.level import has_value, with_count
from accord.insight.sentences.rounding import score
from accord.insight.sentences.topic import Named, Topic
from accord.insight.sentences.wording import joined, listed, possessive

MOST_NAMED = 6
"""So many at most are named one by one."""
BY_CHANCE = "Chance alone puts about 1 in 20 there."


def standing(topic: Topic, one: str, named: Sequence[Named], comparator: Comparator) -> str:
    """How many of them stand above a published figure, below it, or cannot be told apart from it.

    ``one`` is what each is (“school”, “alliance”). By the intervals of this year's own rates, as in `comparison`.
    """
    shown = [each for each in named if compare(each.figure, comparator.figure) is not Comparison.NONE]
    if not shown or comparator.figure.value is None:
        return ""
    theirs = f"{possessive(comparator.name)} {score(comparator.figure.value, topic.kind)}"
    above = [each for each in shown if compare(each.figure, comparator.figure) is Comparison.ABOVE]
    below = [each for each in shown if compare(each.figure, comparator.figure) is Comparison.BELOW]
    return joined(_counts(topic, one, shown, above, below, theirs), _without(named, shown))


def funnel(topic: Topic, one: str, named: Sequence[Named], comparator: Comparator, around: Around) -> str:
    """How many lie outside the limits of a funnel around a comparator, and which: what its picture shows.

    The limits hold 95% of results; for underlying rates (``around.school_year_sd``) or this year's own.
    """
    placings = [(each, placed(rate, around)) for each in named if (rate := rate_of(each.figure)) is not None]
    if not placings or comparator.figure.value is None:
        return ""
    why = "chance" if around.school_year_sd is None else "chance and the usual movement of schools from year to year"
    theirs = f"{possessive(comparator.name)} {score(comparator.figure.value, topic.kind)}"
    inside = sum(place is Comparison.CANNOT_TELL for _, place in placings)
    told = (
        f"{inside:,} of {counted(len(placings), one)} {'lies' if inside == 1 else 'lie'} within the limits that hold "
        f"95% of results by {why} around {theirs}."
    )
    shown = [each for each, _ in placings]
    above = [each for each, place in placings if place is Comparison.ABOVE]
    below = [each for each, place in placings if place is Comparison.BELOW]
    names = joined(_named(topic, "Above them", above), _named(topic, "Below them", below))
    return joined(told, names, BY_CHANCE if inside < len(placings) else "", _without(named, shown))


def order(topic: Topic, one: str, named: Sequence[Named]) -> str:
    """The highest and the lowest with their counts, equal ones together, and whether the order may be chance."""
    known = [each for each in named if has_value(each.figure)]
    if len(known) < 2:
        return ""
    values = [each.figure.value for each in known if each.figure.value is not None]
    top = [each for each in known if each.figure.value == max(values)]
    bottom = [each for each in known if each.figure.value == min(values)]
    if len(top) == len(known):
        names = listed([each.name for each in known]) if len(known) <= MOST_NAMED else counted(len(known), one)
        return f"{names} are level, at {score(values[0], topic.kind)}: {_behind(topic, known)}."
    ends = f"{_end(topic, 'highest', top)}; {_end(topic, 'lowest', bottom)}."
    return joined(ends, _overlap(one, known))


def _counts(topic: Topic, one: str, shown: Sequence[Named], above: Sequence[Named], below: Sequence[Named],
            theirs: str) -> str:  # fmt: skip
    unsure = len(shown) - len(above) - len(below)
    if unsure == len(shown):
        subject = f"None of {counted(len(shown), one)}" if len(shown) > 1 else f"The 1 {one}"
        verb = "can" if len(shown) > 1 else "cannot"
        return f"{subject} {verb} be told apart from {theirs}."
    stand = [f"{_are(len(above))} above {theirs}", f"{_are(len(below))} below it"]
    if unsure:
        stand.append(f"{unsure:,} cannot be told apart from it")
    head = f"Of {counted(len(shown), one)}, {listed(stand)}."
    return joined(head, _named(topic, "Above", above), _named(topic, "Below", below), BY_CHANCE)


def _are(number: int) -> str:
    if number == 0:
        return "none is"
    return "1 is" if number == 1 else f"{number:,} are"


def _named(topic: Topic, head: str, named: Sequence[Named]) -> str:
    if not named or len(named) > MOST_NAMED:
        return ""
    return f"{head}: {listed([f'{each.name}, {with_count(topic, each.figure)}' for each in named])}."


def _without(named: Sequence[Named], shown: Sequence[Named]) -> str:
    missing = len(named) - len(shown)
    return f"{missing:,} more {'has' if missing == 1 else 'have'} no figure that can be shown here." if missing else ""


def _end(topic: Topic, which: str, named: Sequence[Named]) -> str:
    start = "The highest" if which == "highest" else "the lowest"
    if len(named) == 1:
        return f"{start} is {named[0].name}, {with_count(topic, named[0].figure)}"
    names = listed([each.name for each in named]) if len(named) <= MOST_NAMED else f"{len(named):,} of them"
    value = named[0].figure.value or 0.0
    return f"{start} are {names}, level at {score(value, topic.kind)}: {_behind(topic, named)}"


def _behind(topic: Topic, named: Sequence[Named]) -> str:
    """The count of each of several equal ones; of many, of all of them together."""
    if len(named) <= MOST_NAMED:
        return listed([with_count(topic, each.figure).split(" (", 1)[1].rstrip(")") for each in named])
    pupils = sum(each.figure.whole or 0 for each in named)
    return f"{counted(pupils, 'pupil')} in all"


def _overlap(one: str, known: Sequence[Named]) -> str:
    lows = [each.figure.interval_low for each in known if each.figure.interval_low is not None]
    highs = [each.figure.interval_high for each in known if each.figure.interval_high is not None]
    if len(lows) < len(known) or len(highs) < len(known):
        return ""
    if max(lows) <= min(highs):
        every = "both" if len(known) == 2 else f"all {len(known):,}"
        return f"The 95% intervals of {every} overlap, so their order may be chance."
    return "Some of their 95% intervals do not overlap; where two do, their order may be chance."
