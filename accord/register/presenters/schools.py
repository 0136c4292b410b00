"""Schools in lists: the sentence and the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse

from accord.register.choices import Category, GroupKind, Phase
from accord.register.models.schools import Establishment
from accord.register.queries.coverage import PhaseCoverage
from accord.register.queries.schools import Authorities, Choices, SchoolLine, Wanted
from accord.ui.tables.tables import Cell, Column, Table, said

COLUMNS = (
    Column("urn", "URN"),
    Column("name", "School", words=True),
    Column("found_by", "Found by", words=True),
    Column("dfe_number", "DfE number", file_only=True),
    Column("phase", "Phase"),
    Column("type", "Type", words=True, file_only=True),
    Column("ages", "Ages"),
    Column("pupils", "Pupils", numeric=True),
    Column("authority", "Authority", file_only=True),
    Column("district", "District", file_only=True),
    Column("ward", "Ward", file_only=True),
    Column("constituency", "Constituency", file_only=True),
    Column("religious_character", "Religious character", file_only=True),
    Column("diocese", "Diocese", file_only=True),
    Column("ukprn", "UKPRN", file_only=True),
    Column("opened_on", "Opened", file_only=True),
    Column("closed_on", "Closed", file_only=True),
    Column("easting", "Easting", file_only=True),
    Column("northing", "Northing", file_only=True),
    Column("place", "Place", words=True),
    Column("status", "Status"),
    Column("groups", "Groups kept here", words=True),
)


def sentence(wanted: Wanted, count: int, of: int, known: Choices) -> str:
    """How many schools there are of those asked for."""
    parts = [f"{count:,}", *_what(wanted), "school" if count == 1 else "schools"]
    if wanted.text:
        parts.append(f"{'matches' if count == 1 else 'match'} “{wanted.text}”")
    if wanted.phase == Phase.NONE:
        parts.append("without a phase")
    places = [wanted.district, dict(known.authorities).get(wanted.authority, "")]
    if any(places):
        parts.append(f"in {', '.join(each for each in places if each)}")
    if wanted.religious:
        parts.append(f"of religious character {wanted.religious}")
    if wanted.in_none_of:
        parts.append(f"in no {GroupKind(wanted.in_none_of).label.lower()}")
    if wanted.in_any_of:
        parts.append(f"in {_a(wanted.in_any_of)}")
    return f"{' '.join(parts)}, of {of:,} in the register." if count != of else f"{' '.join(parts)}."


def _what(wanted: Wanted) -> list[str]:
    """What schools are, in words that come before them: ``open primary academy or free``."""
    found = [wanted.status] if wanted.status in ("open", "closed", "proposed") else []
    if wanted.phase and wanted.phase != Phase.NONE:
        found.append(Phase(wanted.phase).label.lower())
    if wanted.category:
        found.append(Category(wanted.category).label.lower().removesuffix(" school").removesuffix(" setting"))
    return found


def _a(kind: str) -> str:
    """A kind of group with its article: ``an alliance``, ``a ward``."""
    label = GroupKind(kind).label.lower()
    if label.endswith("centres"):
        return label
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def schools_table(found: Sequence[SchoolLine], authorities: Authorities) -> Table:
    """One school a row."""
    names = dict(authorities)
    rows = tuple((_row(each, names), False) for each in found)
    by_other = any(each.found_by for each in found)
    columns = tuple(each if by_other or each.code != "found_by" else replace(each, file_only=True) for each in COLUMNS)
    return Table("schools", "Schools", columns, rows)


def _row(line: SchoolLine, authorities: dict[str, str]) -> tuple[Cell, ...]:
    each = line.establishment
    pupils = Cell("not known", None) if each.pupils is None else Cell(f"{each.pupils:,}", each.pupils)
    return (
        said(each.urn),
        Cell(each.name, each.name, reverse("dashboards:one_school", args=["schools", line.address])),
        said(line.found_by),
        said(each.dfe_number),
        said(Phase(each.phase).label if each.phase != Phase.NONE else Category(each.category).label),
        said(each.type_name or Category(each.category).label),
        said(ages(each)),
        pupils,
        said(authorities.get(each.la_code, each.la_code)),
        *(said(getattr(each, name)) for name in ("district", "ward", "constituency", "religious_character", "diocese")),
        said(each.ukprn),
        said(each.opened_on.isoformat() if each.opened_on else ""),
        said(each.closed_on.isoformat() if each.closed_on else ""),
        Cell(str(each.easting or ""), each.easting),
        Cell(str(each.northing or ""), each.northing),
        said(", ".join(part for part in (each.town, each.postcode) if part)),
        said(each.get_status_display()),
        said(", ".join(name for name, _ in line.groups)),
    )


def ages(each: Establishment) -> str:
    """``4 to 11``; empty where the register does not say."""
    if each.low_age is None or each.high_age is None:
        return ""
    return f"{each.low_age} to {each.high_age}"


def coverage_sentence(found: Sequence[PhaseCoverage], kind: str) -> str:
    """How many schools are in no group of a kind."""
    schools, none = sum(each.schools for each in found), sum(each.in_none for each in found)
    several, label = sum(each.in_several for each in found), GroupKind(kind).label.lower()
    if not schools:
        return "The register knows of no open school here."
    also = f" {several:,} {'is' if several == 1 else 'are'} in more than one." if several else ""
    if not none:
        return f"Each of the {schools:,} open schools is in {_a(kind)}.{also}"
    return f"{none:,} of {schools:,} open schools {'is' if none == 1 else 'are'} in no {label}.{also}"


def coverage_table(found: Sequence[PhaseCoverage]) -> Table:
    """Coverage by phase."""
    columns = (
        Column("phase", "Phase"),
        Column("schools", "Open schools", numeric=True),
        Column("in_none", "In none", numeric=True),
        Column("in_several", "In more than one", numeric=True),
    )
    rows = tuple(
        (
            (
                said(Phase(each.phase).label),
                *(Cell(f"{n:,}", n) for n in (each.schools, each.in_none, each.in_several)),
            ),
            False,
        )
        for each in found
    )
    return Table("coverage", "Schools by phase", columns, rows)
