"""Questions that figures give rise to: what a governor may ask the head, each a sentence with its counts.

A question takes no side: it blames nobody, and what cannot be told is asked about as open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.analytics import differences
from accord.analytics.comparison import Comparison, compare
from accord.analytics.differences import Direction
from accord.analytics.figures import Status
from accord.analytics.rates import rate_of
from accord.analytics.whole_children import needed
from accord.insight.sentences.change import Earlier
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.counting import counted, parts
from accord.insight.sentences.level import has_value, percentage, with_count
from accord.insight.sentences.rounding import PERCENTAGE, score
from accord.insight.sentences.topic import Named, Topic
from accord.insight.sentences.wording import listed, possessive

MOST = 4
MOST_NAMED = 3
INSPECTION = "What did the last inspection ask for, and what has been done about each point since?"


@dataclass(frozen=True, slots=True)
class Known:
    """What the questions come from: the figure, what stands beside it, and what is missing from it.

    ``gaps`` are pairs of pupils who have nobody in common; ``subjects`` the figures of single subjects; ``missing`` the
    names of schools that are not in the figure.
    """

    own: Named
    england: Comparator | None = None
    earlier: Earlier | None = None
    school_year_sd: float | None = None
    gaps: Sequence[tuple[Named, Named]] = ()
    subjects: Sequence[Named] = ()
    missing: Sequence[str] = ()


def to_ask(topic: Topic, known: Known) -> list[str]:
    """Two to four questions, those that the figures support most first."""
    asked = [_of_change(topic, known), _of_level(topic, known), *_of_gaps(topic, known)[:1]]
    asked += [_of_subjects(topic, known.subjects), _of_missing(topic, known.missing), INSPECTION]
    return [each for each in asked if each][:MOST]


def _of_level(topic: Topic, known: Known) -> str:
    figure, england = known.own.figure, known.england
    if not has_value(figure):
        return f"There is no figure to be shown for {topic.when}. What do your own checks say of these children?"
    told = with_count(topic, figure)
    if england is None or england.figure.value is None or topic.kind != PERCENTAGE:
        return f"The figure is {told}. What does it not show that we should know?"
    theirs = f"{possessive(england.name)} {score(england.figure.value, topic.kind)}"
    match compare(figure, england.figure):
        case Comparison.BELOW:
            return (
                f"The figure is {told}, below {theirs}. What did the other children need, and what will be "
                "different for those who come next?"
            )
        case Comparison.ABOVE:
            return f"The figure is {told}, above {theirs}. What do you think lies behind it, and who else could use it?"
        case _:
            return (
                f"The figure is {told}, and chance alone could account for the distance from {theirs}. What do your "
                "own checks say of the children who come next?"
            )


def _of_change(topic: Topic, known: Known) -> str:
    figure, earlier = known.own.figure, known.earlier
    if earlier is None or earlier.broken or topic.kind != PERCENTAGE:
        return ""
    if not has_value(figure) or not has_value(earlier.figure):
        return ""
    found = differences.change(earlier.figure, figure, known.school_year_sd)
    if found is None or found.direction is Direction.CANNOT_TELL:
        return ""
    then = f"{with_count(topic, earlier.figure)} in summer {earlier.year}"
    if found.direction is Direction.UP:
        return f"The figure is up from {then}. What was done differently, and will it last?"
    return f"The figure is down from {then}. What changed, and does it hold for the children who come next?"


def _of_gaps(topic: Topic, known: Known) -> list[str]:
    pairs = known.gaps if has_value(known.own.figure) else ()
    found = [_of_gap(topic, one, other) for one, other in pairs]
    return [each for each in found if each]


def _of_gap(topic: Topic, one: Named, other: Named) -> str:
    for each in (one, other):
        if each.figure.status is Status.SUPPRESSED:
            return f"No figure of {each.name} may be shown: they are too few. Without naming a child, how do they do?"
    if topic.kind != PERCENTAGE or not has_value(one.figure) or not has_value(other.figure):
        return ""
    found = differences.gap(one.figure, other.figure)
    if found is None or found.direction is Direction.CANNOT_TELL:
        return ""
    behind, ahead = (other, one) if found.direction is Direction.UP else (one, other)
    levels = f"{with_count(topic, behind.figure)} against {with_count(topic, ahead.figure)}"
    return f"The figure of {behind.name} is lower than that of {ahead.name}: {levels}. {_to_be_level(behind, ahead)}"


def _to_be_level(behind: Named, ahead: Named) -> str:
    rate, theirs = rate_of(behind.figure), rate_of(ahead.figure)
    if rate is None or theirs is None or rate.low != rate.high or theirs.low != theirs.high:
        return "What would have helped them?"
    more = needed(rate.central, rate.whole, 100 * theirs.share)
    return f"{counted(more, 'more child', 'more children')} would have closed that. What would have helped them?"


def _of_subjects(topic: Topic, subjects: Sequence[Named]) -> str:
    """Where the fewest children did, if even rounding leaves no doubt which subject that is: a count."""
    known = [each for each in subjects if has_value(each.figure) and each.figure.part_high is not None]
    if len(known) < 2 or len({each.figure.whole for each in known}) > 1:
        return ""
    fewest = min(known, key=lambda each: each.figure.part_high or 0)
    others = [each for each in known if each is not fewest]
    if any((each.figure.part_low or 0) <= (fewest.figure.part_high or 0) for each in others):
        return ""
    told = f"{percentage(fewest.figure)}, {parts(fewest.figure)}"
    return f"Of the subjects, fewest children met the standard in {fewest.name} ({told}). What is being done there?"


def _of_missing(topic: Topic, missing: Sequence[str]) -> str:
    if not missing:
        return ""
    names = list(missing[:MOST_NAMED])
    if len(missing) > MOST_NAMED:
        names.append(f"{len(missing) - MOST_NAMED:,} more")
    return f"{listed(names)} {'is' if len(missing) == 1 else 'are'} not in the figure. How did the children there do?"
