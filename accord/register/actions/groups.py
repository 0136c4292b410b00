"""Groups are made, renamed, placed in one another, ended and followed by others; each act is an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.register.actions.memberships import Book, take_turns
from accord.register.choices import GroupKind, KeptBy
from accord.register.models.groups import Group, GroupSuccession, Membership, Nesting
from accord.register.rules.memberships import NotSense, check_no_circle, check_once, check_period

LONGEST_NAME = 120
NOT_FOR_GROUPS = frozenset({"new", "compare"})
"""What the address of no group may be: pages about all of them have it."""


@transaction.atomic
def make(
    *, name: str, kind: str, starts_on: date | None = None, belongs_to: str = "", by: Person | None, at: datetime
) -> Group:  # fmt: skip
    """A new group kept by people. Raises `NotSense` for a name that makes no address, or one that is taken."""
    slug = slugify(name)
    if not slug or len(slug) > LONGEST_NAME:
        raise NotSense(f"“{name}” makes no address.", f"Give a name with letters, of at most {LONGEST_NAME}.")
    if slug in NOT_FOR_GROUPS:
        raise NotSense(f"“{name}” is the address of another page.", "Give a longer name.")
    taken = Group.objects.filter(slug=slug).first()
    if taken is not None:
        raise NotSense(f"There is already a group {taken.name}.", "Use that one, or tell the two apart by name.")
    group = Group.objects.create(slug=slug, name=name, kind=kind, starts_on=starts_on, belongs_to=belongs_to)
    _event("made", group, by, at, name=name, kind=kind, starts_on=starts_on)
    return group


@transaction.atomic
def rename(*, group: Group, name: str, by: Person | None, at: datetime) -> None:
    """Give a group another name; its address stays. Raises `NotSense` for a group of the national register."""
    _check_kept_here(group)
    if name and name != group.name:
        _event("renamed", group, by, at, before=group.name, after=name)
        group.name = name
        group.save(update_fields=["name"])


@transaction.atomic
def place(
    *, inner: Group, outer: Group, starts_on: date | None, ends_before: date | None = None, by: Person | None,
    at: datetime,
) -> Nesting:  # fmt: skip
    """Put a group inside another for a time. Raises `NotSense` for circles and for twice at once."""
    check_period(f"The place of {inner.name} in {outer.name}", (starts_on, ends_before))
    known, holds = _known_in_turn(inner, outer)
    names = {inner.pk: inner.name, outer.pk: outer.name}
    check_no_circle(inner.pk, outer.pk, holds, names)
    same = [(e.starts_on, e.ends_before) for e in known if (e.inner_id, e.outer_id) == (inner.pk, outer.pk)]
    check_once(inner.name, outer.name, (starts_on, ends_before), same)
    made = Nesting.objects.create(
        inner=inner, outer=outer, starts_on=starts_on, ends_before=ends_before, recorded_at=at, recorded_by=by
    )
    _event("placed", inner, by, at, outer=outer.slug, starts_on=starts_on, ends_before=ends_before)
    return made


def _known_in_turn(inner: Group, outer: Group) -> tuple[list[Nesting], dict[int, list[int]]]:
    """Every place of a group in another, and which groups each holds, once nobody else is placing the two or what
    lies in the inner one: two acts of which neither closes a circle could close it together."""
    waited: set[int] = set()
    around = {inner.pk, outer.pk}
    while not around <= waited:
        take_turns(Group.objects.filter(pk__in=around))
        waited |= around
        known = list(Nesting.objects.all())
        holds: dict[int, list[int]] = {}
        for each in known:
            holds.setdefault(each.outer_id, []).append(each.inner_id)
        waiting = [inner.pk]
        while waiting:
            inside = [each for each in holds.get(waiting.pop(), ()) if each not in around]
            around.update(inside)
            waiting += inside
    return known, holds


@transaction.atomic
def unplace(*, nesting: Nesting, because: str, by: Person | None, at: datetime) -> None:
    """Take away a place in a group that should never have been written; the history keeps that it was."""
    _event("unplaced", nesting.inner, by, at, outer=nesting.outer.slug, because=because)
    nesting.delete()


@transaction.atomic
def unmake(*, group: Group, because: str, by: Person | None, at: datetime) -> bool:
    """Take away a group that should never have been made; False, and it stays, where anything hangs on it."""
    take_turns([group])
    hangs = (group.memberships, group.lies_in, group.holds, group.follows, group.followed_by)
    if any(each.exists() for each in hangs):
        return False
    _event("unmade", group, by, at, name=group.name, kind=group.kind, because=because)
    group.delete()
    return True


@transaction.atomic
def take_out(*, nesting: Nesting, on: date, by: Person | None, at: datetime) -> None:
    """A group lies no longer in another from a day on. Raises `NotSense` if it never did until then."""
    check_period(f"The place of {nesting.inner.name} in {nesting.outer.name}", (nesting.starts_on, on))
    nesting.ends_before, nesting.recorded_at, nesting.recorded_by = on, at, by
    nesting.save()
    _event("taken_out", nesting.inner, by, at, outer=nesting.outer.slug, on=on)


@transaction.atomic
def end(
    *, group: Group, on: date, because: str, followed_by: Sequence[Group] = (), by: Person | None, at: datetime
) -> int:
    """End a group on a day (the first without it): memberships and places end with it; how many memberships.

    Raises `NotSense` for a group that ended already or that begins later.
    """
    _check_kept_here(group)
    now = take_turns([group]).get(group.pk)
    if now is None or now.ends_before is not None:
        raise NotSense(f"{group.name} has ended already.", "Choose a group that goes on.")
    check_period(group.name, (group.starts_on, on))
    ended = _end_memberships(group, on, because or f"{group.name} ended", by, at)
    for nesting in [*group.lies_in.all(), *group.holds.all()]:
        if nesting.ends_before is None and (nesting.starts_on is None or nesting.starts_on < on):
            take_out(nesting=nesting, on=on, by=by, at=at)
    group.ends_before, group.ended_because = on, because
    group.save(update_fields=["ends_before", "ended_because"])
    _event("ended", group, by, at, on=on, because=because)
    for newer in followed_by:
        GroupSuccession.objects.get_or_create(older=group, newer=newer, defaults={"on": on})
        _event("followed_by", group, by, at, newer=newer.slug, on=on)
    return ended


def _end_memberships(group: Group, on: date, because: str, by: Person | None, at: datetime) -> int:
    going_on = list(Membership.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on), group=group))
    book = Book([group], [each.urn for each in going_on])
    for each in going_on:
        one = book.one(each)
        if one.starts_on is not None and one.starts_on >= on:
            book.remove(one, by=by, at=at, because=f"{group.name} ended before this began.")
        else:
            book.change(one, ends_before=on, left_because=because, by=by, at=at)
    return len(going_on)


def _check_kept_here(group: Group) -> None:
    if group.kept_by != KeptBy.PEOPLE:
        raise NotSense(f"{group.name} follows the national register.", "Change it there, or make a group of yours.")


def _event(verb: str, group: Group, by: Person | None, at: datetime, **detail: Any) -> None:
    plain: Mapping[str, str] = {
        key: value.isoformat() if isinstance(value, date) else str(value or "") for key, value in detail.items()
    }
    record(verb, kind="group", subject=group.slug, by=by, at=at, detail=plain)


KINDS_KEPT_HERE = (
    GroupKind.ALLIANCE,
    GroupKind.AREA_PARTNERSHIP,
    GroupKind.FEDERATION,
    GroupKind.TRUST,
    GroupKind.DIOCESE,
    GroupKind.DISTRICT,
    GroupKind.DIVISION,
    GroupKind.PROGRAMME,
    GroupKind.OWN_SELECTION,
)
"""The kinds that people may make a group of."""
