"""Schools where they stand, and the outlines around them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from accord.register.models.boundaries import Boundary
from accord.register.models.schools import Establishment
from accord.register.queries.schools import Wanted, schools_wanted

MOST_DRAWN = 3_000
"""More points than this say nothing to anybody."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What a map shows: ``schools`` with a place, how many have none, how many were too many to draw."""

    schools: tuple[Establishment, ...]
    without_place: int
    left_out: int
    boundaries: tuple[Boundary, ...]


def placed(wanted: Wanted, authority_names: Collection[str], today: date) -> Placed:
    """The schools asked for that have a place on the national grid, and the outlines of the authorities named."""
    found = schools_wanted(wanted, today)
    known = found.exclude(easting=None).exclude(northing=None).exclude(easting=0)
    count = known.count()
    names = {name.lower() for name in authority_names}
    outlines = [each for each in Boundary.objects.filter(kind="authority") if each.name.lower() in names]
    return Placed(
        tuple(known[:MOST_DRAWN]), found.count() - count, max(0, count - MOST_DRAWN), tuple(outlines)
    )
