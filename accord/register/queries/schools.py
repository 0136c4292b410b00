"""Schools found by what they are called or numbered, now or before, and by what they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accord.register.choices import IS_OPEN, GroupKind, KeptBy, NumberedBy, Status
from accord.register.models.groups import Group
from accord.register.models.schools import Establishment
from accord.register.queries.coverage import in_none
from accord.register.queries.members import current
from accord.register.queries.portions import portions
from accord.register.rules.describing import plain
from accord.register.rules.matches import read_dfe_number

PAGE = 50
FEW = 500
"""Schools whose numbers are held while a page is made."""
_SAINTS = re.compile(r"\b(?:saint|saints|st|ss)\b")
SORTS = {"name": ("name", "urn"), "pupils": ("-pupils", "name"), "authority": ("la_code", "name")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which schools are asked for; empty means all. ``status`` is open, closed, proposed or any."""

    text: str = ""
    authority: str = ""
    phase: str = ""
    category: str = ""
    status: str = "open"
    district: str = ""
    religious: str = ""
    in_none_of: str = ""
    """A kind of group: only schools in none of it."""
    in_any_of: str = ""
    sort: str = "name"


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school in a list; ``found_by`` says by which former name or number it was found, if by such."""

    address: str
    establishment: Establishment
    groups: tuple[tuple[str, str], ...]
    found_by: str


def schools_wanted(wanted: Wanted, today: date) -> QuerySet[Establishment]:
    """The establishments that stand for the schools asked for."""
    found = Establishment.objects.filter(stands=True)
    if wanted.text.strip():
        found = found.filter(_goes_or_went_by(wanted.text))
    statuses = {"open": IS_OPEN, "closed": ("closed",), "proposed": ("proposed",)}.get(wanted.status, Status.values)
    found = found.filter(status__in=statuses)
    for name, value in (
        ("la_code", wanted.authority),
        ("phase", wanted.phase),
        ("category", wanted.category),
        ("district", wanted.district),
        ("religious_character", wanted.religious),
    ):
        if value:
            found = found.filter(**{name: value})
    if wanted.in_none_of:
        none = in_none(wanted.in_none_of, statuses, today)
        few = Q(pk__in=none) if len(none) <= FEW else ~Q(school__in=_in_a(wanted.in_none_of, today))
        found = found.filter(few)
    if wanted.in_any_of:
        found = found.filter(school__in=_in_a(wanted.in_any_of, today))
    return found.order_by(*SORTS.get(wanted.sort, SORTS["name"]))


def going_by(text: str) -> QuerySet[Establishment]:
    """Every establishment, old ones too, that goes or went by all words of a text."""
    return Establishment.objects.filter(_called(text))


def _called(text: str) -> Q:
    asked = plain(text)
    if digits := _digits(asked):
        return Q(searchable__contains=f"|{digits}|")
    words = _SAINTS.sub(" ", asked).split() or asked.split()
    return Q(*(Q(searchable__contains=word) for word in words))


def _digits(asked: str) -> str:
    """A number as it is searched; a DfE number without what parts it. Empty where the text is none."""
    return "".join(read_dfe_number(asked) or ()) or (asked if asked.isdecimal() else "")


def _goes_or_went_by(text: str) -> Q:
    """That a school goes or went by a text.

    Few schools are looked up once, for a page that counts and lists them. Of many, those that go by it are known
    by their own row, so that a page in the order of names stops when it is full.
    """
    found = going_by(text).order_by()
    few = list(found.values_list("school", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return Q(school__in=few)
    return _called(text) | Q(school__in=found.filter(stands=False).values("school"))


def _in_a(kind: str, on: date) -> QuerySet[Establishment, Any]:
    """The schools that are, under any of their numbers, in a group of a kind on a day."""
    members = current(on).filter(group__kind=kind).order_by().values("urn")
    return Establishment.objects.filter(urn__in=members, numbered_by=NumberedBy.GIAS).order_by().values("school")


def lines(found: Sequence[Establishment], text: str, today: date) -> list[SchoolLine]:
    """Schools with their groups kept here, and what each was found by: two queries for every `AT_ONCE` schools."""
    return [line for some in portions(found) for line in _lines(some, text, today)]


def _lines(some: Sequence[Establishment], text: str, today: date) -> Iterator[SchoolLine]:
    kin: dict[int, list[Establishment]] = {}
    for each in Establishment.objects.filter(school__in=[each.school_id for each in some]).select_related("school"):
        kin.setdefault(each.school_id, []).append(each)
    groups = _groups_of([each for own in kin.values() for each in own], today)
    for each in some:
        own = kin[each.school_id]
        yield SchoolLine(
            address=own[0].school.address,
            establishment=each,
            groups=tuple(sorted({group for one in own for group in groups.get(one.pk, ())})),
            found_by=_found_by(each, own, text),
        )


def _groups_of(kin: Collection[Establishment], on: date) -> dict[int, set[tuple[str, str]]]:
    """Groups by establishment. Members are held by URN; an Ofsted number may be the same as another's URN."""
    numbered = {each.urn: each.pk for each in kin if each.numbered_by == NumberedBy.GIAS}
    rows = current(on).filter(group__kept_by=KeptBy.PEOPLE, urn__in=numbered).order_by()
    found: dict[int, set[tuple[str, str]]] = {}
    for urn, name, slug in rows.values_list("urn", "group__name", "group__slug"):
        found.setdefault(numbered[urn], set()).add((name, slug))
    return found


