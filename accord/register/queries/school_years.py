"""The groups of a kind with every member on the day a school year starts, and what is suggested for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accord.register.choices import GroupKind, KeptBy, Status
from accord.register.models.groups import Group, Membership, Nesting
from accord.register.models.schools import Establishment
from accord.register.queries.members import on_day
from accord.register.rules.memberships import spelled
from accord.register.rules.school_years import Choice, suggested


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A membership that holds on the eve of the day, with its school and what is suggested."""

    membership: Membership
    name: str
    status: str
    closed_on: date | None
    suggestion: Choice


@dataclass(frozen=True, slots=True)
class GroupBlock:
    """A group with its members; ``lies_in`` are the groups that it lies in."""

    group: Group
    lies_in: tuple[Group, ...]
    rows: tuple[MemberRow, ...]


def blocks(on: date, kind: str, those: Q) -> list[GroupBlock]:
    """Of some groups, those of a kind kept here that go on until the day, by name. Four queries, whatever the size."""
    going_on = Group.objects.filter(those, on_day(on), kind=kind, kept_by=KeptBy.PEOPLE)
    groups = list(going_on)
    memberships = list(Membership.objects.filter(on_day(on), group__in=groups).select_related("group"))
    schools = _standing({each.urn for each in memberships})
    lies_in: dict[int, list[Group]] = {}
    for each in Nesting.objects.filter(on_day(on), inner__in=groups).select_related("outer"):
        lies_in.setdefault(each.inner_id, []).append(each.outer)
    rows: dict[int, list[MemberRow]] = {}
    for one in memberships:
        rows.setdefault(one.group_id, []).append(_row(one, schools.get(one.urn), on))
    return [
        GroupBlock(
            group,
            tuple(lies_in.get(group.pk, ())),
            tuple(sorted(rows.get(group.pk, ()), key=lambda row: (row.name, row.membership.urn))),
        )
        for group in groups
    ]


def outer_groups(on: date, those: Q) -> list[Group]:
    """Of some groups, those that others may be put inside."""
    kinds = (GroupKind.AREA_PARTNERSHIP, GroupKind.PROGRAMME, GroupKind.OWN_SELECTION)
    return list(Group.objects.filter(those, on_day(on), kept_by=KeptBy.PEOPLE, kind__in=kinds))


def _standing(urns: set[str]) -> dict[str, Establishment]:
    """For each URN the establishment that stands for its place."""
    places = dict(Establishment.objects.filter(urn__in=urns, numbered_by="gias").values_list("urn", "school_id"))
    standing = Establishment.objects.filter(school__in=set(places.values()), stands=True)
    by_place = {each.school_id: each for each in standing}
    return {urn: by_place[place] for urn, place in places.items() if place in by_place}


def _row(one: Membership, school: Establishment | None, on: date) -> MemberRow:
    if school is None:
        return MemberRow(one, f"School {one.urn}", "", None, suggested_for(one, None, on))
    status = str(school.get_status_display()) if school.status != Status.OPEN else ""
    return MemberRow(one, school.name, status, school.closed_on, suggested_for(one, school, on))


def suggested_for(one: Membership, school: Establishment | None, on: date) -> Choice:
    """What a membership does unless somebody says otherwise. A school that is not known stays."""
    closed_on = school.closed_on if school else None
    return suggested(
        is_open=school is None or school.status not in (Status.CLOSED, Status.CLOSING),
        is_closing=school is not None and school.status == Status.CLOSING,
        closed_on=closed_on,
        starts_on=one.starts_on,
        on=on,
        day=spelled(closed_on) if closed_on else "",
    )
