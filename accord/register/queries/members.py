"""Who belongs to a group on a day: a school, or a school of a group inside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accord.register.models.groups import Group, Membership, Nesting
from accord.register.queries.portions import portions
from accord.register.rules.periods import Period, contains, meet


@dataclass(frozen=True, slots=True)
class Belonging:
    """One membership as it bears on a group: by itself, or through a group inside it for as long as it lay there."""

    urn: str
    role: str
    period: Period
    through: str


def on_day(on: date, prefix: str = "") -> Q:
    """The condition that a dated row holds on a day."""
    begun = Q(**{f"{prefix}starts_on": None}) | Q(**{f"{prefix}starts_on__lte": on})
    not_ended = Q(**{f"{prefix}ends_before": None}) | Q(**{f"{prefix}ends_before__gt": on})
    return begun & not_ended


def belongings(group: Group) -> list[Belonging]:
    """Every membership there ever was in a group or in a group inside it. Two queries, whatever its size."""
    return belongings_of([group])[group.pk]


def belongings_of(groups: Collection[Group]) -> dict[int, list[Belonging]]:
    """The same of many groups, by the key of each; no more queries than for one, up to `AT_ONCE` groups."""
    if not groups:
        return {}
    holds = _nestings()
    inside = {group.pk: _inside(group.pk, holds) for group in groups}
    rows = _rows_of({inner for each in inside.values() for inner in each})
    return {pk: _of_one(pk, each, rows) for pk, each in inside.items()}


_Row = tuple[str, str, str, Period]
"""A membership as it is kept: URN, role, the name of its group, from when to when."""


def _rows_of(groups: Iterable[int]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = {}
    for some in portions(sorted(groups)):
        rows = Membership.objects.filter(group_id__in=some).order_by()
        named = rows.values_list("group_id", "urn", "role", "group__name", "starts_on", "ends_before")
        for group, urn, role, name, starts, ends in named:
            found.setdefault(group, []).append((urn, role, name, (starts, ends)))
    return found


def _of_one(pk: int, inside: Mapping[int, Sequence[Period]], rows: Mapping[int, Sequence[_Row]]) -> list[Belonging]:
    found = [
        Belonging(urn, role, period, "" if group == pk else name)
        for group, lays in inside.items()
        for urn, role, name, kept in rows.get(group, ())
        for lay in lays
        if (period := meet([lay, kept])) is not None
    ]
    return sorted(found, key=lambda each: (each.urn, each.period[0] or date.min))


def members_on(group: Group, on: date) -> tuple[str, ...]:
    """URNs of the schools in a group, or in a group inside it, on a day; sorted, each once."""
    return tuple(sorted({each.urn for each in belongings(group) if contains(each.period, on)}))


def current(on: date) -> QuerySet[Membership]:
    """The memberships of a day."""
    return Membership.objects.filter(on_day(on))


def _nestings() -> dict[int, list[tuple[int, Period]]]:
    holds: dict[int, list[tuple[int, Period]]] = {}
    for outer, inner, starts, ends in Nesting.objects.values_list("outer_id", "inner_id", "starts_on", "ends_before"):
        holds.setdefault(outer, []).append((inner, (starts, ends)))
    return holds


def _inside(pk: int, holds: Mapping[int, Sequence[tuple[int, Period]]]) -> dict[int, list[Period]]:
    """The group itself and those that ever lay in it, each with the periods for which it did."""
    found: dict[int, list[Period]] = {pk: [(None, None)]}
    waiting: list[tuple[int, Period, frozenset[int]]] = [(pk, (None, None), frozenset({pk}))]
    while waiting:
        outer, lay, path = waiting.pop()
        for inner, period in holds.get(outer, ()):
            both = meet([lay, period])
            if both is not None and inner not in path:
                found.setdefault(inner, []).append(both)
                waiting.append((inner, both, path | {inner}))
    return found