def _found_by(standing: Establishment, kin: Sequence[Establishment], text: str) -> str:
    asked = plain(text)
    if not asked or _goes_by(standing, asked):
        return ""
    digits = _digits(asked)
    for each in kin:
        if digits == each.urn and each.pk != standing.pk:
            until = f", until {each.closed_on.day} {each.closed_on:%B %Y}" if each.closed_on else ""
            return f"URN {each.urn}{until}"
        for number in [*each.former_numbers, *([each.dfe_number] if each.pk != standing.pk else [])]:
            if digits and digits == number.replace("/", ""):
                return f"DfE number {number}"
    for each in kin:
        names = [name for name, _ in each.former_names] + ([each.name] if each.pk != standing.pk else [])
        for name in names:
            if all(word in plain(name) for word in _SAINTS.sub(" ", asked).split()) and name != standing.name:
                return f"its former name {name}"
    return ""


def _goes_by(standing: Establishment, asked: str) -> bool:
    now = plain(f"{standing.name} {standing.town} {standing.postcode} {standing.postcode.replace(' ', '')}")
    numbers = {standing.urn, standing.dfe_number, standing.dfe_number.replace("/", ""), standing.ukprn}
    return asked in numbers or all(word in now for word in _SAINTS.sub(" ", asked).split())


Authorities = tuple[tuple[str, str], ...]
"""Codes and names, in the order of the names."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of a list may be set to, as the register has it."""

    authorities: Authorities
    districts: tuple[str, ...]
    religious: tuple[str, ...]


def choices() -> Choices:
    """The authorities, districts and religious characters of the schools there are."""
    standing = Establishment.objects.filter(stands=True).order_by()
    return Choices(authorities(), _each(standing, "district"), _each(standing, "religious_character"))


def authorities() -> Authorities:
    """The authorities of the schools there are, by code and name, in the order of their names."""
    codes = _each(Establishment.objects.filter(stands=True).order_by(), "la_code")
    named = Group.objects.filter(kind=GroupKind.AUTHORITY, kept_by=KeptBy.GIAS, code__in=codes)
    names = dict(named.values_list("code", "name"))
    return tuple(sorted(((code, names.get(code, f"Authority {code}")) for code in codes), key=lambda each: each[::-1]))


def _each(rows: QuerySet[Establishment], name: str) -> tuple[str, ...]:
    return tuple(sorted(set(rows.exclude(**{name: ""}).values_list(name, flat=True).distinct())))


def resolve(number: str) -> str | None:
    """The address of the school that a URN, old or new, or an address belongs to; None where there is none."""
    found = Establishment.objects.filter(Q(urn=number, numbered_by=NumberedBy.GIAS) | Q(school__address=number))
    return found.order_by("-stands").values_list("school__address", flat=True).first()
