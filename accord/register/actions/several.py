"""One act on several memberships at once: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accord.accounts.models.people import Person
from accord.register.actions.memberships import Book
from accord.register.choices import Role
from accord.register.models.groups import Group, Membership
from accord.register.rules.memberships import NotSense, spelled


@transaction.atomic
def leave_several(*, memberships: Sequence[Membership], on: date, because: str, by: Person | None, at: datetime) -> int:
    """Schools leave their group on a day, the first without them; how many did. Raises `NotSense`."""
    book = _book(memberships)
    for one in _kept(book, memberships):
        leave_one(book, one, on, because, by=by, at=at)
    return len(memberships)


@transaction.atomic
def move_several(
    *, memberships: Sequence[Membership], to: Group, on: date, because: str, by: Person | None, at: datetime
) -> int:
    """Schools leave their group and join another on the same day, in the same role; how many did.

    Raises `NotSense`, with nobody moved, if one of them cannot.
    """
    book = _book(memberships, to)
    for one in _kept(book, memberships):
        move_one(book, one, to, on, because, by=by, at=at)
    return len(memberships)


@transaction.atomic
def give_role(*, memberships: Sequence[Membership], role: str, on: date, by: Person | None, at: datetime) -> int:
    """Schools have another role from a day on; before it they keep the one they had. How many changed.

    Raises `NotSense` for a membership that does not hold on that day.
    """
    book = _book(memberships)
    return sum(give_role_to(book, one, role, on, by=by, at=at) for one in _kept(book, memberships))


def leave_one(book: Book, one: Membership, on: date, because: str, *, by: Person | None, at: datetime) -> None:
    """A school of a book leaves its group on a day. Raises `NotSense`."""
    _check_runs(book, one, on)
    book.change(one, ends_before=on, left_because=because, by=by, at=at)


def move_one(
    book: Book, one: Membership, to: Group, on: date, because: str, *, by: Person | None, at: datetime
) -> None:  # fmt: skip
    """A school of a book leaves its group and joins another on the same day, in the same role. Raises `NotSense`."""
    _check_runs(book, one, on)
    until, urn, role = one.ends_before, one.urn, one.role
    if one.starts_on == on:
        book.remove(one, by=by, at=at, because=f"Went to {to.name} instead")
    else:
        book.change(one, ends_before=on, left_because=because or f"Moved to {to.name}", by=by, at=at)
    book.join(to, urn, role, (on, until), by=by, at=at)


def give_role_to(book: Book, one: Membership, role: str, on: date, *, by: Person | None, at: datetime) -> bool:
    """A school of a book has another role from a day on; whether that changed anything. Raises `NotSense`."""
    if one.role == role:
        return False
    _check_runs(book, one, on)
    if one.starts_on == on:
        book.change(one, role=role, by=by, at=at)
        return True
    until, because = one.ends_before, one.left_because
    book.change(one, ends_before=on, left_because=f"{Role(role).label} from {spelled(on)}", by=by, at=at)
    going_on = book.join(one.group, one.urn, role, (on, until), by=by, at=at)
    book.change(going_on, left_because=because, by=by, at=at)
    return True


def _book(memberships: Sequence[Membership], *further: Group) -> Book:
    groups = {each.group for each in memberships}
    return Book([*groups, *further], {each.urn for each in memberships})


def _kept(book: Book, memberships: Sequence[Membership]) -> list[Membership]:
    """The same memberships as the book keeps them, so that later checks see what earlier ones did."""
    return [book.one(one) for one in memberships]


def _check_runs(book: Book, one: Membership, on: date) -> None:
    school, group = book.name_of(one.urn), one.group.name
    if one.ends_before is not None and one.ends_before <= on:
        raise NotSense(
            f"{school} left {group} on {spelled(one.ends_before)} already.", "Choose an earlier day, or untick it."
        )
    if one.starts_on is not None and one.starts_on > on:
        raise NotSense(
            f"{school} joins {group} on {spelled(one.starts_on)}, which is later.", "Choose a later day, or untick it."
        )
