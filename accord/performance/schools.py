"""Which schools a selection means, year by year, and what the releases know of them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from accord.performance import catalogue
from accord.performance.authorities import school_places
from accord.performance.belonging import Belonging
from accord.performance.cubes import cells_of_families, places
from accord.performance.selections import Who, WhoKind
from accord.register.queries.lineage import Known, known_of
from accord.warehouse.authorities import Told
from accord.warehouse.cells import CellStatus
from accord.warehouse.counts import Place, Whom, by_family, newest_places, status_code
from accord.warehouse.editions import Edition
from accord.warehouse.measures import Stage

SPECIAL = "special"
"""The last word of every kind of special school: an independent one is ``independent special``."""
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


@dataclass(frozen=True, slots=True)
class Listing:
    """What releases and the register tell of the schools of one selection or of many, read once.

    ``listed`` has the rows of each family by code; ``newest`` the newest row known of each; ``known`` what the
    register knows of those of which no release says enough; ``with_pupils`` the rows with pupils of schools that
    went by more than one number; ``authorities`` the publisher's names of authorities.
    """

    pupils_families: tuple[str, ...]
    listed: Mapping[str, Mapping[str, Sequence[Place]]]
    newest: Mapping[str, Place]
    known: Mapping[str, Known]
    with_pupils: Set[tuple[int, str]]
    authorities: Mapping[str, str]
    totals_leave_out: tuple[str, ...]
    """Kinds of school that an authority's and England's own rows leave out."""
    reported_family: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The schools that any family lists, sorted."""
        return tuple(sorted(set().union(*self.listed.values())))

    def of(self, codes: Iterable[str]) -> Mapping[str, list[Place]]:
        """The rows of some schools, by family, ordered by code and year."""
        return {
            family: [place for code in codes for place in rows.get(code, ())] for family, rows in self.listed.items()
        }


def list_schools(
    whos: Sequence[Who],
    belongs: Sequence[Belonging],
    years: Sequence[int],
    editions: Editions,
    stage: Stage,
    told: Told,
) -> Listing:
    """Read what `schools_of` needs for some selections that name their schools in one way.

    ``told`` has the authorities of rows that name none.
    """
    whom = _whom(belongs)
    pupils_families = tuple(form.pupils_family for form in stage.forms)
    asked = _that_answer(whos[0], of_families(editions, stage.every_family, years))
    rows = by_family(asked, school_places(releases_folder(), asked, whom, told))
    listed = {family: _by_code(rows.get(family, ())) for family in stage.every_family}
    found = [place for family in reversed(pupils_families) for rows in listed[family].values() for place in rows]
    codes = sorted(set(whom.codes or ()) | {place.code for place in found})
    newest = dict(newest_places(found))
    _look_further(codes, newest, of_families(editions, pupils_families, None))
    asks = belongs[0].given and belongs[0].known is None
    unclear = [code for code in codes if _is_unclear(newest.get(code))] if asks else []
    known = known_of(unclear) if unclear else {}
    _look_elsewhere([code for code in codes if code not in known], newest, stage, editions, belongs)
    return Listing(
        pupils_families,
        listed,
        newest,
        known,
        _with_pupils(stage, editions, belongs, found),
        _authority_names(whos, of_families(editions, pupils_families, None)),
        stage.totals_leave_out,
        stage.returns.results_family if stage.returns else "",
    )


def _whom(belongs: Sequence[Belonging]) -> Whom:
    """All that are asked about, in one."""
    if len(belongs) == 1:
        return belongs[0].whom
    return Whom("school", codes=tuple(sorted({code for each in belongs for code in each.whom.codes or ()})))


def _by_code(found: Iterable[Place]) -> dict[str, list[Place]]:
    rows: dict[str, list[Place]] = {}
    for place in found:
        rows.setdefault(place.code, []).append(place)
    return rows


def schools_of(who: Who, belongs: Belonging, years: Sequence[int], listing: Listing, *, with_special: bool) -> Schools:
    """The schools of a selection in each year, special ones left out unless they are asked for.

    Schools added up to an authority or England leave out what the publisher's own row leaves out (independent ones);
    in a group that people made, whoever is a member counts.
    """
    asked = listing.codes if belongs.whom.codes is None else belongs.whom.codes
    listed = listing.of(asked)
    found = [place for family in reversed(listing.pupils_families) for place in listed[family]]
    rows = {(place.year, place.code): place for place in found}
    # What schools report themselves names no schools that nobody else does: a few that sent are no authority.
    reported = [place for family, some in listed.items() if family == listing.reported_family for place in some]
    there = set(rows) | {(place.year, place.code) for place in reported if belongs.given}
    codes = tuple(sorted(set(belongs.whom.codes or ()) | {place.code for place in found}))
    newest = {code: listing.newest[code] for code in codes if code in listing.newest}
    if belongs.given:
        _fill_in(codes, newest, belongs, listing.known)
    by_year = {year: _members(belongs, codes, year, there, listing.with_pupils) for year in years}
    left_out = () if belongs.given else listing.totals_leave_out
    if left_out or not with_special:
        by_year = {
            year: tuple(code for code in members if _stays(_kind(code, year, rows, newest), left_out, with_special))
            for year, members in by_year.items()
        }
    codes = tuple(sorted(set().union(*by_year.values()))) if by_year else ()
    releases = {(family, each.year, each.code): each.release for family, found in listed.items() for each in found}
    title = _title(who, belongs, newest, listing.authorities)
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
    rows: Container[tuple[int, str]],
    with_pupils: Container[tuple[int, str]],
) -> tuple[str, ...]:
    listed = tuple(code for code in codes if (year, code) in rows)
    if not belongs.given:
        return listed
    return belongs.counted(year, set(listed), {code for code in listed if (year, code) in with_pupils})


