"""A second computation of lineage: a history is a list of dated events, and it is simply replayed.

It imports nothing from the product. An establishment is a whole number; an event closes some and opens others.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Event:
    """On a day (a whole number of a year, from its September) some establishments went over into others."""

    year: int
    kind: str  # founded, converted, merged, absorbed, split, closed
    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass
class Establishment:
    opened: int
    closed: int | None = None
    into: tuple[int, ...] = ()
    came_by: str = "founded"
    out_of: tuple[int, ...] = field(default=())


def replay(events: list[Event]) -> dict[int, Establishment]:
    """Every establishment with its life, what it went into, and what went into it."""
    known: dict[int, Establishment] = {}
    for event in events:
        for urn in event.old:
            known[urn].closed, known[urn].into = event.year, event.new
        for urn in event.new:
            if urn in known:
                known[urn].out_of = (*known[urn].out_of, *event.old)
            else:
                known[urn] = Establishment(event.year, came_by=event.kind, out_of=event.old)
    return known


def stands_for(known: dict[int, Establishment], urn: int) -> int:
    """Who stands for the place of an establishment: whoever alone went on with it, and so on."""
    while known[urn].closed is not None and len(known[urn].into) == 1:
        urn = known[urn].into[0]
    return urn


def history(known: dict[int, Establishment], urn: int) -> set[int]:
    """Everything that ever went into an establishment, itself too."""
    found = {urn}
    for before in known[urn].out_of:
        found |= history(known, before)
    return found


def open_in(known: dict[int, Establishment], year: int) -> set[int]:
    """Who has pupils in May of a year: opened by the September before it, and not closed by then."""
    return {
        urn for urn, each in known.items() if each.opened < year and (each.closed is None or each.closed >= year)
    }


def counted(known: dict[int, Establishment], places: set[int], year: int) -> set[int]:
    """Whose pupils a group of places counts in a year, each once."""
    return set().union(*(history(known, place) for place in places)) & open_in(known, year) if places else set()
