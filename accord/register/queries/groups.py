"""Groups, and the schools in them on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accord.register.models.groups import Group, Membership


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with the number of its schools on a day."""

    slug: str
    name: str
    kind: str
    kind_name: str
    parent: str
    schools: int


def group_called(slug: str) -> Group | None:
    """The group at this address, or None."""
    return Group.objects.filter(slug=slug).first()


def members_on(group: Group, on: date) -> tuple[str, ...]:
    """URNs of the schools in a group, or in a group inside it, on a day; sorted, each once."""
    ids = [each.pk for each in _with_those_inside(group)]
    return tuple(sorted(set(_current(on).filter(group_id__in=ids).values_list("urn", flat=True))))


def groups_with_sizes(on: date) -> list[GroupLine]:
    """Every group with its number of schools on a day, by name."""
    groups = list(Group.objects.select_related("parent"))
    children: dict[int | None, list[Group]] = {}
    for group in groups:
        children.setdefault(group.parent_id, []).append(group)
    schools: dict[int, set[str]] = {group.pk: set() for group in groups}
    for group_id, urn in _current(on).values_list("group_id", "urn"):
        schools[group_id].add(urn)
    return [
        GroupLine(
            slug=group.slug,
            name=group.name,
            kind=group.kind,
            kind_name=group.get_kind_display(),
            parent=group.parent.name if group.parent else "",
            schools=len(set().union(*(schools[each.pk] for each in _descend(group, children)))),
        )
        for group in groups
    ]


def every_member(on: date) -> tuple[str, ...]:
    """URNs of all schools that are in any group on a day; sorted, each once."""
    return tuple(sorted(set(_current(on).values_list("urn", flat=True))))


def groups_of(urns: Sequence[str], on: date) -> dict[str, list[str]]:
    """For each URN the slugs of the groups it is in on a day."""
    found: dict[str, list[str]] = {urn: [] for urn in urns}
    for urn, slug in _current(on).filter(urn__in=urns).values_list("urn", "group__slug"):
        found[urn].append(slug)
    return found


def _current(on: date) -> QuerySet[Membership]:
    begun = Q(starts_on=None) | Q(starts_on__lte=on)
    not_ended = Q(ends_before=None) | Q(ends_before__gt=on)
    return Membership.objects.filter(begun & not_ended)


def _with_those_inside(group: Group) -> list[Group]:
    children: dict[int | None, list[Group]] = {}
    for each in Group.objects.exclude(parent=None):
        children.setdefault(each.parent_id, []).append(each)
    return _descend(group, children)


def _descend(group: Group, children: dict[int | None, list[Group]]) -> list[Group]:
    found, waiting = [], [group]
    while waiting:
        each = waiting.pop()
        if each in found:
            continue
        found.append(each)
        waiting.extend(children.get(each.pk, []))
    return found
