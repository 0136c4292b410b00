"""The authority of schools whose own row in a release names none.

Everything that can tell it is asked here, and nowhere else: other releases first, then the register, then what a
school was or became.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from accord.performance.cubes import places
from accord.performance.kept import Kept
from accord.performance.standing import register_state
from accord.register.queries.lineage import known_of, relatives
from accord.warehouse.authorities import (
    Told,
    Unnumbered,
    authorities_told,
    authorities_unsaid,
    unnumbered_authorities,
)
from accord.warehouse.counts import Place, Whom, by_family
from accord.warehouse.editions import Edition, fingerprint


def told_by(releases: Path, editions: Iterable[Edition]) -> Told:
    """The authorities of rows that name none, by year and URN, from all that is published."""
    known = tuple(editions)
    return _TOLD.get((fingerprint(known), register_state()), lambda: _told(releases, known))


def _told(releases: Path, editions: Sequence[Edition]) -> Told:
    told = dict(authorities_told(releases, editions))
    untold = [row for row in authorities_unsaid(releases, editions) if row not in told]
    if not untold or not register_state():
        return told
    urns = {urn for _, urn in untold}
    near = relatives(urns)
    wanted = urns | {other for others in near.values() for other in others}
    known = {urn: each.authority for urn, each in known_of(wanted).items() if each.authority}
    by_release = _last_told(releases, editions, wanted - set(known))
    for year, urn in untold:
        if urn in known:
            told[year, urn] = known[urn]
            continue
        around = {known.get(other) or by_release.get(other) for other in near[urn]} - {None}
        if len(around) == 1:
            told[year, urn] = str(around.pop())
    return told


def _last_told(releases: Path, editions: Sequence[Edition], urns: Collection[str]) -> dict[str, str]:
    """The authority that the newest row of any family names for some schools."""
    found: dict[str, Place] = {}
    for family in sorted({each.family for each in editions}):
        asked = [each for each in editions if each.family == family]
        for place in places(releases, asked, Whom("school", codes=tuple(sorted(urns)))):
            if place.authority and (place.code not in found or place.year > found[place.code].year):
                found[place.code] = place
    return {code: place.authority for code, place in found.items() if place.authority}


def rows_without_number(releases: Path, editions: Iterable[Edition], code: str) -> frozenset[tuple[int, str]]:
    """The year and code of an authority's own rows that only their place in a file tells to be its."""
    known = tuple(editions)
    told = told_by(releases, known)
    if not told:
        return frozenset()
    rows = _ROWS.get((fingerprint(known), register_state()), lambda: unnumbered_authorities(releases, known, told))
    return rows.get(code, frozenset())


_TOLD: Kept[Told] = Kept("told_authorities", most=2)
_ROWS: Kept[Unnumbered] = Kept("authorities_without_number", most=2)


def authorities_listing(releases: Path, editions: Iterable[Edition], urns: Sequence[str]) -> tuple[str, ...]:
    """The authorities under which releases last listed some schools, each once, by code."""
    known = tuple(editions)
    told, whom = told_by(releases, known), Whom("school", codes=tuple(urns))
    last: dict[str, Place] = {}
    listed = by_family(known, school_places(releases, known, whom, told))
    for family in sorted(listed):
        for place in listed[family]:
            if place.authority and (place.code not in last or place.year > last[place.code].year):
                last[place.code] = place
    return tuple(sorted({place.authority for place in last.values() if place.authority}))


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
