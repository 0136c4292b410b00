"""What the register knows of a subject's members on a day, in a form that can be kept and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accord.performance.selections import Who, WhoKind
from accord.register.choices import GroupKind
from accord.register.models.groups import Group
from accord.register.queries.groups import groups_called, groups_with_schools
from accord.register.queries.lineage import Ancestry, Known, ancestries, known_of, standing_for
from accord.register.queries.members import belongings_of
from accord.register.rules.clocks import Clock, members_by_year
from accord.register.rules.lineage import How, Succession
from accord.register.rules.periods import Period, contains


@dataclass(frozen=True, slots=True)
class Recorded:
    """A subject as the register had it: its name, who belonged to it when, and the history of each place.

    ``stands`` leads from a number that was recorded to the one that stands for its place.
    """

    name: str
    periods: tuple[tuple[str, Period], ...]
    stands: Mapping[str, str]
    histories: tuple[Ancestry, ...]
    known: tuple[tuple[str, Known], ...]

    def members(self, clock: Clock, years: Sequence[int], counted_on: str, on: date) -> dict[int, tuple[str, ...]]:
        """The places that count in each year under a clock, each by the URN that stands for it; sorted."""
        found = members_by_year(clock, years, counted_on, on, self.places_on)
        return {year: tuple(sorted(places)) for year, places in found.items()}

    def places_on(self, day: date) -> frozenset[str]:
        """The places that belonged on a day, each by the URN that stands for it."""
        return frozenset(self.stands[urn] for urn, period in self.periods if contains(period, day))

    def as_json(self) -> dict[str, Any]:
        """Plain values, from which `recorded_from` makes an equal one."""
        return {
            "name": self.name,
            "periods": [[urn, _said(starts), _said(ends)] for urn, (starts, ends) in self.periods],
            "stands": dict(sorted(self.stands.items())),
            "histories": [_plain(each) for each in self.histories],
            "known": [[urn, each.name, each.authority, each.is_special] for urn, each in self.known],
        }


def recorded(who: Who) -> Recorded | None:
    """What the register knows of a subject now; None for one whose schools each year's own file names."""
    found = recorded_of([who])[who]
    if found is None:
        return None
    known = known_of({urn for each in found.histories for urn in each.urns})
    return replace(found, known=tuple(sorted(known.items(), key=_urn)))


def recorded_of(whos: Sequence[Who]) -> dict[Who, Recorded | None]:
    """The same of many in as many queries as of one, without what is known of their schools beside history."""
    groups = _groups(whos)
    members = belongings_of(list(groups.values()))
    periods = {who: [(each.urn, each.period) for each in members[group.pk]] for who, group in groups.items()}
    periods |= {who: [(urn, (None, None)) for urn in who.urns] for who in whos if who.kind is WhoKind.URNS}
    stands = standing_for({urn for held in periods.values() for urn, _ in held})
    histories = ancestries(sorted({stands[urn] for held in periods.values() for urn, _ in held}))

    def of_one(who: Who) -> Recorded:
        held, theirs = tuple(sorted(periods[who], key=_in_order)), {urn: stands[urn] for urn, _ in periods[who]}
        name = groups[who].name if who in groups else ""
        return Recorded(name, held, theirs, tuple(histories[place] for place in sorted(set(theirs.values()))), ())

    return {who: of_one(who) if who in periods else None for who in whos}


def recorded_from(plain: Mapping[str, Any]) -> Recorded:
    """What was kept as plain values."""
    return Recorded(
        name=plain["name"],
        periods=tuple((urn, (_day(starts), _day(ends))) for urn, starts, ends in plain["periods"]),
        stands=plain["stands"],
        histories=tuple(_history(each) for each in plain["histories"]),
        known=tuple((urn, Known(*told)) for urn, *told in plain["known"]),
    )


def _groups(whos: Sequence[Who]) -> dict[Who, Group]:
    slugs = [who.name for who in whos if who.kind is WhoKind.GROUP]
    codes = [who.name for who in whos if who.kind is WhoKind.AUTHORITY]
    called = groups_called(slugs) if slugs else {}
    authorities = groups_with_schools(GroupKind.AUTHORITY, codes) if codes else {}
    by_kind = {WhoKind.GROUP: called, WhoKind.AUTHORITY: authorities}
    return {who: by_kind[who.kind][who.name] for who in whos if who.name in by_kind.get(who.kind, {})}


def _urn(known: tuple[str, Known]) -> str:
    return known[0]


def _in_order(held: tuple[str, Period]) -> tuple[str, str, str]:
    urn, (starts, ends) = held
    return urn, _said(starts) or "", _said(ends) or ""


def _plain(history: Ancestry) -> dict[str, Any]:
    steps = [[each.older, each.newer, str(each.how), _said(each.on), each.recorded_by] for each in history.steps]
    days = [[urn, _said(opened), _said(closed)] for urn, opened, closed in history.open_on]
    return {"urn": history.urn, "steps": steps, "open_on": days}


def _history(plain: Mapping[str, Any]) -> Ancestry:
    steps = [Succession(older, newer, How(how), _day(on), by) for older, newer, how, on, by in plain["steps"]]
    days = [(urn, _day(opened), _day(closed)) for urn, opened, closed in plain["open_on"]]
    return Ancestry(plain["urn"], tuple(steps), tuple(days))


def _said(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
