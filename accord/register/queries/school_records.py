"""One school as the register has it: its establishments, what it was and became, its groups, corrections."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.conf import settings

from accord.register.choices import GroupKind, KeptBy, NumberedBy, Role
from accord.register.models.changes import Change, Correction
from accord.register.models.groups import Group, Membership
from accord.register.models.links import Link
from accord.register.models.schools import Establishment, School
from accord.register.rules.link_types import LinkRow, LinkSentence, LinkTypes, load_link_types, sentences


@dataclass(frozen=True, slots=True)
class GroupOfSchool:
    """A group that the school is or was in."""

    slug: str
    name: str
    kind: str
    kept_by: str
    role: str
    starts_on: date | None
    ends_before: date | None
    left_because: str


@dataclass(frozen=True, slots=True)
class SchoolRecord:
    """All that the register says of a school. ``establishments`` are in the order in which they opened."""

    address: str
    standing: Establishment
    authority: str
    establishments: tuple[Establishment, ...]
    links: tuple[LinkSentence, ...]
    changes: tuple[Change, ...]
    corrections: tuple[Correction, ...]
    groups: tuple[GroupOfSchool, ...]


def school_record(address: str) -> SchoolRecord | None:
    """The school at an address, or None. Seven queries, whatever its history."""
    school = School.objects.filter(address=address).first()
    if school is None:
        return None
    kin = list(school.establishments.order_by("opened_on", "urn"))
    standing = next((each for each in kin if each.stands), kin[-1])
    gias = [each for each in kin if each.numbered_by == NumberedBy.GIAS]
    urns = [each.urn for each in gias]
    named = Group.objects.filter(kind=GroupKind.AUTHORITY, kept_by=KeptBy.GIAS, code=standing.la_code or "-")
    corrections = Correction.objects.filter(urn__in=urns, withdrawn_at=None).select_related("made_by")
    return SchoolRecord(
        address=address,
        standing=standing,
        authority=named.values_list("name", flat=True).first() or str(standing.details.get("la_name") or ""),
        establishments=tuple(sorted(kin, key=lambda each: (each.stands, each.opened_on or date.min, each.urn))),
        links=_links(urns, {each.urn: each.name for each in gias}),
        changes=tuple(Change.objects.filter(urn__in=urns).order_by("on", "pk")),
        corrections=tuple(corrections),
        groups=_groups(urns),
    )


def _links(urns: Sequence[str], names: Mapping[str, str]) -> tuple[LinkSentence, ...]:
    """What the links of a school's establishments say, each pair told once, by the newer where both record it."""
    rows = list(Link.objects.filter(urn__in=urns))
    others = {row.other for row in rows} - set(names)
    known = Establishment.objects.filter(urn__in=others, numbered_by=NumberedBy.GIAS)
    called = {row.other: row.other_name for row in rows} | dict(known.values_list("urn", "name")) | dict(names)
    if not rows:
        return ()
    types = _types()
    told: set[frozenset[str]] = set()
    found: list[LinkSentence] = []
    for urn in sorted(urns, reverse=True):
        own = [row for row in rows if row.urn == urn and frozenset((row.urn, row.other)) not in told]
        told |= {frozenset((row.urn, row.other)) for row in own}
        found += sentences(called, [LinkRow(row.urn, row.other, row.kind, row.established_on) for row in own], types)
    return tuple(found)


def _types() -> LinkTypes:
    """The types of link, read again when a definition changes: a page of a school cannot wait for them each time."""
    folders = tuple(Path(each) for each in settings.ACCORD_DEFINITIONS)
    files = sorted(path for folder in folders for path in (folder / "register").glob("*.yaml"))
    return _read_types(folders, tuple((path, path.stat().st_mtime_ns) for path in files))


@functools.lru_cache(maxsize=4)
def _read_types(folders: tuple[Path, ...], _changed: tuple[tuple[Path, int], ...]) -> LinkTypes:
    return load_link_types(folders)


def _groups(urns: Sequence[str]) -> tuple[GroupOfSchool, ...]:
    rows = Membership.objects.filter(urn__in=urns).select_related("group")
    found = [
        GroupOfSchool(
            slug=each.group.slug,
            name=each.group.name,
            kind=GroupKind(each.group.kind).label,
            kept_by=each.group.kept_by,
            role=Role(each.role).label,
            starts_on=each.starts_on,
            ends_before=each.ends_before,
            left_because=each.left_because,
        )
        for each in rows
    ]
    return tuple(sorted(_joined(found), key=_order))


def _joined(found: Sequence[GroupOfSchool]) -> list[GroupOfSchool]:
    """A national group that the school was in under several of its numbers is told once."""
    joined: dict[str, GroupOfSchool] = {}
    apart = [each for each in found if each.kept_by == KeptBy.PEOPLE]
    for each in found:
        if each.kept_by == KeptBy.PEOPLE:
            continue
        known = joined.setdefault(each.slug, each)
        starts = None if None in (known.starts_on, each.starts_on) else min(known.starts_on, each.starts_on)
        ends = None if None in (known.ends_before, each.ends_before) else max(known.ends_before, each.ends_before)
        joined[each.slug] = replace(known, starts_on=starts, ends_before=ends)
    return [*apart, *joined.values()]


def _order(each: GroupOfSchool) -> tuple[bool, bool, str, str]:
    return each.kept_by != KeptBy.PEOPLE, each.ends_before is not None, each.kind, each.name