def _with_pupils(
    stage: Stage, editions: Editions, belongs: Sequence[Belonging], rows: Sequence[Place]
) -> set[tuple[int, str]]:
    """The rows that have pupils, or hide how many, among those of schools with more than one number.

    A file lists a new academy without results beside the school it was, which has them.
    """
    shared = {urn for one in belongs for each in one.histories if each.steps for urn in each.urns}
    codes = sorted({place.code for place in rows if place.code in shared})
    years = {place.year for place in rows if place.code in shared}
    found: set[tuple[int, str]] = set()
    if not codes:
        return found
    variables = {form.pupils_family: [form.eligible] for form in stage.forms}
    asked = of_families(editions, tuple(variables), tuple(years))
    read = cells_of_families(releases_folder(), asked, Whom("school"), codes, variables)
    for form in stage.forms:
        for year in read[form.pupils_family].years:
            number, status = read[form.pupils_family].column(year, form.eligible)
            there = (status == status_code(CellStatus.VALUE)) & (number > 0) | (status == SUPPRESSED)
            found.update((year, code) for code, at in zip(codes, there, strict=True) if at)
    return found


def _is_unclear(place: Place | None) -> bool:
    """Whether no release says of a school where it is and what kind of school."""
    return place is None or not place.authority or not place.kind


def _fill_in(codes: Sequence[str], newest: dict[str, Place], belongs: Belonging, known: Mapping[str, Known]) -> None:
    """Fill in what no release says of a school: from the register, else from what it was before."""
    known = known if belongs.known is None else dict(belongs.known)
    for code in [each for each in codes if _is_unclear(newest.get(each))]:
        row, told = newest.get(code), known.get(code)
        before = next((newest[urn] for urn in belongs.kin(code) if urn in newest and urn != code), None)
        if row is None and told is None and before is None:
            continue
        kind = (SPECIAL if told.is_special else "mainstream") if told else None
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


def _look_elsewhere(
    codes: Sequence[str], newest: dict[str, Place], stage: Stage, editions: Editions, belongs: Sequence[Belonging]
) -> None:
    """Fill in the authority of schools that are in no file of this stage, and whom the register does not know.

    A secondary school stands in no table of eleven-year-olds. That it has none of them is known once a file of another
    stage says which authority it is in, if the tables of eleven-year-olds have that authority's schools.
    """
    recorded = {urn for each in belongs for urn, _ in each.known or ()}
    lost = [code for code in codes if code not in recorded and not _authority(newest.get(code))]
    if not lost or not all(each.given for each in belongs):
        return
    others = {family for each in catalogue.measures().values() for family in each.stage.families}
    asked = of_families(editions, tuple(others - set(stage.families)), None)
    for code, place in newest_places(places(releases_folder(), asked, Whom("school", codes=tuple(lost)))).items():
        row = newest.get(code)
        newest[code] = replace(
            place,
            year=row.year if row else 0,
            name=(row.name if row else "") or place.name,
            kind=row.kind if row else None,
            release=row.release if row else "",
            row=row.row if row else 0,
        )


def _stays(kind: str | None, left_out: Container[str], with_special: bool) -> bool:
    return kind not in left_out and (with_special or not (kind or "").endswith(SPECIAL))


def _kind(code: str, year: int, rows: Mapping[tuple[int, str], Place], newest: Mapping[str, Place]) -> str | None:
    place = rows.get((year, code))
    if place is not None and place.kind is not None:
        return place.kind
    return newest[code].kind if code in newest else None


def _authority_names(whos: Sequence[Who], asked: list[Edition]) -> dict[str, str]:
    codes = tuple(sorted({who.name for who in whos if who.kind is WhoKind.AUTHORITY}))
    if not codes:
        return {}
    rows = newest_places(places(releases_folder(), asked, Whom("authority", codes=codes)))
    return {code: place.name for code, place in rows.items()}


def _title(who: Who, belongs: Belonging, newest: Mapping[str, Place], authorities: Mapping[str, str]) -> str:
    match who.kind:
        case WhoKind.GROUP:
            return belongs.name
        case WhoKind.ENGLAND:
            return "England"
        case WhoKind.AUTHORITY:
            return authorities.get(who.name) or belongs.name or f"Local authority {who.name}"
        case WhoKind.URNS:
            if len(belongs.histories) == 1:
                urn = belongs.histories[0].urn
                return (newest[urn].name if urn in newest else "") or f"URN {urn}"
            return f"{len(belongs.histories)} schools"
