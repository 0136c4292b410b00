"""Two groups of pupils who have nobody in common, side by side: boys and girls, disadvantaged and not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accord.analytics import differences
from accord.analytics.differences import Difference, Direction
from accord.analytics.figures import Covers
from accord.analytics.rates import rate_of
from accord.analytics.whole_children import needed
from accord.insight.sentences.absence import without_value
from accord.insight.sentences.covers import COVERS
from accord.insight.sentences.level import begun, has_value, percentage, with_count
from accord.insight.sentences.rounding import PERCENTAGE, between_points, percent, points, points_between
from accord.insight.sentences.topic import Named, Topic
from accord.insight.sentences.wording import joined, listed


def gap(topic: Topic, one: Named, other: Named) -> str:
    """The two figures with their counts, and the gap where the interval shows one.

    ``topic.pupils`` does not matter: the names of the two are the pupils (“disadvantaged pupils”). By Newcombe's
    interval for the two rates of this year alone. Where one has no figure, why.
    """
    for each in (one, other):
        if not has_value(each.figure):
            return without_value(replace(topic, pupils=each.name, where=""), each.figure)
    if topic.kind != PERCENTAGE:
        start = f"{one.name}: {with_count(topic, one.figure)}; {other.name}: {with_count(topic, other.figure)}"
        return f"By {topic.phrase} in {topic.when}, {start}."
    start = begun(topic, f"{percentage(one.figure)} of {one.name}")
    levels = f"{start} {topic.phrase} in {topic.when} ({_count(one)}), and "
    levels += f"{percentage(other.figure)} of {other.name} ({_count(other)})."
    found = differences.gap(one.figure, other.figure)
    return joined(levels, _told(one, other, found) if found else "")


@dataclass(frozen=True, slots=True)
class NationalGap:
    """Pupils here and other pupils of the nation, whose percentage is taken as known but for its rounding.

    ``theirs`` names them (“pupils who are not disadvantaged in England”); ``years`` are pooled where there are several.
    """

    one: Named
    theirs: str
    value: float
    found: Difference | None
    covers: Covers
    years: tuple[int, ...]


def national_gap(topic: Topic, given: NationalGap) -> str:
    """How far some pupils here lie from other pupils of the nation, or that it cannot be told; empty without both."""
    if topic.kind != PERCENTAGE or given.found is None or not has_value(given.one.figure):
        return ""
    mine = f"{with_count(topic, given.one.figure)} of {given.one.name}"
    start = f"Beside {percent(given.value)} of {given.theirs} stand {mine}"
    if len(given.years) > 1:
        start = f"Over summers {listed([str(year) for year in given.years])} together, {start[:1].lower()}{start[1:]}"
    of = f"the 95% interval of the gap, for {COVERS[given.covers]},"
    if given.found.direction is Direction.CANNOT_TELL:
        runs = points_between(given.found.low, given.found.high)
        return f"{start}. Whether that is a gap or chance cannot be told: {of} runs {runs}."
    way = "above" if given.found.direction is Direction.UP else "below"
    runs = between_points(given.found.low, given.found.high)
    return f"{start}: {points(given.found.points)} {way}; {of} is {runs}."


def _told(one: Named, other: Named, found: Difference) -> str:
    if found.direction is Direction.CANNOT_TELL:
        runs = f"the 95% interval runs {points_between(found.low, found.high)}"
        return f"Whether that is a gap or chance cannot be told with so few children: {runs}."
    behind, ahead = (other, one) if found.direction is Direction.UP else (one, other)
    runs = f"the 95% interval is {between_points(found.low, found.high)}"
    said = f"The figure of {behind.name} is lower, by about {points(found.points)}: {runs}."
    return joined(said, _children(behind, ahead))


def _children(behind: Named, ahead: Named) -> str:
    """How many children would have closed the gap; empty where the counts are ranges."""
    rate, theirs = rate_of(behind.figure), rate_of(ahead.figure)
    if rate is None or theirs is None or rate.low != rate.high or theirs.low != theirs.high:
        return ""
    more = needed(rate.central, rate.whole, 100 * theirs.share)
    return f"Had {more:,} more of the {rate.whole:,} done so, {behind.name} would have been level."


def _count(each: Named) -> str:
    figure = each.figure
    if figure.part_low is None or figure.part_high is None or figure.whole is None:
        return "the number of pupils is not published"
    if figure.part_low == figure.part_high:
        return f"{figure.part_low:,} of {figure.whole:,}"
    return f"between {figure.part_low:,} and {figure.part_high:,} of {figure.whole:,}"
