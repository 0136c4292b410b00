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


WITH_COVERAGE = (Kind.PROGRESS, Kind.VALUE_ADDED)
"""Scores of the pupils who could be followed from an earlier stage; DfE prints an interval around them."""
UNCOUNTED = (Kind.SCALED_SCORE, Kind.POINTS)
"""Averages over pupils whose number is not published."""
OF_SUMS = (Kind.RATE, Kind.RATIO)
"""One sum divided by another; where a file prints only the result, it is weighted by what it was divided by."""
_FOLLOWED = frozenset({"score", "lower", "upper", "coverage"})
_DIVIDED = frozenset({"part", "whole", "score", "weight"})

COLUMN_ROLES: Mapping[Kind, frozenset[str]] = {
    Kind.PERCENTAGE: frozenset({"count", "percent", "coverage"}),
    Kind.PROGRESS: _FOLLOWED,
    Kind.VALUE_ADDED: _FOLLOWED,
    Kind.SCALED_SCORE: frozenset({"score", "absent"}),
    Kind.POINTS: frozenset({"score", "absent"}),
    Kind.RATE: _DIVIDED,
    Kind.RATIO: _DIVIDED,
    Kind.TOTAL: frozenset({"count"}),
}
CARRIERS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PERCENTAGE: ("count", "percent"),
    Kind.PROGRESS: ("score",),
    Kind.VALUE_ADDED: ("score",),
    Kind.SCALED_SCORE: ("score",),
    Kind.POINTS: ("score",),
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
