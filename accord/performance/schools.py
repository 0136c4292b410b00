"""Which schools a selection means, year by year, and what the releases know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.conf import settings

from accord.performance.authorities import school_places
from accord.performance.selections import UnknownSelection, Who, WhoKind
from accord.register.queries.groups import group_called
from accord.register.queries.members import members_on
from accord.warehouse.authorities import Told
from accord.warehouse.counts import Place, Whom, newest_places, places
from accord.warehouse.editions import Edition
from accord.warehouse.measures import Stage

SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Schools:
    """The schools of a selection.

    ``codes`` are all URNs in it, sorted; ``by_year`` those that count in a year; ``rows`` their row in a
    year's release, where they have one; ``newest`` the newest row known of each; ``releases`` the release
    of a family that lists a school in a year.
    """

    title: str
    codes: tuple[str, ...]
    by_year: Mapping[int, tuple[str, ...]]
    rows: Mapping[tuple[int, str], Place]
    newest: Mapping[str, Place]
    releases: Mapping[tuple[str, int, str], str]

    @property
    def years_listed(self) -> set[int]:
        """The years in which a release lists any of these schools, special ones too."""
        return {year for year, _ in self.rows}

    def authority_of(self, code: str) -> str | None:
        """The authority a school was last listed under."""
        return self.newest[code].authority if code in self.newest else None

    def name_of(self, code: str) -> str:
        """The newest name of a school, or its URN."""
        known = self.newest.get(code)
        return (known.name if known else "") or f"URN {code}"


Editions = Mapping[tuple[str, int], Edition]


def releases_folder() -> Path:
    """Where releases live."""
    return Path(settings.ACCORD_RELEASES)


def of_families(editions: Editions, families: Sequence[str], years: Sequence[int] | None) -> list[Edition]:
    """The editions of some families, in some years or in all."""
    return [
        edition
        for (family, year), edition in editions.items()
        if family in families and (years is None or year in years)
    ]


def find_schools(
    who: Who, whom: Whom, years: Sequence[int], editions: Editions, stage: Stage, told: Told, *, with_special: bool
) -> Schools:
    """The schools of a selection in each year, special ones left out unless they are asked for.

    ``told`` has the authorities of rows that name none.
    """
    pupils_families = [form.pupils_family for form in stage.forms]
    asked = of_families(editions, pupils_families, years)
    listed = {
        family: school_places(releases_folder(), _that_answer(who, of_families(editions, [family], years)), whom, told)
        for family in stage.families
    }
    found = [place for family in reversed(pupils_families) for place in listed[family]]
    rows = {(place.year, place.code): place for place in found}
    codes = tuple(sorted(set(whom.codes or ()) | {place.code for place in found}))
    newest = dict(newest_places(found))
    _look_further(codes, newest, of_families(editions, pupils_families, None))
    by_year = {year: _members(who, codes, year, rows) for year in years}
    if not with_special:
        by_year = {
            year: tuple(code for code in members if not _is_special(code, year, rows, newest))
            for year, members in by_year.items()
        }
        codes = tuple(sorted(set().union(*by_year.values()))) if by_year else ()
    releases = {(family, each.year, each.code): each.release for family, found in listed.items() for each in found}
    return Schools(_title(who, codes, newest, asked), codes, by_year, rows, newest, releases)


def whom_on(who: Who, on: date) -> tuple[Whom, str]:
    """The school rows that a selection means, with the members of a group on a day, and the group's name.

    Raises `UnknownSelection` for a group that is not in the register.
    """
    match who.kind:
        case WhoKind.AUTHORITY:
            return Whom("school", authority=who.name), ""
        case WhoKind.ENGLAND:
            return Whom("school"), ""
        case WhoKind.URNS:
            return Whom("school", codes=who.urns), ""
        case WhoKind.GROUP:
            group = group_called(who.name)
            if group is None:
                raise UnknownSelection(f"There is no group {who.name}. `accord groups list` shows them.")
            return Whom("school", codes=members_on(group, on)), group.name


def _that_answer(who: Who, asked: list[Edition]) -> list[Edition]:
    # England is more than the authorities that happen to be loaded.
    if who.kind is WhoKind.ENGLAND:
        return [edition for edition in asked if edition.elsewhere is not None]
    return asked


def _members(who: Who, codes: tuple[str, ...], year: int, rows: Mapping[tuple[int, str], Place]) -> tuple[str, ...]:
    if who.urns_are_given:
        return codes
    return tuple(code for code in codes if (year, code) in rows)


def _look_further(codes: Sequence[str], newest: dict[str, Place], editions: list[Edition]) -> None:
    """Fill in, from other years, schools whose row is missing or does not say what kind of school it is."""
    unclear = [code for code in codes if code not in newest or newest[code].kind is None]
    if not unclear:
        return
    found = places(releases_folder(), editions, Whom("school", codes=tuple(unclear)))
    with_kind = newest_places([place for place in found if place.kind is not None])
    for code, place in newest_places(found).items():
        known = with_kind.get(code)
        newest[code] = replace(place, kind=known.kind if known else None)


def _is_special(code: str, year: int, rows: Mapping[tuple[int, str], Place], newest: Mapping[str, Place]) -> bool:
    place = rows.get((year, code))
    if place is not None and place.kind is not None:
        return place.kind == SPECIAL
    return code in newest and newest[code].kind == SPECIAL


def _title(who: Who, codes: Sequence[str], newest: Mapping[str, Place], asked: list[Edition]) -> str:
    match who.kind:
        case WhoKind.GROUP:
            group = group_called(who.name)
            return group.name if group else who.name
        case WhoKind.ENGLAND:
            return "England"
        case WhoKind.AUTHORITY:
            rows = newest_places(places(releases_folder(), asked, Whom("authority", codes=(who.name,))))
            return rows[who.name].name if who.name in rows else f"Local authority {who.name}"
        case WhoKind.URNS:
            if len(codes) == 1:
                known = newest.get(codes[0])
                return (known.name if known else "") or f"URN {codes[0]}"
            return f"{len(codes)} schools"
