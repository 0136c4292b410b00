"""The groups that the national register makes of where schools lie: authorities, districts, wards, dioceses …"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.text import slugify

from accord.accounts.models.people import Person
from accord.register.actions.establishments import Area, Extract, Life
from accord.register.choices import GroupKind, KeptBy
from accord.register.models.groups import Group, GroupSuccession, Membership

BATCH = 900
LONGEST = 110


@dataclass(slots=True)
class Moves:
    """What following an extract does to the memberships of one kind of group."""

    made: list[Membership] = field(default_factory=list)
    ended: dict[int, date] = field(default_factory=dict)
    ended_otherwise: dict[int, date | None] = field(default_factory=dict)
    placed_anew: dict[int, int] = field(default_factory=dict)
    went: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def follow_areas(
    extract: Extract,
    kind: str,
    areas: Mapping[str, Area],
    lives: Mapping[str, Life],
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """Have the schools of an extract belong to the areas of one kind that it puts them in.

    A school is in its area from the day it opened; one that an extract finds elsewhere than the one before moved on
    the day of the extract. An area that all of its schools left has ended, and is followed by where they went.
    """
    groups = _groups(kind, areas.values())
    moves = Moves()
    written = _written(kind)
    for urn, area in areas.items():
        group = groups[_key(kind, area)]
        _one(urn, group, lives[urn], written.get(urn), extract.as_of, moves)
    _write(moves, by, at)
    _end_areas(moves.went, extract.as_of)


def _key(kind: str, area: Area) -> tuple[str, str]:
    """What tells an area from others: its name, within what it lies in; an authority's code."""
    if kind == GroupKind.AUTHORITY:
        return area.code, ""
    return area.name.lower(), area.inside.lower() if kind == GroupKind.WARD else ""


def _groups(kind: str, areas: Iterable[Area]) -> dict[tuple[str, str], Group]:
    """The group of every area, made where it is not there yet; a code that was not known is noted."""
    known: dict[tuple[str, str], Group] = {}
    codes: dict[str, Group] = {}
    for group in Group.objects.filter(kind=kind, kept_by=KeptBy.GIAS):
        area = Area(group.code, group.name, str(group.details.get("inside", "")))
        known.setdefault(_key(kind, area), group)
        codes[group.code] = group
    found: dict[tuple[str, str], Group] = {}
    fresh: list[Group] = []
    for area in areas:
        key = _key(kind, area)
        if key in found:
            continue
        group = codes.get(area.code) if area.code else None
        group = group or known.get(key)
        if group is None:
            group = _new(kind, area, codes)
            fresh.append(group)
        elif area.code and group.code != area.code:
            codes.pop(group.code, None)
            group.code = area.code
            group.save(update_fields=["code"])
        elif area.name and group.name != area.name and kind != GroupKind.AUTHORITY:
            group.name = area.name
            group.save(update_fields=["name"])
        codes[group.code] = found[key] = group
    Group.objects.bulk_create(fresh, batch_size=BATCH)
    return found


def _new(kind: str, area: Area, codes: Mapping[str, Group]) -> Group:
    code = area.code[:40] or slugify(f"{area.name} {area.inside}")[:40]
    while code in codes:
        code = f"{code[:36]}-{len(codes)}"[:40]
    name = (area.name or f"Local authority {code}")[:200]
    slug = f"{kind}-{slugify(code)}"[:LONGEST]
    details = {"inside": area.inside} if area.inside else {}
    return Group(kind=kind, kept_by=KeptBy.GIAS, code=code, name=name, slug=slug, details=details)


Written = tuple[int, int, date | None, date | None]


def _written(kind: str) -> dict[str, Written]:
    """The latest membership of each school in a group of a kind: its key, the group's, start and end."""
    rows = Membership.objects.filter(group__kind=kind, group__kept_by=KeptBy.GIAS).order_by()
    found: dict[str, Written] = {}
    for urn, *rest in rows.values_list("urn", "pk", "group_id", "starts_on", "ends_before").iterator():
        before = found.get(urn)
        if before is None or (before[2] or date.min) <= (rest[2] or date.min):
            found[urn] = (rest[0], rest[1], rest[2], rest[3])
    return found


def _one(urn: str, group: Group, life: Life, last: Written | None, as_of: date, moves: Moves) -> None:
    end = life.closed_on or (as_of if life.status == "closed" else None)
    start = life.opened_on
    if life.status == "proposed" and start is None:
        return
    if start is not None and end is not None and end <= start:
        start = None
    if last is None:
        moves.made.append(Membership(group=group, urn=urn, starts_on=start, ends_before=end))
        return
    pk, group_pk, starts, ends = last
    if group_pk == group.pk:
        if ends != end and (end is None or starts is None or end > starts):
            moves.ended_otherwise[pk] = end
        return
    if (end is not None and end <= as_of) or (starts is not None and starts >= as_of):
        moves.placed_anew[pk] = group.pk  # It never was where the earlier extract had it.
        return
    moves.ended[pk] = as_of
    moves.went[group_pk].add(group.pk)
    moves.made.append(Membership(group=group, urn=urn, starts_on=as_of, ends_before=end))


def _write(moves: Moves, by: Person | None, at: datetime) -> None:
    for each in moves.made:
        each.recorded_at, each.recorded_by = at, by
    Membership.objects.bulk_create(moves.made, batch_size=BATCH)
    for value, pks in _by_value(moves.ended | moves.ended_otherwise).items():
        for at_ in range(0, len(pks), BATCH):
            rows = Membership.objects.filter(pk__in=pks[at_ : at_ + BATCH])
            rows.update(ends_before=value, recorded_at=at, recorded_by=by)
    for pk, group_pk in moves.placed_anew.items():
        Membership.objects.filter(pk=pk).update(group_id=group_pk, recorded_at=at, recorded_by=by)


def _by_value(ends: Mapping[int, date | None]) -> dict[date | None, list[int]]:
    found: dict[date | None, list[int]] = defaultdict(list)
    for pk, value in ends.items():
        found[value].append(pk)
    return found


def _end_areas(went: Mapping[int, set[int]], as_of: date) -> None:
    going_on = set(
        Membership.objects.filter(group_id__in=went, ends_before=None).order_by().values_list("group_id", flat=True)
    )
    for old in sorted(set(went) - going_on):
        Group.objects.filter(pk=old, ends_before=None).update(
            ends_before=as_of, ended_because="All of its schools are in other areas since."
        )
        for new in sorted(went[old]):
            GroupSuccession.objects.get_or_create(older_id=old, newer_id=new, defaults={"on": as_of})
