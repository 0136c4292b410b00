"""Schools join groups, change their part in them, and leave; each change is an event of the group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.register.choices import KeptBy, Role
from accord.register.models.groups import Group, Membership
from accord.register.models.schools import Establishment
from accord.register.queries.lineage import standing_for
from accord.register.rules.memberships import (
    NotSense,
    check_group_lives,
    check_once,
    check_period,
    check_school_open,
)
from accord.register.rules.periods import Period, within


def take_turns(groups: Iterable[Group]) -> dict[int, Group]:
    """Wait for whoever is changing these groups or their members just now; the groups as they are then, by key.

    PostgreSQL would let two go on from the same state; SQLite has one writer at a time anyway. Always in the same
    order, so that no two wait for each other.
    """
    keys = {group.pk for group in groups}
    rows = Group.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return {group.pk: group for group in rows}


class Book:
    """The memberships of some groups with what the register knows of some schools, read once.

    A whole list is written through one book; what makes no sense raises `NotSense` and writes nothing more. Whoever
    opens one waits for others who are changing members of the same groups, so it is opened in a transaction: what is
    checked then still holds when it is written.
    """

    def __init__(self, groups: Iterable[Group], urns: Iterable[str]) -> None:
        self._groups = take_turns(groups)
        kept = list(Membership.objects.filter(group__in=self._groups))
        asked = set(urns) | {each.urn for each in kept}
        self._stands = standing_for(asked)
        rows = Establishment.objects.filter(urn__in=set(self._stands.values()) | asked, numbered_by="gias")
        self._known = {each.urn: each for each in rows.only("urn", "name", "opened_on", "closed_on", "status")}
        self._kept: dict[tuple[int, str], list[Membership]] = {}
        for each in kept:
            each.group = self._groups[each.group_id]
            self._kept.setdefault((each.group_id, self._place(each.urn)), []).append(each)

    def of(self, group: Group, urn: str) -> list[Membership]:
        """What is kept of a school in a group."""
        return self._kept.setdefault((group.pk, self._place(urn)), [])

    def one(self, membership: Membership, *, unchanged: Iterable[str] = ()) -> Membership:
        """A membership as it is now. Raises `NotSense` where somebody has taken it away, or has given another of the
        fields that are to be ``unchanged``, since it was read."""
        for each in self.of(membership.group, membership.urn):
            if each.pk == membership.pk and all(getattr(each, f) == getattr(membership, f) for f in unchanged):
                return each
        raise NotSense(
            f"{self.name_of(membership.urn)} in {membership.group.name} has been changed meanwhile.",
            "Look at the page anew.",
        )

    def name_of(self, urn: str) -> str:
        """A school as messages call it."""
        known = self._known.get(urn) or self._known.get(self._place(urn))
        return known.name if known else urn

    def closed_on(self, urn: str) -> date | None:
        """The first day without the school, where its place has closed."""
        known = self._known.get(self._place(urn))
        return known.closed_on if known is not None and not known.is_open else None

    def join(self, group: Group, urn: str, role: str, period: Period, *, by: Person | None, at: datetime) -> Membership:
        """A school joins a group for a time."""
        self._check(group, urn, period, apart_from=None)
        made = Membership(group=group, urn=urn, role=role, starts_on=period[0], ends_before=period[1])
        made.recorded_at, made.recorded_by = at, by
        made.save()
        self.of(group, urn).append(made)
        _event("joined", made, by, at, {"role": role, "ends_before": _text(period[1])})
        return made

    def change(
        self, one: Membership, *, by: Person | None, at: datetime, because: str | None = None, **values: Any
    ) -> bool:
        """Give a membership another role, start or end (``left_because`` too); whether anything changed."""
        before = {name: getattr(one, name) for name in ("role", "starts_on", "ends_before", "left_because")}
        after = before | values
        if after == before:
            return False
        period = after["starts_on"], after["ends_before"]
        kept = within(period, (before["starts_on"], before["ends_before"]))
        self._check(one.group, one.urn, period, apart_from=one, shorter=kept)
        for name, value in after.items():
            setattr(one, name, value)
        one.recorded_at, one.recorded_by = at, by
        one.save()
        detail = {"after": _plain(after), "before": _plain(before)}
        _event("changed", one, by, at, detail | ({"because": because} if because else {}), was=before["starts_on"])
        return True

    def remove(self, one: Membership, *, by: Person | None, at: datetime, because: str) -> None:
        """Take away a membership that should never have been written; the history keeps that it was."""
        self.of(one.group, one.urn).remove(one)
        _event("removed", one, by, at, {"role": one.role, "ends_before": _text(one.ends_before), "because": because})
        one.delete()

    def _place(self, urn: str) -> str:
        return self._stands.get(urn, urn)

    def _check(
        self, group: Group, urn: str, period: Period, *, apart_from: Membership | None, shorter: bool = False
    ) -> None:
        if group.pk not in self._groups:
            raise NotSense(f"{group.name} has been taken away meanwhile.", "Choose another group.")
        group = self._groups[group.pk]  # as it is now: it may have ended meanwhile
        if group.kept_by != KeptBy.PEOPLE:
            raise NotSense(f"{group.name} follows the national register.", "Change it there, or make a group of yours.")
        school = self.name_of(urn)
        check_period(f"The membership of {school} in {group.name}", period)
        check_group_lives(group.name, period, (group.starts_on, group.ends_before))
        known = self._known.get(self._place(urn))
        # What is kept of a school that has closed since may still be ended, or given another role.
        if known is not None and not known.is_open and not shorter:
            check_school_open(school, period, known.opened_on, known.closed_on)
        others = [each for each in self.of(group, urn) if each is not apart_from]
        check_once(school, group.name, period, [(each.starts_on, each.ends_before) for each in others])


@transaction.atomic
def join(
    *, group: Group, urn: str, role: str = Role.MEMBER, starts_on: date | None, ends_before: date | None = None,
    by: Person | None, at: datetime,
) -> Membership:  # fmt: skip
    """One school joins a group. Raises `NotSense` with the reason where it cannot."""
    return Book([group], [urn]).join(group, urn, role, (starts_on, ends_before), by=by, at=at)


@transaction.atomic
def leave(*, membership: Membership, on: date, because: str, by: Person | None, at: datetime) -> bool:
    """A school leaves a group: ``on`` is the first day it is no longer in it. Whether anything changed: somebody may
    have said the same already. Raises `NotSense`."""
    book = Book([membership.group], [membership.urn])
    return book.change(book.one(membership), ends_before=on, left_because=because, by=by, at=at)


@transaction.atomic
def amend(
    *, membership: Membership, role: str, starts_on: date | None, ends_before: date | None, left_because: str,
    by: Person | None, at: datetime,
) -> bool:  # fmt: skip
    """Write a membership as it ought to have been written; whether anything changed. Raises `NotSense`.

    All of it is written, so nobody else may have changed any of it since ``membership`` was read.
    """
    book = Book([membership.group], [membership.urn])
    values = {"role": role, "starts_on": starts_on, "ends_before": ends_before, "left_because": left_because}
    return book.change(book.one(membership, unchanged=tuple(values)), by=by, at=at, **values)


def _event(
    verb: str, one: Membership, by: Person | None, at: datetime, detail: Mapping[str, Any], was: date | None | str = ""
) -> None:
    start = one.starts_on if was == "" else was
    what = {"urn": one.urn, "starts_on": _text(start if not isinstance(start, str) else None)} | dict(detail)
    record(verb, kind="group", subject=one.group.slug, by=by, at=at, detail=what)


def _plain(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) if not isinstance(value, str) else value for name, value in values.items()}


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
