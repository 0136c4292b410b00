"""What the register knows of a subject's members on a day, in a form that can be kept and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accord.performance.selections import Who, WhoKind
from accord.register.choices import GroupKind
from accord.register.models.groups import Group
from accord.register.queries.groups import group_called, national_group
from accord.register.queries.lineage import Ancestry, Known, ancestries, known_of, standing_for
from accord.register.queries.members import belongings
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
        """The places that count in each year under a clock, as `members_through_years` has them of today."""

        def places_on(day: date) -> frozenset[str]:
            return frozenset(self.stands[urn] for urn, period in self.periods if contains(period, day))

        found = members_by_year(clock, years, counted_on, on, places_on)
        return {year: tuple(sorted(places)) for year, places in found.items()}

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
    if who.kind is WhoKind.URNS:
        return _recorded("", [(urn, (None, None)) for urn in who.urns])
    group = _group(who)
    if group is None:
        return None
    return _recorded(group.name, [(each.urn, each.period) for each in belongings(group)])


def recorded_from(plain: Mapping[str, Any]) -> Recorded:
    """What was kept as plain values."""
    return Recorded(
        name=plain["name"],
        periods=tuple((urn, (_day(starts), _day(ends))) for urn, starts, ends in plain["periods"]),
        stands=plain["stands"],
        histories=tuple(_history(each) for each in plain["histories"]),
        known=tuple((urn, Known(*told)) for urn, *told in plain["known"]),
    )


def _group(who: Who) -> Group | None:
    if who.kind is WhoKind.GROUP:
        return group_called(who.name)
    return national_group(GroupKind.AUTHORITY, who.name) if who.kind is WhoKind.AUTHORITY else None


def _recorded(name: str, periods: Sequence[tuple[str, Period]]) -> Recorded:
    stands = standing_for({urn for urn, _ in periods})
    histories = tuple(ancestries(sorted(set(stands.values()))).values())
    known = known_of({urn for each in histories for urn in each.urns})
    told = tuple(sorted(known.items(), key=_urn))
    return Recorded(name, tuple(sorted(periods, key=_in_order)), stands, histories, told)


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
