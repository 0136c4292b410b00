"""The members of a group on a day, with names, and everything that was ever kept of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from accord.register.choices import KeptBy, NumberedBy, Role
from accord.register.models.groups import Group, GroupSuccession, Membership, Nesting
from accord.register.models.schools import Establishment
from accord.register.queries.members import belongings, on_day
from accord.register.rules.memberships import spelled
from accord.register.rules.periods import Period, contains


@dataclass(frozen=True, slots=True)
class Member:
    """A membership with the name of its school. ``pk`` is 0 for one through a group inside this one.

    ``known`` says whether the register knows the school; ``closed_on`` is empty for one that is open or
    not known.
    """

    pk: int
    urn: str
    name: str
    address: str
    role: str
    role_name: str
    period: Period
    left_because: str
    recorded: str
    through: str
    known: bool
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """A group that lies in another for a time."""

    pk: int
    slug: str
    name: str
    kind_name: str
    period: Period


def memberships_of(group: Group, pks: Iterable[int] | None = None) -> list[Membership]:
    """The memberships of a group (some of them), by URN and start."""
    rows = Membership.objects.filter(group=group).select_related("group", "recorded_by")
    return list(rows if pks is None else rows.filter(pk__in=list(pks)))


def ever_members(group: Group) -> list[Member]:
    """Every membership there ever was in the group itself, by name and start."""
    rows = memberships_of(group)
    known = _known(each.urn for each in rows)
    return sorted((_own(each, known.get(each.urn)) for each in rows), key=_order)


def members_of(group: Group, on: date) -> list[Member]:
    """The members on a day by name: its own, then those that only a group inside it brings."""
    own = [each for each in ever_members(group) if contains(each.period, on)]
    further = [each for each in belongings(group) if each.through and contains(each.period, on)]
    known = _known(each.urn for each in further)
    brought = [_member(each.urn, each.role, each.period, known.get(each.urn), through=each.through) for each in further]
    return own + sorted(brought, key=_order)


def _known(urns: Iterable[str]) -> dict[str, Establishment]:
    rows = Establishment.objects.filter(urn__in=set(urns), numbered_by=NumberedBy.GIAS).select_related("school")
    return {each.urn: each for each in rows.only("urn", "name", "closed_on", "status", "school__address")}


def _own(each: Membership, school: Establishment | None) -> Member:
    by = str(each.recorded_by) if each.recorded_by else "the operator"
    made = _member(each.urn, each.role, (each.starts_on, each.ends_before), school)
    return replace(made, pk=each.pk, left_because=each.left_because, recorded=f"{by}, {spelled(each.recorded_at)}")


def _member(urn: str, role: str, period: Period, school: Establishment | None, through: str = "") -> Member:
    return Member(
        pk=0,
        urn=urn,
        name=school.name if school else f"School {urn}",
        address=school.school.address if school else urn,
        role=role,
        role_name=str(Role(role).label),
        period=period,
        left_because="",
        recorded="",
        through=through,
        known=school is not None,
        closed_on=school.closed_on if school and not school.is_open else None,
    )


def _order(each: Member) -> tuple[str, str, date]:
    return each.name, each.urn, each.period[0] or date.min


def places_of(group: Group, on: date) -> list[Place]:
    """The groups that a group lies in on a day."""
    return [_place(each, each.outer) for each in group.lies_in.filter(on_day(on)).select_related("outer")]


def places_in(group: Group, on: date) -> list[Place]:
    """The groups that lie in a group on a day."""
    return [_place(each, each.inner) for each in group.holds.filter(on_day(on)).select_related("inner")]


def _place(each: Nesting, other: Group) -> Place:
    return Place(each.pk, other.slug, other.name, other.get_kind_display(), (each.starts_on, each.ends_before))


def followed_by(group: Group) -> list[Group]:
    """The groups that came after a group, by name."""
    return [each.newer for each in GroupSuccession.objects.filter(older=group).select_related("newer")]


def follows(group: Group) -> list[Group]:
    """The groups that came before a group, by name."""
    return [each.older for each in GroupSuccession.objects.filter(newer=group).select_related("older")]


def groups_going_on(on: date, those: Q, *, apart_from: Group | None = None) -> list[Group]:
    """Of some groups, those kept by people that have not ended by a day, by name."""
    rows = Group.objects.filter(those, kept_by=KeptBy.PEOPLE).exclude(ends_before__lte=on)
    return [each for each in rows if apart_from is None or each.pk != apart_from.pk]
