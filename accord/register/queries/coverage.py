"""Schools in none of a kind of group, and in several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.cache import cache
from django.db.models import QuerySet

from accord.register.choices import IS_OPEN, NumberedBy
from accord.register.models.groups import Membership
from accord.register.models.schools import Establishment
from accord.register.queries.edition import edition
from accord.register.queries.members import current
from accord.register.queries.portions import AT_ONCE, portions

Counted = TypeVar("Counted")
_KEPT_FOR = 24 * 60 * 60
_MANY = 50_000
"""Rows to read at once: all schools there are."""


@dataclass(frozen=True, slots=True)
class PhaseCoverage:
    """How many open schools there are of a phase, and how many of them are in no group of a kind, and in several."""

    phase: str
    schools: int
    in_none: int
    in_several: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The open schools by phase, and those in none: the keys of their establishments, in the order of their names."""

    by_phase: tuple[PhaseCoverage, ...]
    in_none: tuple[int, ...]


def coverage(kind: str, authority: str, today: date) -> Coverage:
    """How far the schools of an authority, or all, are in groups of a kind."""
    return _kept(f"coverage-{kind}-{authority}-{today.isoformat()}", lambda: _counted(kind, authority, today))


def in_none(kind: str, statuses: Sequence[str], today: date) -> tuple[int, ...]:
    """The establishments that stand, of some statuses and settings too, for the schools in no group of a kind."""
    key = f"in-none-{kind}-{'-'.join(statuses)}-{today.isoformat()}"
    return _kept(key, lambda: _outside(kind, statuses, today))


def _kept(key: str, count: Callable[[], Counted]) -> Counted:
    """Kept until the history tells of another act on the register.

    To count the schools of England takes longer than to show them.
    """
    found: Counted = cache.get_or_set(f"{key}-{edition()}", count, _KEPT_FOR)
    return found


def establishments(keys: Sequence[int]) -> list[Establishment]:
    """The establishments with these keys, in their order; one query for every `AT_ONCE`."""
    found: dict[int, Establishment] = {}
    for some in portions(keys):
        found |= Establishment.objects.in_bulk(some)
    return [found[key] for key in keys if key in found]


def _counted(kind: str, authority: str, today: date) -> Coverage:
    """Two queries, and one for every `AT_ONCE` former numbers in such groups, or schools in several.

    In the order of names, which an index gives with all else that is asked here.
    """
    standing = Establishment.objects.filter(stands=True, status__in=IS_OPEN).exclude(numbered_by=NumberedBy.OFSTED)
    members = current(today).filter(group__kind=kind).order_by()
    if authority:
        standing = standing.filter(la_code=authority)
        going_by = Establishment.objects.filter(school__in=standing.values("school"))
        members = members.filter(urn__in=going_by.values("urn"))
    rows = list(standing.order_by("name", "urn").values_list("pk", "urn", "school_id", "phase").iterator(_MANY))
    groups = _groups_by_school(members, {urn: school for _, urn, school, _ in rows})
    outside = [(key, phase) for key, _, school, phase in rows if school not in groups]
    often = {school for school, times in groups.items() if times > 1}
    schools = Counter([phase for _, _, _, phase in rows])
    none = Counter([phase for _, phase in outside])
    several = Counter([phase for _, _, school, phase in rows if school in often])
    by_phase = tuple(PhaseCoverage(phase, schools[phase], none[phase], several[phase]) for phase in sorted(schools))
    return Coverage(by_phase, tuple([key for key, _ in outside]))


def _outside(kind: str, statuses: Sequence[str], today: date) -> tuple[int, ...]:
    """Two queries. First those that are no members under the number they go by: then few are left to look into."""
    members = current(today).filter(group__kind=kind).order_by().values("urn")
    standing = Establishment.objects.filter(stands=True, status__in=statuses).order_by("name", "urn")
    left = list(standing.exclude(numbered_by=NumberedBy.GIAS, urn__in=members).values_list("pk", "school_id"))
    formerly = Establishment.objects.filter(stands=False, numbered_by=NumberedBy.GIAS, urn__in=members).order_by()
    if len(left) <= AT_ONCE:
        formerly = formerly.filter(school__in=[school for _, school in left])
    held = set(formerly.values_list("school_id", flat=True))
    return tuple([key for key, school in left if school not in held])


def _groups_by_school(members: QuerySet[Membership], school_of: dict[str, int]) -> Counter[int]:
    """How many groups each school is in; a member under a number that the school no longer goes by is looked up."""
    urns = list(members.values_list("urn", flat=True).iterator(_MANY))
    for formerly in portions(set(urns) - school_of.keys()):
        known = Establishment.objects.filter(urn__in=formerly, numbered_by=NumberedBy.GIAS).order_by()
        school_of |= known.values_list("urn", "school_id")
    found = Counter([school_of[urn] for urn in urns if urn in school_of])
    # A school may be a member of one group under two of its numbers, and is still in one.
    often = {school for school, times in found.items() if times > 1}
    each_once = {
        (school_of[urn], group)
        for some in portions({urn for urn in urns if school_of.get(urn) in often} if often else ())
        for urn, group in members.filter(urn__in=some).values_list("urn", "group")
    }
    for school in often:
        found[school] = 0
    found.update([school for school, _ in each_once])
    return found
