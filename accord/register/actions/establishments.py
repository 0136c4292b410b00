"""Establishments follow an extract of the national register; what it says anew is listed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from accord.register.choices import IS_OPEN, ChangeKind, NumberedBy, Status
from accord.register.models.changes import Change, Correction
from accord.register.models.schools import Establishment, School
from accord.register.rules.corrections import corrected
from accord.register.rules.describing import COMPARED, Record, described, said, searchable
from accord.register.rules.differences import as_text, differences
from accord.register.rules.kinds_of_school import KindsOfSchool

BATCH = 900
SHORTEST_TEXT = 10
"""Fields shorter than this hold codes."""
"""Records written at once."""
AREAS = ("authority", "district", "ward", "constituency", "diocese")
_WRITTEN = (*COMPARED, "details", "former_names", "former_numbers", "searchable", "extract_on", "release")


@dataclass(frozen=True, slots=True)
class Extract:
    """A published extract of the national register: which release, which day, how far, and its records.

    ``authorities`` is None for all of England. Of establishments, those that closed come first: then a place
    never has two that are open, not even between two batches.
    """

    family: str
    release: str
    as_of: date
    authorities: frozenset[str] | None
    records: Iterable[Record]


@dataclass(frozen=True, slots=True)
class Area:
    """An area as a record names it; the code may be missing. ``inside`` tells areas of one name apart."""

    code: str
    name: str
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """When an establishment is open, as far as the register says."""

    status: str
    opened_on: date | None
    closed_on: date | None


@dataclass(slots=True)
class Followed:
    """What one extract of establishments did."""

    lives: dict[str, Life] = field(default_factory=dict)
    areas: dict[str, dict[str, Area]] = field(default_factory=lambda: {kind: {} for kind in AREAS})
    added: int = 0
    changed: int = 0
    changes: list[Change] = field(default_factory=list)


def follow_establishments(extract: Extract, kinds: KindsOfSchool) -> Followed:
    """Write every establishment of an extract as it describes it, corrections of ours laid over it."""
    followed = Followed()
    covered = set(
        Establishment.objects.exclude(extract_on=None).exclude(la_code="").values_list("la_code", flat=True).distinct()
    )
    corrections = _corrections()
    for batch in _batches(iter(extract.records)):
        _write(batch, extract, kinds, corrections, covered, followed)
    followed.changes += _missing(extract, followed.lives)
    Change.objects.bulk_create(followed.changes, batch_size=BATCH)
    return followed


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, BATCH)):
        yield batch


def _corrections() -> dict[str, list[Correction]]:
    found: dict[str, list[Correction]] = {}
    for each in Correction.objects.filter(withdrawn_at=None):
        found.setdefault(each.urn, []).append(each)
    return found


def _write(
    batch: Collection[Record],
    extract: Extract,
    kinds: KindsOfSchool,
    corrections: Mapping[str, list[Correction]],
    covered: Collection[str],
    followed: Followed,
) -> None:
    urns = [str(record["urn"]) for record in batch]
    numbered = Establishment.objects.filter(urn__in=urns, numbered_by=NumberedBy.GIAS).select_related("school")
    known = {each.urn: each for each in numbered}
    made: list[Establishment] = []
    for record in batch:
        urn = str(record["urn"])
        values = _fitting(described(record, kinds))
        for each in corrections.get(urn, ()):
            _lay_over(each, values)
        _remember(urn, record, values, followed)
        before = known.get(urn)
        followed.changes += _told(urn, before, values, extract, covered)
        made.append(_establishment(urn, before, values, record, extract))
        followed.added += before is None
        followed.changed += before is not None
    _give_schools(made, known)
    Establishment.objects.bulk_create(
        made,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["numbered_by", "urn"],
        update_fields=[*_WRITTEN, "school"],
    )


_LONGEST = {
    each.name: each.max_length for each in Establishment._meta.get_fields() if getattr(each, "max_length", None)
}


def _fitting(values: dict[str, Any]) -> dict[str, Any]:
    """The same values with texts no longer than they are kept; a code that is too long is no code."""
    for name, longest in _LONGEST.items():
        value = values.get(name)
        if isinstance(value, str) and len(value) > longest:
            values[name] = "" if longest < SHORTEST_TEXT else value[:longest]
    return values


def _lay_over(correction: Correction, values: dict[str, Any]) -> None:
    published = as_text(values.get(correction.what))
    if published != correction.published:
        correction.published = published
        correction.save(update_fields=["published"])
    values[correction.what] = corrected(correction.what, correction.value)


def _establishment(
    urn: str, before: Establishment | None, values: Mapping[str, Any], record: Record, extract: Extract
) -> Establishment:
    names = list(before.former_names) if before else []
    numbers = list(before.former_numbers) if before else []
    if before is not None and before.name and before.name != values["name"]:
        names.insert(0, [before.name, extract.as_of.isoformat()])
    if before is not None and before.dfe_number and before.dfe_number != f"{values['la_code']}/{values['estab']}":
        numbers.insert(0, before.dfe_number)
    previous = f"{record.get('previous_la_code') or ''}/{record.get('previous_estab') or ''}"
    if len(previous) == 8 and not previous.startswith("999") and previous not in numbers:
        numbers.append(previous)
    return Establishment(
        urn=urn,
        numbered_by=NumberedBy.GIAS,
        school=before.school if before and before.school_id else None,
        stands=before.stands if before else True,
        former_names=names,
        former_numbers=numbers,
        searchable=searchable(urn, values, [name for name, _ in names], numbers),
        extract_on=extract.as_of,
        release=extract.release,
        **values,
    )


def _give_schools(made: Collection[Establishment], known: Mapping[str, Establishment]) -> None:
    """A place of its own to each that is new, and to each that opens while another stands for its place."""
    homeless = []
    for each in made:
        before = known.get(each.urn)
        if before is None or (each.status in IS_OPEN and not before.is_open and not before.stands):
            each.stands = True
            homeless.append(each)
    schools = School.objects.bulk_create([School(address=each.urn) for each in homeless], batch_size=BATCH)
    for each, school in zip(homeless, schools, strict=True):
        each.school = school


def _remember(urn: str, record: Record, values: Mapping[str, Any], followed: Followed) -> None:
    followed.lives[urn] = Life(values["status"], values["opened_on"], values["closed_on"])
    district = values["district"]
    named = {
        "authority": Area(values["la_code"], str(values["details"].get("la_name") or "")),
        "district": Area(_code(record, "district_code"), district),
        "ward": Area(_code(record, "ward_code"), values["ward"], district),
        "constituency": Area(_code(record, "constituency_code"), values["constituency"]),
        "diocese": Area(_code(record, "diocese_code"), values["diocese"]),
    }
    for kind, area in named.items():
        if area.name or kind == "authority" and area.code:
            followed.areas[kind][urn] = area


def _code(record: Record, name: str) -> str:
    code = said(record.get(name))
    return "" if set(code) <= {"0", "9"} or code.endswith("999999") else code


def _told(
    urn: str, before: Establishment | None, values: Mapping[str, Any], extract: Extract, covered: Collection[str]
) -> list[Change]:
    if before is None or before.extract_on is None:
        if values["la_code"] not in covered:
            return []  # Its authority comes for the first time: nothing to compare with.
        kind = ChangeKind.OPENED if values["status"] in IS_OPEN else ChangeKind.ADDED
        return [_change(extract, urn, kind, "", "", values["name"])]
    was = {name: getattr(before, name) for name in COMPARED}
    return [
        _change(extract, urn, each.kind, each.what, each.before, each.after) for each in differences(was, values)
    ]


def _change(extract: Extract, urn: str, kind: str, what: str, before: str, after: str) -> Change:
    return Change(
        release=extract.release, on=extract.as_of, urn=urn, kind=kind, what=what, before=before[:250], after=after[:250]
    )


def _missing(extract: Extract, lives: Mapping[str, Life]) -> list[Change]:
    """Open establishments that earlier extracts of these authorities had and this one has not."""
    rows = Establishment.objects.filter(
        numbered_by=NumberedBy.GIAS, extract_on__lt=extract.as_of, status__in=[Status.OPEN, Status.CLOSING]
    )
    if extract.authorities is not None:
        rows = rows.filter(la_code__in=extract.authorities)
    gone = [(urn, name) for urn, name in rows.values_list("urn", "name") if urn not in lives]
    told = set(Change.objects.filter(kind=ChangeKind.MISSING).values_list("urn", flat=True))
    return [_change(extract, urn, ChangeKind.MISSING, "", name, "") for urn, name in gone if urn not in told]
