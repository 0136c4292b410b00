"""Which pupils carry a group's distance from a published figure, in points and in pupils that add up."""

from __future__ import annotations

from collections.abc import Mapping

from accord.analytics.contributions import Carried
from accord.analytics.figures import Figure
from accord.analytics.hidden_sums import FEWEST_PUPILS
from accord.analytics.pupil_shares import LeftOver, Partition, Shares, Untold
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.counting import counted
from accord.insight.sentences.level import has_value, with_count
from accord.insight.sentences.rounding import PERCENTAGE, score, signed
from accord.insight.sentences.topic import Topic
from accord.insight.sentences.wording import listed, possessive

NOT_TOLD = "the schools whose files do not tell these pupils apart"
LEFT_OVER = {LeftOver.IN_NONE: "pupils in none of these groups", LeftOver.EVERYONE_ELSE: "all other pupils"}


def carries(
    topic: Topic, figure: Figure, comparator: Comparator, shares: Shares, way: Partition, phrases: Mapping[str, str]
) -> str:
    """The distance and what each part carries of it, or why that cannot be told; empty without a figure.

    ``phrases`` name the pupil groups by code. Arithmetic, so without an interval: whether the distance is more than
    chance is another question.
    """
    if topic.kind != PERCENTAGE or not has_value(figure) or comparator.figure.value is None:
        return ""
    if shares.untold is not None:
        groups = listed([phrases[code] for code in way.parts])
        return f"What {groups} carry of the distance from {comparator.name} cannot be told: {why_untold(shares, way)}."
    added_up = " (added up from its schools)" if comparator.added_up else ""
    theirs = f"{possessive(comparator.name)} {score(comparator.figure.value, PERCENTAGE)}{added_up}"
    terms = [(phrases[code], each) for code, each in shares.parts.items()]
    if shares.left_over.whole:
        terms.append((LEFT_OVER[way.left_over], shares.left_over))
    if shares.not_told.whole:
        terms.append((NOT_TOLD, shares.not_told))
    told = listed([f"{who} carry {_both(each)}" for who, each in terms])
    return f"Between {with_count(topic, figure)} and {theirs} lie {_both(shares.total)}: {told}."


def why_untold(shares: Shares, way: Partition) -> str:
    """The reason in words, as the end of a sentence."""
    if shares.untold is Untold.TOO_FEW_LEFT_OVER:
        outside = "outside the group" if way.left_over is LeftOver.EVERYONE_ELSE else "in none of the groups"
        return f"fewer than {FEWEST_PUPILS} pupils are {outside}, and so few are not shown"
    results = "results of this group" if len(way.parts) == 1 else "results of all these groups"
    if not shares.told_pupils:
        return f"no school has {results} published"
    of = f"{shares.told_pupils:,} of {counted(shares.total.whole, 'pupil')}"
    return f"only schools with {of} have {results} published"


def _both(each: Carried) -> str:
    return f"{signed(each.points)} points ({signed(each.pupils)} pupils)"
