"""Who belongs to a group on a day: a school, or a school of a group inside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accord.register.models.groups import Group, Membership, Nesting
from accord.register.queries.lineage import standing_for
from accord.register.rules.clocks import Clock, members_by_year
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
    """Every membership there ever was in a group or in a group inside it. Three queries, whatever its size."""
    inside = _inside(group.pk)
    found = []
    rows = Membership.objects.filter(group_id__in=inside).select_related("group").order_by("urn", "starts_on")
    for each in rows:
        for lay in inside[each.group_id]:
            period = meet([lay, (each.starts_on, each.ends_before)])
            if period is not None:
                through = "" if each.group_id == group.pk else each.group.name
                found.append(Belonging(each.urn, each.role, period, through))
    return found


def members_on(group: Group, on: date) -> tuple[str, ...]:
    """URNs of the schools in a group, or in a group inside it, on a day; sorted, each once."""
    return tuple(sorted({each.urn for each in belongings(group) if contains(each.period, on)}))


def members_through_years(
    group: Group, clock: Clock, years: Sequence[int], counted_on: str, on: date
) -> Mapping[int, tuple[str, ...]]:
    """The places that count in each year under a clock, each by the URN that stands for it; sorted.

    A school that the register does not know stands for itself.
    """
    known = belongings(group)
    stands = standing_for({each.urn for each in known})

    def places_on(day: date) -> frozenset[str]:
        return frozenset(stands[each.urn] for each in known if contains(each.period, day))

    found = members_by_year(clock, years, counted_on, on, places_on)
    return {year: tuple(sorted(members)) for year, members in found.items()}


def current(on: date) -> QuerySet[Membership]:
    """The memberships of a day."""
    return Membership.objects.filter(on_day(on))


def _inside(pk: int) -> dict[int, list[Period]]:
    """The group itself and those that ever lay in it, each with the periods for which it did."""
    holds: dict[int, list[tuple[int, Period]]] = {}
    for outer, inner, starts, ends in Nesting.objects.values_list("outer_id", "inner_id", "starts_on", "ends_before"):
        holds.setdefault(outer, []).append((inner, (starts, ends)))
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
