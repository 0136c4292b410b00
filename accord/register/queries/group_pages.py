"""Groups as the register lists them: chosen, counted, and put side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accord.register.choices import IS_OPEN, Category, NumberedBy, Phase
from accord.register.models.groups import Group, Nesting
from accord.register.models.schools import Establishment
from accord.register.queries.groups import within
from accord.register.queries.lineage import standing_for
from accord.register.queries.members import current, on_day

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which groups are asked for, and on which day."""

    on: date
    kept_by: str
    kind: str = ""
    text: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Sized:
    """A group with its schools on a day, and the slugs of the groups that it lies in then."""

    slug: str
    name: str
    kind: str
    kind_name: str
    schools: int
    lies_in: tuple[str, ...]
    lies_in_names: tuple[str, ...]
    starts_on: date | None
    ends_before: date | None


@dataclass(frozen=True, slots=True)
class Makeup:
    """A group's size and make-up on a day. Numbers are None where the register does not know.

    ``known`` counts the schools that the register describes, ``with_pupils`` those whose pupils it knows.
    """

    group: Sized
    known: int
    pupils: int | None
    with_pupils: int
    phases: Mapping[str, int]
    categories: Mapping[str, int]
    religious: int | None
    districts: tuple[str, ...]
    smallest: tuple[str, int] | None
    largest: tuple[str, int] | None
    closed: int


def groups_wanted(wanted: Wanted) -> QuerySet[Group]:
    """The groups asked for, by name. One that begins later is listed too: it is being prepared."""
    rows = Group.objects.filter(kept_by=wanted.kept_by)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    for word in wanted.text.split():
        rows = rows.filter(name__icontains=word)
    return rows if wanted.ended else rows.exclude(ends_before__lte=wanted.on)


def sized(groups: Sequence[Group], on: date) -> list[Sized]:
    """Groups with the number of their schools (places) on a day. Queries do not grow with the groups."""
    members, lies_in = _members(groups, on)
    return [_sized(group, members[group.pk], lies_in.get(group.pk, [])) for group in groups]


def made_up(groups: Sequence[Group], on: date) -> list[Makeup]:
    """Groups with their size and make-up on a day, as the register describes their schools now."""
    members, lies_in = _members(groups, on)
    asked = set().union(*members.values())
    rows = Establishment.objects.filter(urn__in=asked, numbered_by=NumberedBy.GIAS)
    known = {
        each.urn: each
        for each in rows.only("urn", "name", "status", "phase", "category", "religious_character", "pupils", "district")
    }
    return [
        _makeup(
            _sized(group, members[group.pk], lies_in.get(group.pk, [])),
            [known[urn] for urn in sorted(members[group.pk]) if urn in known],
        )
        for group in groups
    ]


def _members(groups: Sequence[Group], on: date) -> tuple[dict[int, set[str]], dict[int, list[Group]]]:
    """For each group the URNs that stand for its places on a day, and the groups that it lies in then."""
    holds: dict[int, list[int]] = {}
    lies_in: dict[int, list[Group]] = {}
    for each in Nesting.objects.filter(on_day(on)).select_related("outer"):
        holds.setdefault(each.outer_id, []).append(each.inner_id)
        lies_in.setdefault(each.inner_id, []).append(each.outer)
    inside = {group.pk: within(group.pk, holds) for group in groups}
    needed = set().union(*inside.values())
    own: dict[int, set[str]] = {}
    for group_id, urn in _memberships(needed, on):
        own.setdefault(group_id, set()).add(urn)
    stands = standing_for(set().union(*own.values()))
    return {pk: {stands[urn] for each in found for urn in own.get(each, ())} for pk, found in inside.items()}, lies_in


MOST_NAMED = 500
"""Above this many groups all memberships of the day are read, rather than asking for each group by number."""


def _memberships(groups: Collection[int], on: date) -> list[tuple[int, str]]:
    rows = current(on).order_by()
    if len(groups) <= MOST_NAMED:
        rows = rows.filter(group_id__in=groups)
    return [row for row in rows.values_list("group_id", "urn") if row[0] in groups]


def _sized(group: Group, members: Collection[str], outer: Sequence[Group]) -> Sized:
    return Sized(
        slug=group.slug,
        name=group.name,
        kind=group.kind,
        kind_name=group.get_kind_display(),
        schools=len(members),
        lies_in=tuple(each.slug for each in outer),
        lies_in_names=tuple(each.name for each in outer),
        starts_on=group.starts_on,
        ends_before=group.ends_before,
    )


def _makeup(group: Sized, schools: Sequence[Establishment]) -> Makeup:
    counted = sorted((each.pupils, each.name) for each in schools if each.pupils is not None)
    return Makeup(
        group=group,
        known=len(schools),
        pupils=sum(pupils for pupils, _ in counted) if counted else None,
        with_pupils=len(counted),
        phases=_counts([each.phase for each in schools], Phase.values),
        categories=_counts([each.category for each in schools], Category.values),
        religious=_religious(schools),
        districts=tuple(sorted({each.district for each in schools if each.district})),
        smallest=(counted[0][1], counted[0][0]) if counted else None,
        largest=(counted[-1][1], counted[-1][0]) if counted else None,
        closed=sum(each.status not in IS_OPEN for each in schools),
    )


def _counts(found: Sequence[str], order: Sequence[str]) -> dict[str, int]:
    return {each: found.count(each) for each in order if each in found}


NOT_RELIGIOUS = frozenset({"none", "does not apply", "not applicable"})


def _religious(schools: Sequence[Establishment]) -> int | None:
    """Schools with a religious character; None where it is known of no school."""
    known = [each.religious_character.strip().lower() for each in schools if each.religious_character.strip()]
    return sum(character not in NOT_RELIGIOUS for character in known) if known else None
