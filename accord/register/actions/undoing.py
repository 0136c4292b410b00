"""What a list did to groups, kept so that it can be taken back exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from accord.accounts.models.people import Person
from accord.register.actions.groups import unmake, unplace
from accord.register.actions.memberships import Book
from accord.register.models.groups import Group, Membership, Nesting
from accord.register.rules.memberships import NotSense

State = dict[str, Any]


class Steps:
    """The steps of one list in the order they were taken, as plain values."""

    def __init__(self) -> None:
        self._steps: list[State] = []

    def as_json(self) -> State:
        """The steps, to be kept with the list."""
        return {"steps": self._steps}

    def group_made(self, group: Group) -> None:
        """A group was made."""
        self._steps.append({"did": "group", "id": group.pk, "after": _group_state(group)})

    def placed(self, nesting: Nesting) -> None:
        """A group was put inside another."""
        self._steps.append({"did": "placed", "id": nesting.pk, "after": _nesting_state(nesting)})

    def joined(self, one: Membership) -> None:
        """A school joined."""
        self._steps.append({"did": "joined", "id": one.pk, "after": _membership_state(one)})

    def before(self, one: Membership) -> State:
        """A membership as it is, to be given to `changed` afterwards."""
        return _membership_state(one)

    def changed(self, one: Membership, before: State) -> None:
        """A membership was changed."""
        self._steps.append({"did": "changed", "id": one.pk, "before": before, "after": _membership_state(one)})


def take_back(undoing: Mapping[str, Any], *, because: str, by: Person | None, at: datetime) -> None:
    """Take steps back, the last first. Raises `NotSense`, in the caller's transaction, where one no longer holds."""
    steps: Sequence[State] = list(reversed(undoing.get("steps", [])))
    written = [step["after"] for step in steps if step["did"] in ("joined", "changed")]
    placed = {step["after"]["inner"] for step in steps if step["did"] == "placed"}
    touched = placed | {each["group"] for each in written}
    made = [step["id"] for step in steps if step["did"] == "group"]
    book = Book(Group.objects.filter(Q(slug__in=touched) | Q(pk__in=made)), {each["urn"] for each in written})
    memberships = _found(Membership, steps, ("joined", "changed"))  # read when it is our turn
    nestings = _found(Nesting, steps, ("placed",))
    groups = _found(Group, steps, ("group",))
    for step in steps:
        if step["did"] in ("joined", "changed"):
            one = memberships.get(step["id"])
            _check_membership(one, step)
            _take_back_membership(book, one, step, because, by, at)
    for step in steps:
        if step["did"] == "placed":
            nesting = nestings.get(step["id"])
            if nesting is None or _nesting_state(nesting) != step["after"]:
                raise _later(f"Where {step['after']['inner']} lies", "has been changed")
            unplace(nesting=nesting, because=because, by=by, at=at)
    for step in steps:
        if step["did"] == "group" and step["id"] in groups:
            group = groups[step["id"]]
            if _group_state(group) != step["after"]:
                raise _later(step["after"]["name"], "has been renamed or ended")
            unmake(group=group, because=because, by=by, at=at)


def _found(model: Any, steps: Sequence[State], dids: Sequence[str]) -> dict[int, Any]:
    ids = [step["id"] for step in steps if step["did"] in dids]
    rows = model.objects.filter(pk__in=ids)
    if model is Membership:
        rows = rows.select_related("group")
    if model is Nesting:
        rows = rows.select_related("inner", "outer")
    return {row.pk: row for row in rows}


def _check_membership(one: Membership | None, step: State) -> None:
    after = step["after"]
    if one is None:
        raise _later(f"The membership of {after['urn']} in {after['group']}", "has been taken away")
    if _membership_state(one) != after:
        who = f" by {one.recorded_by}" if one.recorded_by else ""
        day = f"{one.recorded_at.day} {one.recorded_at:%B %Y}"
        raise _later(f"The membership of {one.urn} in {one.group.name}", f"was changed on {day}{who}")


def _take_back_membership(
    book: Book, one: Membership, step: State, because: str, by: Person | None, at: datetime
) -> None:
    kept = book.one(one)
    if step["did"] == "joined":
        book.remove(kept, by=by, at=at, because=because)
        return
    before = step["before"]
    book.change(
        kept,
        role=before["role"],
        starts_on=_day(before["starts_on"]),
        ends_before=_day(before["ends_before"]),
        left_because=before["left_because"],
        by=by,
        at=at,
        because=because,
    )
    # Who recorded it is part of what it was: a list before this one can only be undone if it finds its own.
    Membership.objects.filter(pk=kept.pk).update(
        recorded_at=datetime.fromisoformat(before["recorded_at"]), recorded_by=before["recorded_by"]
    )


def _later(what: str, happened: str) -> NotSense:
    return NotSense(f"{what} {happened} since this list was put in force.", "Take that change back first.")


def _membership_state(one: Membership) -> State:
    return {
        "group": one.group.slug,
        "urn": one.urn,
        "role": str(one.role),
        "starts_on": _text(one.starts_on),
        "ends_before": _text(one.ends_before),
        "left_because": one.left_because,
        "recorded_at": one.recorded_at.isoformat(),
        "recorded_by": one.recorded_by_id,
    }


def _nesting_state(one: Nesting) -> State:
    return {
        "inner": one.inner.slug,
        "outer": one.outer.slug,
        "starts_on": _text(one.starts_on),
        "ends_before": _text(one.ends_before),
    }


def _group_state(one: Group) -> State:
    return {"name": one.name, "kind": str(one.kind), "ends_before": _text(one.ends_before)}


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
