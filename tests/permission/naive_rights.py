"""Who may do what, computed a second time in the plainest way. Imports nothing of the product.

Roles, acts, London's clock and the October round are written out by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

ACTS = {
    "councillor": {"look"},
    "teacher": {"look"},
    "data_protection_officer": {"look"},
    "governor_services": {"look", "give"},
    "school_improvement_officer": {"look", "bring"},
    "data_manager": {"look", "bring", "send"},
    "platform_administrator": {"look", "give", "view as"},
}
"""What each role may, of what is asked here. All are confirmed each October."""


def london(moment: datetime) -> date:
    """The day in London at an instant in UTC: an hour ahead from the last Sunday of March to that of October, 01:00."""
    begins, ends = _last_sunday(moment.year, 3), _last_sunday(moment.year, 10)
    plain = moment.replace(tzinfo=None)
    summer = begins <= plain < ends
    return (plain + timedelta(hours=1 if summer else 0)).date()


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1)
    return last - timedelta(days=(last.weekday() + 1) % 7)


@dataclass
class NaiveGrant:
    """A right as a row of a list."""

    person: int
    role: str
    starts: date
    ends: date | None
    given: date
    confirmed: date | None = None


@dataclass
class NaiveWorld:
    """People, their rights, and as whom they look."""

    active: dict[int, bool] = field(default_factory=dict)
    grants: list[NaiveGrant] = field(default_factory=list)
    looks_as: dict[int, int] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)

    def acts(self, person: int, on: date) -> set[str]:
        """What somebody may on a day by their own rights."""
        if not self.active[person]:
            return set()
        found: set[str] = set()
        for each in self.grants:
            if each.person == person and _holds(each, on):
                found |= ACTS[each.role]
        return found

    def may(self, person: int, act: str, on: date) -> bool:
        """What somebody may, looking as somebody else perhaps; that stops with the right to do so."""
        own = self.acts(person, on)
        if person in self.looks_as and "view as" not in own:
            del self.looks_as[person]
        if person in self.looks_as:
            return act in own and act in self.acts(self.looks_as[person], on)
        return act in own

    def end(self, grant: NaiveGrant, on: date) -> None:
        """End a right before a day; one that has not begun never holds."""
        day = max(on, grant.starts)
        if grant.ends is None or grant.ends > day:
            grant.ends = day

    def october(self, year: int) -> int:
        """The first of November: what nobody confirmed since the first of October ends; says how many did.

        The last administrator who may sign in stays.
        """
        opened, closes, number = date(year, 10, 1), date(year, 11, 1), 0
        for each in sorted(self.grants, key=lambda grant: grant.person):
            new = each.starts >= opened or each.given >= opened
            if _holds(each, closes) and not new and (each.confirmed is None or each.confirmed < opened):
                same = (other for other in self.grants if other is not each and other.role == each.role)
                others = any(_holds(other, closes) and self.active[other.person] for other in same)
                if others or each.role != "platform_administrator":
                    each.ends, number = closes, number + 1
        return number


def _holds(grant: NaiveGrant, on: date) -> bool:
    return grant.starts <= on and (grant.ends is None or on < grant.ends)
