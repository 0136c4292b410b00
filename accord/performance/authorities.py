"""The authority of schools whose own row in a release names none.

Everything that can tell it is asked here, and nowhere else: other releases now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from accord.performance.kept import Kept
from accord.warehouse.authorities import Told, authorities_told, unnumbered_authorities
from accord.warehouse.counts import Place, Whom, places
from accord.warehouse.editions import Edition, fingerprint


def told_by(releases: Path, editions: Iterable[Edition]) -> Told:
    """The authorities of rows that name none, by year and URN, from all that is published."""
    known = tuple(editions)
    return _TOLD.get(fingerprint(known), lambda: authorities_told(releases, known))


def rows_of_authority(releases: Path, editions: Iterable[Edition], code: str) -> tuple[str, ...]:
    """The codes under which releases may have an authority's own row: its number, or rows told by their place."""
    known = tuple(editions)
    told = told_by(releases, known)
    if not told:
        return (code,)
    rows = _ROWS.get(fingerprint(known), lambda: unnumbered_authorities(releases, known, told))
    return (code, *rows.get(code, ()))


_TOLD: Kept[Told] = Kept("told_authorities", most=2)
_ROWS: Kept[Mapping[str, tuple[str, ...]]] = Kept("authorities_without_number", most=2)


def school_places(releases: Path, editions: Sequence[Edition], whom: Whom, told: Told) -> list[Place]:
    """The school rows that match, each with its authority where that is known at all.

    Asked of an authority, the rows that it is told for are among them, though they do not name it.
    """
    found = places(releases, editions, whom)
    if not told:
        return found
    if whom.authority is not None:
        codes = sorted({code for (_, code), authority in told.items() if authority == whom.authority})
        found += [place for place in places(releases, editions, Whom(whom.level, tuple(codes))) if not place.authority]
    placed = [place if place.authority else _placed(place, told) for place in found]
    if whom.authority is not None:
        placed = [place for place in placed if place.authority == whom.authority]
    return sorted(placed, key=lambda place: (place.code, place.year))


def _placed(place: Place, told: Told) -> Place:
    return replace(place, authority=told.get((place.year, place.code)))
