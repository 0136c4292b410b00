"""What schools were and became: the successions around some URNs, asked step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from accord.register.choices import IS_OPEN, NumberedBy
from accord.register.models.links import Succession
from accord.register.models.schools import Establishment
from accord.register.queries.portions import portions
from accord.register.rules import lineage as rules

MOST_STEPS = 40
"""A chain longer than this is no school's history."""


@dataclass(frozen=True, slots=True)
class Ancestry:
    """A place and every establishment whose results are part of its history.

    ``urn`` stands for the place; ``steps`` lead from it back, nearest first; ``open_on`` gives opening and
    closing days where the register knows them.
    """

    urn: str
    steps: tuple[rules.Succession, ...] = ()
    open_on: tuple[tuple[str, date | None, date | None], ...] = ()

    @property
    def urns(self) -> tuple[str, ...]:
        """Every URN of its history, its own first."""
        return tuple(dict.fromkeys([self.urn, *(step.older for step in self.steps)]))

    @property
    def days(self) -> rules.Days:
        """Opening and closing days by URN."""
        return {urn: (opened, closed) for urn, opened, closed in self.open_on}


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows of an establishment that a figure may need."""

    name: str
    authority: str
    is_special: bool


def standing_for(urns: Iterable[str]) -> dict[str, str]:
    """For each URN the URN that stands for its place today; itself where nothing is known to have followed it."""
    asked = set(urns)
    known = dict(_rows(asked, "urn", "school__address"))
    # Links are national, and extracts may not be: what followed a school may lie beyond what is described here.
    ends = asked - set(known) | {urn for urn in known.values() if urn}
    onward = rules.places(ends, _gather(ends, "older"), _open_facts(ends)) if ends else {}
    return {urn: onward.get(known.get(urn, urn), known.get(urn, urn)) for urn in asked}


def _open_facts(urns: Iterable[str]) -> dict[str, rules.Facts]:
    return {urn: rules.Facts(urn, status in IS_OPEN) for urn, status in _rows(urns, "urn", "status")}


def _rows(urns: Iterable[str], *fields: str) -> Iterator[tuple[Any, ...]]:
    """Some fields of establishments, by DfE's numbers; a query for every `AT_ONCE` of them."""
    for some in portions(sorted(set(urns))):
        yield from (
            Establishment.objects.filter(urn__in=some, numbered_by=NumberedBy.GIAS).order_by().values_list(*fields)
        )


def ancestries(places: Iterable[str]) -> dict[str, Ancestry]:
    """The history of each place, named by the URN that stands for it."""
    asked = tuple(dict.fromkeys(places))
    index = rules.Lineages(_gather(asked, "newer"))
    histories = {urn: index.lineage_of(urn) for urn in asked}
    everyone = {urn for urn, steps in histories.items() if steps}
    everyone |= {step.older for steps in histories.values() for step in steps}
    days = {urn: (opened, closed) for urn, opened, closed in _rows(everyone, "urn", "opened_on", "closed_on")}
    return {urn: Ancestry(urn, steps, _days(urn, steps, days)) for urn, steps in histories.items()}


Days = tuple[tuple[str, date | None, date | None], ...]


def _days(urn: str, steps: Iterable[rules.Succession], days: rules.Days) -> Days:
    urns = sorted({urn, *(step.older for step in steps)})
    return tuple((each, *days[each]) for each in urns if each in days)


def known_of(urns: Iterable[str]) -> dict[str, Known]:
    """What the register knows of some establishments; those it does not know are left out."""
    rows = _rows(urns, "urn", "name", "la_code", "category")
    return {urn: Known(name, la, category == "special") for urn, name, la, category in rows}


def relatives(urns: Iterable[str]) -> dict[str, frozenset[str]]:
    """The establishments that some followed or were followed by, a step away."""
    asked = set(urns)
    found: dict[str, set[str]] = {urn: set() for urn in asked}
    for older, newer in _pairs(asked):
        if older in asked:
            found[older].add(newer)
        if newer in asked:
            found[newer].add(older)
    return {urn: frozenset(near) for urn, near in found.items()}


def _pairs(urns: set[str]) -> list[tuple[str, str]]:
    rows = Succession.objects.order_by()
    back = rows.filter(newer__in=urns).values_list("older", "newer")
    forth = rows.filter(older__in=urns).values_list("older", "newer")
    return [*back, *forth]


def _gather(urns: Iterable[str], side: str) -> list[rules.Succession]:
    """All successions reached from some URNs, going back (``newer``) or forth (``older``); a query a step."""
    other = "older" if side == "newer" else "newer"
    found: dict[tuple[str, str], rules.Succession] = {}
    seen: set[str] = set()
    frontier = set(urns)
    for _ in range(MOST_STEPS):
        if not frontier:
            break
        seen |= frontier
        reached = set()
        for some in portions(sorted(frontier)):
            for row in Succession.objects.filter(**{f"{side}__in": some}).order_by():
                found[row.older, row.newer] = rules.Succession(
                    row.older, row.newer, rules.How(row.how), row.on, row.recorded_by
                )
                reached.add(getattr(row, other))
        frontier = reached - seen
    return list(found.values())
