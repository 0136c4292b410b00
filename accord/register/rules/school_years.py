"""What is decided for the start of a school year: who stays, leaves, moves or changes part; what begins and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Act(StrEnum):
    """What a membership does on the day."""

    STAYS = "stays"
    LEAVES = "leaves"
    CLOSED = "closed"
    """It leaves on the day its school closed, which was earlier."""
    ROLE = "role"
    MOVES = "moves"


@dataclass(frozen=True, slots=True)
class Choice:
    """What one membership does; ``to`` is the role or the slug of the group, ``because`` the reason given."""

    act: Act
    to: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided for a day.

    ``begins`` are new groups by slug, ``ends`` the groups that end, each with its reason, ``choices`` by membership,
    ``lies_in`` where groups lie from the day on: the slug of the other group, empty for in none.
    """

    on: date
    kind: str
    begins: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[int, Choice] = field(default_factory=dict)
    lies_in: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether everything stays as it is."""
        stays = all(each.act is Act.STAYS for each in self.choices.values())
        return stays and not self.begins and not self.ends and not self.lies_in


def read_choice(value: str, because: str) -> Choice | None:
    """A choice as a page sends it (``stays``, ``role:lead``, ``moves:coast``); None for anything else."""
    act, _, to = value.partition(":")
    if act not in list(Act) or bool(to) != (act in (Act.ROLE, Act.MOVES)):
        return None
    return Choice(Act(act), to, because)


def suggested(
    *, is_open: bool, is_closing: bool, closed_on: date | None, starts_on: date | None, on: date, day: str
) -> Choice:
    """What a membership does unless somebody says otherwise: it stays, except where its school has closed or is to.

    ``day`` is ``closed_on`` in words.
    """
    if is_closing and (closed_on is None or closed_on <= on):
        return Choice(Act.LEAVES, because=f"Proposed to close on {day}" if closed_on else "Proposed to close")
    if is_open or (closed_on is not None and closed_on > on):
        return Choice(Act.STAYS)
    if closed_on is None or closed_on == on or (starts_on is not None and starts_on >= closed_on):
        return Choice(Act.LEAVES, because=f"Closed on {day}" if closed_on else "Closed")
    return Choice(Act.CLOSED, because=f"Closed on {day}")


def school_year_start(today: date) -> date:
    """The 1 September with which the school year of a day began."""
    return date(today.year if today.month >= 9 else today.year - 1, 9, 1)


def first_day(today: date) -> date:
    """The 1 September to start from: the one that has just been, until the end of it; else the next."""
    return date(today.year if today.month <= 9 else today.year + 1, 9, 1)
