"""Which schools a selection means, year by year, and what the releases know of them."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from accord.performance.authorities import school_places
from accord.performance.belonging import Belonging
from accord.performance.selections import Who, WhoKind
from accord.register.queries.lineage import known_of
from accord.warehouse.authorities import Told
from accord.warehouse.cells import CellStatus
from accord.warehouse.counts import Place, Whom, cells, newest_places, places, status_code
from accord.warehouse.editions import Edition
from accord.warehouse.measures import Stage

SPECIAL = "special"
SUPPRESSED = status_code(CellStatus.SUPPRESSED)


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
    who: Who,
    belongs: Belonging,
    years: Sequence[int],
    editions: Editions,
    stage: Stage,
    told: Told,
    *,
    with_special: bool,
) -> Schools:
    """The schools of a selection in each year, special ones left out unless they are asked for.

    ``told`` has the authorities of rows that name none.
    """
    pupils_families = [form.pupils_family for form in stage.forms]
    asked = of_families(editions, pupils_families, years)
    folder = releases_folder()
    listed = {
        family: school_places(folder, _that_answer(who, of_families(editions, [family], years)), belongs.whom, told)
        for family in stage.families
    }
    found = [place for family in reversed(pupils_families) for place in listed[family]]
    rows = {(place.year, place.code): place for place in found}
    codes = tuple(sorted(set(belongs.whom.codes or ()) | {place.code for place in found}))
    newest = dict(newest_places(found))
    _look_further(codes, newest, of_families(editions, pupils_families, None))
    _ask_the_register(codes, newest, belongs)
    with_pupils = _with_pupils(stage, editions, belongs, rows)
    by_year = {year: _members(belongs, codes, year, rows, with_pupils) for year in years}
    if not with_special:
        by_year = {
            year: tuple(code for code in members if not _is_special(code, year, rows, newest))
            for year, members in by_year.items()
        }
    codes = tuple(sorted(set().union(*by_year.values()))) if by_year else ()
    releases = {(family, each.year, each.code): each.release for family, found in listed.items() for each in found}
    title = _title(who, belongs, codes, newest, asked)
    return Schools(title, codes, by_year, rows, newest, releases)


def _that_answer(who: Who, asked: list[Edition]) -> list[Edition]:
    # England is more than the authorities that happen to be loaded.
    if who.kind is WhoKind.ENGLAND:
        return [edition for edition in asked if edition.elsewhere is not None]
    return asked


def _members(
    belongs: Belonging,
    codes: tuple[str, ...],
    year: int,
    rows: Mapping[tuple[int, str], Place],
    with_pupils: Container[tuple[int, str]],
) -> tuple[str, ...]:
    listed = tuple(code for code in codes if (year, code) in rows)
    if not belongs.given:
        return listed
    return belongs.counted(year, set(listed), {code for code in listed if (year, code) in with_pupils})


def _with_pupils(
    stage: Stage, editions: Editions, belongs: Belonging, rows: Mapping[tuple[int, str], Place]
) -> set[tuple[int, str]]:
    """The rows that have pupils, or hide how many, among those of schools with more than one number.

    A file lists a new academy without results beside the school it was, which has them.
    """
    shared = {urn for each in belongs.histories if each.steps for urn in each.urns}
    codes = sorted({code for _, code in rows if code in shared})
    years = {year for year, code in rows if code in shared}
    found: set[tuple[int, str]] = set()
    for form in stage.forms if codes else ():
        asked = [each for each in of_families(editions, [form.pupils_family], None) if each.year in years]
        read = cells(releases_folder(), asked, Whom("school"), codes, [form.eligible])
        for year in read.years:
            number, status = read.column(year, form.eligible)
            there = (status == status_code(CellStatus.VALUE)) & (number > 0) | (status == SUPPRESSED)
            found.update((year, code) for code, at in zip(codes, there, strict=True) if at)
    return found


def _ask_the_register(codes: Sequence[str], newest: dict[str, Place], belongs: Belonging) -> None:
    """Fill in what no release says of a school: from the register, else from what it was before."""
    unknown = [code for code in codes if code not in newest or not newest[code].authority or not newest[code].kind]
    if not belongs.given or not unknown:
        return
    known = known_of(unknown) if belongs.known is None else dict(belongs.known)
    for code in unknown:
        row, told = newest.get(code), known.get(code)
        before = next((newest[urn] for urn in belongs.kin(code) if urn in newest and urn != code), None)
        if row is None and told is None and before is None:
            continue
        kind = ("special" if told.is_special else "mainstream") if told else None
        newest[code] = Place(
            year=row.year if row else 0,
            code=code,
            name=(row.name if row else "") or (told.name if told else "") or (before.name if before else ""),
            authority=(row.authority if row else None) or (told.authority if told else "") or _authority(before),
            kind=(row.kind if row else None) or kind or (before.kind if before else None),
            release=row.release if row else "",
            row=row.row if row else 0,
        )


def _authority(place: Place | None) -> str | None:
    return place.authority if place else None


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


def _title(
    who: Who, belongs: Belonging, codes: Sequence[str], newest: Mapping[str, Place], asked: list[Edition]
) -> str:
    match who.kind:
        case WhoKind.GROUP:
            return belongs.name
        case WhoKind.ENGLAND:
            return "England"
        case WhoKind.AUTHORITY:
            rows = newest_places(places(releases_folder(), asked, Whom("authority", codes=(who.name,))))
            return rows[who.name].name if who.name in rows else belongs.name or f"Local authority {who.name}"
        case WhoKind.URNS:
            if len(belongs.histories) == 1:
                urn = belongs.histories[0].urn
                return (newest[urn].name if urn in newest else "") or f"URN {urn}"
            return f"{len(belongs.histories)} schools"
