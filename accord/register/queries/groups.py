"""Groups, their sizes, and how they lie in one another on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from accord.register.choices import KeptBy
from accord.register.models.groups import Group, Membership, Nesting
from accord.register.queries.members import current, on_day
from accord.register.queries.portions import portions


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with the number of its schools on a day, and the groups it lies in then."""

    slug: str
    name: str
    kind: str
    kind_name: str
    parent: str
    parents: tuple[str, ...]
    schools: int
    ended: bool


def group_called(slug: str) -> Group | None:
    """The group at this address, or None."""
    return Group.objects.filter(slug=slug).first()


def groups_called(slugs: Iterable[str]) -> dict[str, Group]:
    """The groups at some addresses, by address; a query for every `AT_ONCE`."""
    return {each.slug: each for some in portions(slugs) for each in Group.objects.filter(slug__in=some).order_by()}


def national_group(kind: str, code: str) -> Group | None:
    """The group of a kind that the national register knows by a code, or None."""
    return Group.objects.filter(kind=kind, kept_by=KeptBy.GIAS, code=code).first()


def groups_with_schools(kind: str, codes: Iterable[str]) -> dict[str, Group]:
    """The groups of a kind that the national register knows by some codes and that ever had a school, by code."""
    national = Group.objects.filter(kind=kind, kept_by=KeptBy.GIAS).order_by()
    ever = Membership.objects.filter(group=OuterRef("pk"))
    return {each.code: each for some in portions(codes) for each in national.filter(Exists(ever), code__in=some)}


def groups_with_sizes(on: date, *, kept_by: str = KeptBy.PEOPLE, kinds: Collection[str] = ()) -> list[GroupLine]:
    """The groups of some kinds (of all, unless any is named) with their schools on a day, by name."""
    chosen = Group.objects.filter(kept_by=kept_by)
    if kinds:
        chosen = chosen.filter(kind__in=kinds)
    groups = list(chosen)
    nestings = list(Nesting.objects.filter(on_day(on)).select_related("outer"))
    holds: dict[int, list[int]] = {}
    lies_in: dict[int, list[Group]] = {}
    for each in nestings:
        holds.setdefault(each.outer_id, []).append(each.inner_id)
        lies_in.setdefault(each.inner_id, []).append(each.outer)
    needed = set().union(*(within(group.pk, holds) for group in groups)) if groups else set()
    schools = _schools_of(needed if holds or kinds else None, on, kept_by)
    return [
        GroupLine(
            slug=group.slug,
            name=group.name,
            kind=group.kind,
            kind_name=group.get_kind_display(),
            parent=", ".join(outer.name for outer in lies_in.get(group.pk, [])),
            parents=tuple(outer.slug for outer in lies_in.get(group.pk, [])),
            schools=len(set().union(*(schools.get(pk, set()) for pk in within(group.pk, holds)))),
            ended=group.ends_before is not None and group.ends_before <= on,
        )
        for group in groups
    ]


def _schools_of(groups: Iterable[int] | None, on: date, kept_by: str) -> Mapping[int, set[str]]:
    rows = current(on)
    rows = rows.filter(group__kept_by=kept_by) if groups is None else rows.filter(group_id__in=list(groups))
    found: dict[int, set[str]] = {}
    for group_id, urn in rows.order_by().values_list("group_id", "urn"):
        found.setdefault(group_id, set()).add(urn)
    return found


def within(pk: int, holds: Mapping[int, Sequence[int]]) -> set[int]:
    """A group and all groups inside it, however deep; a circle is gone round once."""
    found, waiting = {pk}, [pk]
    while waiting:
        inside = [inner for inner in holds.get(waiting.pop(), ()) if inner not in found]
        found.update(inside)
        waiting.extend(inside)
    return found


def every_member(on: date) -> tuple[str, ...]:
    """URNs of all schools that are in any group kept here on a day; sorted, each once."""
    rows = current(on).filter(group__kept_by=KeptBy.PEOPLE).order_by()
    return tuple(sorted(set(rows.values_list("urn", flat=True))))


def groups_of(urns: Sequence[str], on: date) -> dict[str, list[str]]:
    """For each URN the slugs of the groups kept here that it is in on a day."""
    found: dict[str, list[str]] = {urn: [] for urn in urns}
    rows = current(on).filter(urn__in=urns, group__kept_by=KeptBy.PEOPLE)
    for urn, slug in rows.values_list("urn", "group__slug"):
        found[urn].append(slug)
    return found
