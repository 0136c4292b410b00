"""The groups that have schools of an authority in them, of every kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accord.register.choices import GroupKind, NumberedBy
from accord.register.models.groups import Group, Nesting
from accord.register.models.schools import Establishment
from accord.register.queries.group_pages import sized
from accord.register.queries.groups import within
from accord.register.queries.members import current, on_day
from accord.register.queries.portions import portions


@dataclass(frozen=True, slots=True)
class Inside:
    """A group with how many of its schools on a day lie in an authority, and how many it has in all."""

    group: Group
    here: int
    schools: int


@dataclass(frozen=True, slots=True)
class GroupsOfAuthority:
    """The groups of one kind, by name, and how many there are of each kind."""

    kind: str
    kinds: Mapping[str, int]
    groups: tuple[Inside, ...]


PREFERRED = (GroupKind.ALLIANCE, GroupKind.AREA_PARTNERSHIP, GroupKind.TRUST, GroupKind.FEDERATION)
"""The kinds shown first where nobody named one."""


def groups_of_authority(authority: str, kind: str, on: date, also: Collection[str] = ()) -> GroupsOfAuthority:
    """The groups with schools of an authority on a day; those that hold such groups too.

    Without a kind, those of the first of `PREFERRED` that there are. ``also`` names schools that releases list in the
    authority, whatever the register knows. Queries do not grow with groups.
    """
    known = Establishment.objects.filter(la_code=authority, numbered_by=NumberedBy.GIAS).order_by()
    place_of: dict[str, int | str] = {urn: urn for urn in also} | dict(known.values_list("urn", "school_id"))
    places: dict[int, set[int | str]] = {}
    for some in portions(place_of):
        rows = current(on).filter(urn__in=some).order_by()
        for group, urn in rows.values_list("group_id", "urn"):
            places.setdefault(group, set()).add(place_of[urn])
    holds, outer = _nestings(on)
    touched = set(places)
    for group in places:
        touched |= within(group, outer)
    groups = Group.objects.filter(pk__in=touched).exclude(kind=GroupKind.AUTHORITY)
    found = list(groups)
    kinds = {each.value: number for each in GroupKind if (number := sum(one.kind == each for one in found))}
    kind = kind or next((str(each) for each in PREFERRED if each in kinds), next(iter(kinds), PREFERRED[0]))
    chosen = [each for each in found if each.kind == kind]
    sizes = {each.slug: each.schools for each in sized(chosen, on)} if chosen else {}
    return GroupsOfAuthority(
        kind, kinds, tuple(Inside(each, len(_here(each.pk, holds, places)), sizes[each.slug]) for each in chosen)
    )


def _nestings(on: date) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """What each group holds on a day, and what it lies in."""
    holds: dict[int, list[int]] = {}
    outer: dict[int, list[int]] = {}
    for inner, outside in Nesting.objects.filter(on_day(on)).values_list("inner_id", "outer_id"):
        holds.setdefault(outside, []).append(inner)
        outer.setdefault(inner, []).append(outside)
    return holds, outer


def _here(pk: int, holds: Mapping[int, Sequence[int]], places: Mapping[int, Collection[int | str]]) -> set[int | str]:
    return set().union(*(places.get(each, ()) for each in within(pk, holds)))
