"""What became of a figure from one summer to another: only where the interval supports it, never across a break."""

from __future__ import annotations

from dataclasses import dataclass

from accord.analytics import differences
from accord.analytics.differences import Direction
from accord.analytics.figures import Figure
from accord.insight.sentences.level import has_value, with_count
from accord.insight.sentences.rounding import PERCENTAGE, points_between
from accord.insight.sentences.topic import Topic

ALLOWED_FOR = "with the usual movement of schools from year to year allowed for"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure of an earlier summer; ``broken`` is the reason, as a sentence, why the two may not be compared."""

    year: int
    figure: Figure
    broken: str = ""


def change(topic: Topic, figure: Figure, earlier: Earlier | None, school_year_sd: float | None) -> str:
    """Up, down, or not to be told, since an earlier summer; ``topic`` and ``figure`` are of the later one.

    By Newcombe's interval of the underlying change with design effects (FORMULAS 11). ``school_year_sd`` is the
    measure's S; None where it has not been estimated. Empty where the later summer has no figure.
    """
    if not has_value(figure):
        return ""
    if earlier is None:
        return "There is no earlier summer to set beside it."
    if earlier.broken:
        return f"Summer {earlier.year} and summer {topic.year} cannot be compared. {earlier.broken}"
    if not has_value(earlier.figure):
        return f"There is no figure for summer {earlier.year} to set beside it."
    then = with_count(topic, earlier.figure)
    found = None
    if topic.kind == PERCENTAGE:
        found = differences.change(earlier.figure, figure, school_year_sd)
    if found is None:
        return (
            f"In summer {earlier.year} it was {then}. Whether that is a change cannot be told: how far schools "
            "move by themselves from year to year is not known here."
        )
    runs = f"the 95% interval of the change runs {points_between(found.low, found.high)}, {ALLOWED_FOR}"
    if found.direction is Direction.UP:
        return f"That is up from {then} in summer {earlier.year}: {runs}."
    if found.direction is Direction.DOWN:
        return f"That is down from {then} in summer {earlier.year}: {runs}."
    return f"In summer {earlier.year} it was {then}. Whether that is a change cannot be told: {runs}."
