"""A second computation of lineage: a history is a list of dated events, and it is simply replayed.

It imports nothing from the product. An establishment is a whole number; an event closes some and opens others.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Event:
    """On a day (a whole number of a year, from its September) some establishments went over into others."""

    year: int
    kind: str  # founded, converted, merged, absorbed, split, parted (the old lives on), closed
    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass
class Establishment:
    opened: int
    closed: int | None = None
    into: tuple[int, ...] = ()
    came_by: str = "founded"
    out_of: tuple[int, ...] = field(default=())
    parted_from: int | None = None


def replay(events: list[Event]) -> dict[int, Establishment]:
    """Every establishment with its life, what it went into, and what went into it."""
    known: dict[int, Establishment] = {}
    for event in events:
        if event.kind == "parted":
            (parent,), (urn,) = event.old, event.new
            known[urn] = Establishment(event.year, came_by=event.kind, parted_from=parent)
            continue
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


def history(known: dict[int, Establishment], place: int, year: int) -> set[int]:
    """Everything that ever went into an establishment, itself too; what it parted from only until it did.

    A school that still lives keeps its history to itself.
    """
    found: set[int] = set()
    waiting = [place]
    while waiting:
        urn = waiting.pop()
        if urn in found:
            continue
        found.add(urn)
        each = known[urn]
        waiting += each.out_of
        if each.parted_from is not None and known[each.parted_from].closed is not None and year <= each.opened:
            waiting.append(each.parted_from)
    return found


def open_in(known: dict[int, Establishment], year: int) -> set[int]:
    """Who has pupils in May of a year: opened by the September before it, and not closed by then."""
    return {
        urn for urn, each in known.items() if each.opened < year and (each.closed is None or each.closed >= year)
    }


def counted(known: dict[int, Establishment], places: set[int], year: int) -> set[int]:
    """Whose pupils a group of places counts in a year, each once."""
    return {urn for place in places for urn in history(known, place, year)} & open_in(known, year)
