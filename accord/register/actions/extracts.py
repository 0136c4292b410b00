"""The register follows what is published of the national register: one extract, or all of them anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.register.actions.area_members import follow_areas
from accord.register.actions.authorities import lay_out_authorities
from accord.register.actions.boundaries import follow_boundaries
from accord.register.actions.early_years import follow_early_years
from accord.register.actions.establishments import AREAS, Extract, follow_establishments
from accord.register.actions.national_groups import follow_groups, follow_members
from accord.register.actions.places import known_successions, list_conversions, settle
from accord.register.choices import KeptBy
from accord.register.models.boundaries import Boundary
from accord.register.models.changes import Change
from accord.register.models.groups import Group, GroupSuccession, Membership
from accord.register.models.links import Link
from accord.register.models.schools import Establishment, School
from accord.register.rules.authorities import load_authorities
from accord.register.rules.kinds_of_school import KindsOfSchool, load_kinds_of_school
from accord.register.rules.link_types import load_link_types

BATCH = 900


@dataclass(frozen=True, slots=True)
class _Following:
    """What applies to every extract of one act."""

    kinds: KindsOfSchool
    by: Person | None
    at: datetime


def follow(extract: Extract, *, by: Person | None, at: datetime) -> None:
    """Bring the register up to one published extract, which must not be older than what it follows already.

    All of it is one transaction: killed in the middle, the register is as it was.
    """
    with transaction.atomic():
        lay_out_authorities(load_authorities(_definitions()))
        _follow(extract, _Following(load_kinds_of_school(_definitions()), by, at))
        detail = {"family": extract.family, "as_of": extract.as_of.isoformat()}
        record("followed", kind="register", subject=extract.release, by=by, at=at, detail=detail)


def follow_again(extracts: Iterable[Extract], *, by: Person | None, at: datetime) -> None:
    """Make the register anew from all published extracts, oldest first: one was withdrawn, or came late.

    What people keep stays: their groups, memberships, corrections, and the public ids of schools.
    """
    with transaction.atomic():
        _forget()
        following = _Following(load_kinds_of_school(_definitions()), by, at)
        lay_out_authorities(load_authorities(_definitions()))
        for extract in extracts:
            _follow(extract, following)
        Establishment.objects.filter(extract_on=None).delete()
        School.objects.filter(establishments=None).delete()
        settle(load_link_types(_definitions()))
        record("followed_again", kind="register", subject="all", by=by, at=at)


def _definitions() -> Sequence[Path]:
    return [Path(each) for each in settings.ACCORD_DEFINITIONS]


def _forget() -> None:
    Change.objects.all().delete()
    Link.objects.all().delete()
    Boundary.objects.all().delete()
    Membership.objects.filter(group__kept_by=KeptBy.GIAS).delete()
    GroupSuccession.objects.filter(older__kept_by=KeptBy.GIAS).delete()
    Group.objects.filter(kept_by=KeptBy.GIAS).update(ends_before=None, ended_because="")
    Establishment.objects.update(extract_on=None, former_names=[], former_numbers=[])


def _follow(extract: Extract, following: _Following) -> None:
    _FOLLOWERS[extract.family](extract, following)


def _establishments(extract: Extract, following: _Following) -> None:
    before = known_successions()
    followed = follow_establishments(extract, following.kinds)
    for kind in AREAS:
        follow_areas(extract, kind, followed.areas[kind], followed.lives, by=following.by, at=following.at)
    found = settle(load_link_types(_definitions()))
    list_conversions(extract.release, extract.as_of, before, found)


def _links(extract: Extract, _following: _Following) -> None:
    before = known_successions()
    Link.objects.all().delete()
    Link.objects.bulk_create(
        (
            Link(
                urn=row["urn"],
                other=row["link_urn"],
                other_name=(row["link_name"] or "")[:250],
                kind=(row["link_type"] or "")[:80],
                established_on=row["established_on"],
            )
            for row in extract.records
        ),
        batch_size=BATCH,
    )
    found = settle(load_link_types(_definitions()))
    list_conversions(extract.release, extract.as_of, before, found)


def _groups(extract: Extract, following: _Following) -> None:
    follow_groups(extract, following.kinds)


def _group_links(extract: Extract, following: _Following) -> None:
    follow_members(extract, following.kinds, by=following.by, at=following.at)


def _early_years(extract: Extract, _following: _Following) -> None:
    follow_early_years(extract)


def _boundaries(extract: Extract, _following: _Following) -> None:
    follow_boundaries(extract)


_FOLLOWERS: dict[str, Callable[[Extract, _Following], None]] = {
    "gias_establishments": _establishments,
    "gias_links": _links,
    "gias_groups": _groups,
    "gias_group_links": _group_links,
    "ofsted_early_years": _early_years,
    "boundaries": _boundaries,
}
FAMILIES = tuple(_FOLLOWERS)
"""The families of files that the register follows."""
