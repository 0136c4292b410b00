"""How measures pool, and which columns of a published file each kind is read from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum


class Kind(StrEnum):
    """How a measure pools."""

    PERCENTAGE = "percentage"
    PROGRESS = "progress"
    SCALED_SCORE = "scaled_score"
    VALUE_ADDED = "value_added"
    POINTS = "average_points"
    RATE = "rate"
    """So many in a hundred of what is no pupil (sessions), or of pupils of another day: one sum over another."""
    RATIO = "ratio"
    """So many to one, or to a hundred: one sum over another."""
    TOTAL = "total"
    """A number of pupils, added up."""
    PROGRESS_8 = "progress_8"
    AVERAGE = "average_score"
    GRADE = "average_grade"
    """An average as `AVERAGE` is, told to two decimals as grades are."""


WITH_COVERAGE = (Kind.PROGRESS, Kind.VALUE_ADDED, Kind.PROGRESS_8)
"""Scores of the pupils who could be followed from an earlier stage; DfE prints an interval around them."""
UNCOUNTED = (Kind.SCALED_SCORE, Kind.POINTS, Kind.AVERAGE, Kind.GRADE)
"""Averages over pupils whose number is published only where a column of the role ``number`` says it."""
OF_SUMS = (Kind.RATE, Kind.RATIO)
"""One sum divided by another; where a file prints only the result, it is weighted by what it was divided by."""
_FOLLOWED = frozenset({"score", "lower", "upper", "coverage", "number"})
_AVERAGED = frozenset({"score", "absent", "number"})
_DIVIDED = frozenset({"part", "whole", "score", "weight"})

COLUMN_ROLES: Mapping[Kind, frozenset[str]] = {
    Kind.PERCENTAGE: frozenset({"count", "percent", "coverage"}),
    **dict.fromkeys(WITH_COVERAGE, _FOLLOWED),
    **dict.fromkeys(UNCOUNTED, _AVERAGED),
    Kind.RATE: _DIVIDED,
    Kind.RATIO: _DIVIDED,
    Kind.TOTAL: frozenset({"count"}),
}
CARRIERS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PERCENTAGE: ("count", "percent"),
    **dict.fromkeys((*WITH_COVERAGE, *UNCOUNTED), ("score",)),
    Kind.RATE: ("part", "score"),
    Kind.RATIO: ("part", "score"),
    Kind.TOTAL: ("count",),
}
"""The roles a result can stand in, the exact one first. A form needs one of them; a school is read from the first
that its row has."""


def lacking(kind: Kind, roles: Collection[str]) -> str | None:
    """The role that a form lacks of those its measure needs; None where it lacks none."""
    if not set(CARRIERS[kind]) & set(roles):
        return CARRIERS[kind][-1]
    return "whole" if "part" in roles and "whole" not in roles else None
