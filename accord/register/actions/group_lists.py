"""Taking in a list of groups and their members: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.register.actions.groups import make, place
from accord.register.actions.memberships import Book, take_turns
from accord.register.choices import GroupKind, Role
from accord.register.models.groups import Group, Nesting
from accord.register.rules.group_lists import GroupRow, ListProblem, read_rows
from accord.register.rules.memberships import NotSense


class ListRefused(Exception):
    """The list was not taken in; ``problems`` say why and what to do."""

    def __init__(self, problems: Sequence[ListProblem]) -> None:
        super().__init__(f"{len(problems)} problems in the list of groups")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class ListTaken:
    """What a list of groups did."""

    groups_added: int
    memberships_added: int
    memberships_changed: int
    memberships_unchanged: int


def import_groups(*, text: str, by: Person | None, at: datetime) -> ListTaken:
    """Take in a groups CSV (group, kind, urn, role, starts_on, ends_before, parent).

    A line for a membership that is known (same group, URN and start) changes its role and end; the same
    list twice changes nothing. Raises `ListRefused`, with nothing kept, if anything in it makes no sense.
    """
    rows, problems = read_rows(text, GroupKind.values, Role.values)
    if problems:
        raise ListRefused(problems)
    with transaction.atomic():
        groups, added = _groups(rows, by, at)
        take_turns([*groups.values(), *Group.objects.filter(slug__in={slugify(row.parent) for row in rows})])
        _set_parents(rows, groups, by, at)
        taken = ListTaken(added, *_memberships([row for row in rows if row.urn], groups, by, at))
        record("imported", kind="groups", subject="list", by=by, at=at, detail={"groups": len(groups)})
    return taken


def _groups(rows: Sequence[GroupRow], by: Person | None, at: datetime) -> tuple[dict[str, Group], int]:
    groups: dict[str, Group] = {}
    added = 0
    for row in rows:
        if row.group in groups:
            continue
        group = Group.objects.filter(slug=slugify(row.group)).first()
        if group is None:
            group = _made(row, by, at)
            added += 1
        if group.kind != row.kind:
            message = f"{row.group} is already known as {group.get_kind_display().lower()}."
            raise ListRefused([ListProblem(row.line, "kind", row.kind, message, f"Use {group.kind}.")])
        if group.name != row.group:
            message = f"{row.group} would have the same address as {group.name}, which is known."
            fix = f"Write {group.name}, if it is the same group, or tell the two apart."
            raise ListRefused([ListProblem(row.line, "group", row.group, message, fix)])
        groups[row.group] = group
    return groups, added


def _made(row: GroupRow, by: Person | None, at: datetime) -> Group:
    try:
        return make(name=row.group, kind=row.kind, by=by, at=at)
    except NotSense as reason:
        raise ListRefused([_problem(row, "group", row.group, reason)]) from reason


def _set_parents(rows: Sequence[GroupRow], groups: dict[str, Group], by: Person | None, at: datetime) -> None:
    for row in rows:
        if not row.parent:
            continue
        parent = groups.get(row.parent) or Group.objects.filter(slug=slugify(row.parent)).first()
        if parent is None:
            message = f"The parent {row.parent} is neither in the list nor known."
            fix = "Add a line for the parent, or correct its name."
            raise ListRefused([ListProblem(row.line, "parent", row.parent, message, fix)])
        group = groups[row.group]
        if Nesting.objects.filter(inner=group, outer=parent, ends_before=None).exists():
            continue
        try:
            place(inner=group, outer=parent, starts_on=None, by=by, at=at)
        except NotSense as reason:
            raise ListRefused([_problem(row, "parent", row.parent, reason)]) from reason


def _memberships(
    rows: Sequence[GroupRow], groups: dict[str, Group], by: Person | None, at: datetime
) -> tuple[int, int, int]:
    added = changed = unchanged = 0
    book = Book(groups.values(), {row.urn for row in rows})
    for row in rows:
        group = groups[row.group]
        same = next((each for each in book.of(group, row.urn) if each.starts_on == row.starts_on), None)
        try:
            if same is None:
                book.join(group, row.urn, row.role, (row.starts_on, row.ends_before), by=by, at=at)
                added += 1
            elif book.change(same, role=row.role, ends_before=row.ends_before, by=by, at=at):
                changed += 1
            else:
                unchanged += 1
        except NotSense as reason:
            raise ListRefused([_problem(row, "urn", row.urn, reason)]) from reason
    return added, changed, unchanged


def _problem(row: GroupRow, column: str, value: str, reason: NotSense) -> ListProblem:
    return ListProblem(row.line, column, value, reason.message, reason.fix)
