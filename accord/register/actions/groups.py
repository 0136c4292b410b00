"""Taking in a list of groups and their members: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.register.choices import GroupKind, Role
from accord.register.models.groups import Group, Membership
from accord.register.rules.group_lists import GroupRow, ListProblem, periods_overlap, read_rows


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
        groups, added = _groups(rows)
        _set_parents(rows, groups)
        taken = ListTaken(added, *_memberships([row for row in rows if row.urn], groups, by, at))
        record("imported", kind="groups", subject="list", by=by, at=at, detail={"groups": len(groups)})
    return taken


def _groups(rows: Sequence[GroupRow]) -> tuple[dict[str, Group], int]:
    groups: dict[str, Group] = {}
    added = 0
    for row in rows:
        if row.group in groups:
            continue
        slug = slugify(row.group)
        group, new = Group.objects.get_or_create(slug=slug, defaults={"name": row.group, "kind": row.kind})
        if not new and group.kind != row.kind:
            message = f"{row.group} is already known as {group.get_kind_display().lower()}."
            raise ListRefused([ListProblem(row.line, "kind", row.kind, message, f"Use {group.kind}.")])
        if group.name != row.group:
            message = f"{row.group} would have the same address as {group.name}, which is known."
            fix = f"Write {group.name}, if it is the same group, or tell the two apart."
            raise ListRefused([ListProblem(row.line, "group", row.group, message, fix)])
        groups[row.group] = group
        added += new
    return groups, added


def _set_parents(rows: Sequence[GroupRow], groups: dict[str, Group]) -> None:
    for row in rows:
        if not row.parent:
            continue
        parent = groups.get(row.parent) or Group.objects.filter(slug=slugify(row.parent)).first()
        if parent is None:
            message = f"The parent {row.parent} is neither in the list nor known."
            fix = "Add a line for the parent, or correct its name."
            raise ListRefused([ListProblem(row.line, "parent", row.parent, message, fix)])
        group = groups[row.group]
        if _is_inside(parent, group):
            message = f"{row.group} would be inside itself."
            raise ListRefused([ListProblem(row.line, "parent", row.parent, message, "Break the circle.")])
        group.parent = parent
        group.save(update_fields=["parent"])


def _is_inside(group: Group | None, other: Group) -> bool:
    while group is not None:
        if group.pk == other.pk:
            return True
        group = group.parent
    return False


def _memberships(
    rows: Sequence[GroupRow], groups: dict[str, Group], by: Person | None, at: datetime
) -> tuple[int, int, int]:
    added = changed = unchanged = 0
    kept = Membership.objects.filter(group__in=groups.values())
    known: dict[tuple[int, str], list[Membership]] = {}
    for each in kept:
        known.setdefault((each.group_id, each.urn), []).append(each)
    for row in rows:
        group = groups[row.group]
        others = known.setdefault((group.pk, row.urn), [])
        same = next((each for each in others if each.starts_on == row.starts_on), None)
        if same is None:
            same = Membership(group=group, urn=row.urn, starts_on=row.starts_on)
            others.append(same)
            added += 1
        elif (same.role, same.ends_before) == (row.role, row.ends_before):
            unchanged += 1
            continue
        else:
            changed += 1
        same.role, same.ends_before = row.role, row.ends_before
        same.recorded_at, same.recorded_by = at, by
        _refuse_twice_at_once(row, same, others)
        same.save()
    return added, changed, unchanged


def _refuse_twice_at_once(row: GroupRow, one: Membership, others: Sequence[Membership]) -> None:
    for other in others:
        if other is not one and periods_overlap((one.starts_on, one.ends_before), (other.starts_on, other.ends_before)):
            message = f"{row.urn} is already in {row.group} from {other.starts_on or 'the beginning'}."
            fix = "End that membership first, or give the same start to change it."
            raise ListRefused([ListProblem(row.line, "urn", row.urn, message, fix)])
