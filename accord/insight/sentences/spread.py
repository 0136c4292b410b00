"""Whether schools differ from one another by more than chance, and which lie outside once that is allowed for."""

from __future__ import annotations

from collections.abc import Sequence

from accord.analytics.comparison import Comparison
from accord.analytics.overdispersion import FEWEST_SCHOOLS, Spread
from accord.analytics.rates import rate_of
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.rounding import score, whole
from accord.insight.sentences.topic import Named, Topic
from accord.insight.sentences.wording import listed, possessive

MOST_NAMED = 8


def differ(
    topic: Topic, one: str, named: Sequence[Named], comparator: Comparator, spread: Spread | None
) -> str:
    """What all of them together say; ``one`` is what each is called (“school”).

    That they differ is no finding about any single one. Limits that allow for it hold 95 of 100 of such.
    """
    theirs = f"{possessive(comparator.name)} {score(comparator.figure.value or 0.0, topic.kind)}"
    if spread is None:
        return f"Fewer than {FEWEST_SCHOOLS} {one}s do not show whether they differ by more than chance."
    if not spread.between:
        return f"Together, the {spread.schools:,} {one}s lie no further from {theirs} than chance may put so many."
    outside = [each.name for each in named if _outside(each, spread)]
    which = f"{len(outside):,} of them lie outside" if len(outside) != 1 else "1 of them lies outside"
    if not outside:
        which = "none of them lies outside"
    names = f": {listed(outside)}" if 0 < len(outside) <= MOST_NAMED else ""
    return (
        f"Together, the {spread.schools:,} {one}s differ by more than chance: their squared distances from {theirs} "
        f"are {spread.times:.1f} times what chance makes of them, as if {one}s lay {_points(spread)} apart (standard "
        f"deviation). Among {one}s that differ as these do, {which}{names}."
    )


def _outside(each: Named, spread: Spread) -> bool:
    rate = rate_of(each.figure)
    return rate is not None and spread.placed(rate) is not Comparison.CANNOT_TELL


def _points(spread: Spread) -> str:
    points = whole(spread.between)
    if not points:
        return "less than a point"
    return f"about {points} point{'' if points == 1 else 's'}"
