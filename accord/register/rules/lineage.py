"""What followed what: the successions of establishments, the places they make, and whose results count.

An open establishment is followed by nobody, so no place ever has two that are open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class How(StrEnum):
    """How one establishment followed another."""

    CONTINUED = "continued"
    AMALGAMATED = "amalgamated"
    MERGED = "merged"
    SPLIT = "split"
    FRESH_START = "fresh_start"
    NEW_SPONSOR = "new_sponsor"


NEW_STARTS = (How.SPLIT, How.FRESH_START, How.NEW_SPONSOR)
"""Successions that join a history for context only; whoever shows it says so."""
ONE_TO_ONE = (How.CONTINUED, How.FRESH_START, How.NEW_SPONSOR)
"""Successions in which two rows of one year would be the same pupils."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the register knows of an establishment that bears on its lineage; None where it does not know."""

    urn: str
    is_open: bool | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    reason_opened: str = ""
    reason_closed: str = ""
    low_age: int | None = None
    high_age: int | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """``newer`` followed ``older``; ``recorded_by`` says whose record tells it: both, older or newer."""

    older: str
    newer: str
    how: How
    on: date | None = None
    recorded_by: str = "both"


class Lineages:
    """Successions by both of their ends, so that each step costs the same however many there are."""

    def __init__(self, successions: Iterable[Succession]) -> None:
        self._by_newer: dict[str, list[Succession]] = defaultdict(list)
        self._by_older: dict[str, list[Succession]] = defaultdict(list)
        for each in sorted(successions, key=lambda one: (one.older, one.newer)):
            self._by_newer[each.newer].append(each)
            self._by_older[each.older].append(each)

    def before(self, urn: str) -> tuple[Succession, ...]:
        """What an establishment followed."""
        return tuple(self._by_newer.get(urn, ()))

    def after(self, urn: str) -> tuple[Succession, ...]:
        """What followed an establishment."""
        return tuple(self._by_older.get(urn, ()))

    def lineage_of(self, urn: str) -> tuple[Succession, ...]:
        """Everything that led to an establishment, nearest first; each succession once."""
        found: dict[tuple[str, str], Succession] = {}
        seen, waiting = {urn}, [urn]
        while waiting:
            further = []
            for each in waiting:
                for step in self.before(each):
                    found.setdefault((step.older, step.newer), step)
                    if step.older not in seen:
                        seen.add(step.older)
                        further.append(step.older)
            waiting = further
        return tuple(found.values())

    def place_of(self, urn: str, open_ones: Container[str]) -> str:
        """The URN that stands for a place: what alone went on with it, and so on, until one is open.

        What was split off from a school does not go on with it, even if nothing else does.
        """
        seen = {urn}
        while urn not in open_ones and len(onward := self._went_on(urn)) == 1 and onward[0] not in seen:
            urn = onward[0]
            seen.add(urn)
        return urn

    def _went_on(self, urn: str) -> list[str]:
        return [each.newer for each in self.after(urn) if each.how is not How.SPLIT]


def places(
    urns: Iterable[str], successions: Iterable[Succession], facts: Mapping[str, Facts]
) -> dict[str, str]:
    """For every URN the one that stands for its place.

    Whatever two or more followed (a school that was split) ends its own place.
    """
    index = Lineages(successions)
    open_ones = {urn for urn, known in facts.items() if known.is_open}
    return {urn: index.place_of(urn, open_ones) for urn in urns}


Days = Mapping[str, tuple[date | None, date | None]]
"""First day open and first day closed of each URN; None or absent where unknown."""


def counting(
    place: str, lineage: Collection[Succession], rows: Container[str], open_on: Days, counted_on: date
) -> tuple[str, ...]:
    """The URNs of a place whose rows of one year count, sorted, each once.

    ``rows`` has the URNs with a row that year. Of two that followed one another one to one, only the one open on
    the day the pupils were counted counts (as its own days tell, else the day on which it was followed), or where no
    date tells, the newer; those that were merged all count.
    A school that another was split off from counts only until then: its later pupils are no part of the other.
    """
    shared = [step for step in lineage if not _had_parted(step, rows, open_on, counted_on)]
    present = {urn for urn in _history(place, shared) if urn in rows}
    if len(present) < 2:
        return tuple(sorted(present))
    before: dict[str, list[str]] = defaultdict(list)
    gone: dict[str, date] = {}
    for step in lineage:
        if step.how in ONE_TO_ONE:
            before[step.newer].append(step.older)
            ended = open_on.get(step.older, (None, None))[1] or step.on or open_on.get(step.newer, (None, None))[0]
            gone |= {step.older: ended} if ended else {}
    dropped: set[str] = set()
    for newer in present:
        for older in _chain(newer, before) & present:
            dropped.add(newer if _is_open(older, open_on, gone, counted_on) else older)
    return tuple(sorted(present - dropped))


def _had_parted(step: Succession, rows: Container[str], open_on: Days, day: date) -> bool:
    """Whether a school split off was by that day one of its own; where no date tells, if it has a row."""
    if step.how is not How.SPLIT:
        return False
    began = open_on.get(step.newer, (None, None))[0] or step.on
    return began <= day if began else step.newer in rows


def _history(place: str, steps: Iterable[Succession]) -> set[str]:
    before: dict[str, list[str]] = defaultdict(list)
    for step in steps:
        before[step.newer].append(step.older)
    return {place} | _chain(place, before)


def _chain(urn: str, before: Mapping[str, Collection[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [urn]
    while waiting:
        for older in before.get(waiting.pop(), ()):
            if older not in found and older != urn:
                found.add(older)
                waiting.append(older)
    return found


def _is_open(urn: str, open_on: Days, gone: Mapping[str, date], day: date) -> bool:
    """Whether an establishment is known to have been open on a day: known to be gone only after it."""
    opened, _ = open_on.get(urn, (None, None))
    return urn in gone and day < gone[urn] and (opened is None or opened <= day)
