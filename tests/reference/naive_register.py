"""A second computation of whose results a group's figures are: events replayed, days compared, rows picked.

It imports nothing from the product. Schools, their histories and the rows published of them make a `World`; the
figure itself is added up by `naive.pool`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date

from tests.reference import naive
from tests.reference.naive_lineage import Establishment, Event, history, open_in, replay, stands_for

YEARS = (2017, 2018, 2019)
FIRST, LAST = 2013, 2021
URNS_A_WORLD = 50
MEASURE = "ks2_rwm_expected"


@dataclass(frozen=True)
class Stay:
    """A number in a group, from a day until the day before another; None for no such day."""

    urn: int
    start: date | None
    end: date | None
    inner: bool

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass
class World:
    """A few schools through some years, a group with a group inside it for a while, and what is published."""

    seed: int
    events: list[Event]
    known: dict[int, Establishment]
    stays: list[Stay]
    lay: Stay
    on: date
    rows: dict[int, dict[int, naive.Row]] = field(default_factory=dict)


def invent(seed: int) -> World:
    chance = random.Random(seed)
    events, alive = [], []
    born = 100_000 + URNS_A_WORLD * seed
    for _ in range(chance.randint(2, 6)):
        events.append(Event(2010, "founded", (), (born,)))
        alive.append(born)
        born += 1
    for year in range(FIRST, LAST):
        free = list(alive)
        for _ in range(chance.randint(0, 2)):
            kind = chance.choice(["founded", "converted", "converted", "merged", "absorbed", "split", "closed"])
            need = {"founded": 0, "merged": 2, "absorbed": 2}.get(kind, 1)
            if len(free) < need:
                continue
            old = [free.pop(chance.randrange(len(free))) for _ in range(need)]
            host = [old.pop()] if kind == "absorbed" else []
            fresh = {"founded": 1, "converted": 1, "merged": 1, "split": 2}.get(kind, 0)
            new = [*host, *range(born, born + fresh)]
            born += fresh
            events.append(Event(year, kind, tuple(old), tuple(new)))
            alive = [each for each in alive if each not in old] + new[len(host) :]
    known = replay(events)
    stays = [stay(chance, urn) for urn in known for _ in range(chance.choice((0, 0, 1, 1, 2)))]
    on = chance.choice((date(2026, 1, 1), a_day(chance)))
    world = World(seed, events, known, stays, replace(stay(chance, 0), inner=False), on)
    for year in YEARS:
        world.rows[year] = published(chance, world, year)
    return world


def a_day(chance: random.Random) -> date:
    return date(chance.randint(2016, 2020), chance.choice((1, 5, 9)), chance.choice((1, 14, 15, 16)))


def stay(chance: random.Random, urn: int) -> Stay:
    start, end = (chance.choice((None, a_day(chance))) for _ in range(2))
    if start and end and start >= end:
        start = None
    return Stay(urn, start, end, chance.random() < 0.3)


def published(chance: random.Random, world: World, year: int) -> dict[int, naive.Row]:
    """A row of each school with pupils, some left out or hidden; and of some that have none, or only later will."""
    rows = {urn: a_row(chance, urn) for urn in sorted(open_in(world.known, year)) if chance.random() < 0.95}
    for event in world.events:
        if event.kind != "converted":
            continue
        (old,), (new,) = event.old, event.new
        if event.year == year and old in rows and rows[old]["TELIG"] not in naive.NOBODY and chance.random() < 0.5:
            # The file lists the coming academy too: still empty, or with the very same pupils.
            rows[new] = chance.choice((empty(new), rows[old] | {"URN": str(new)}))
        if event.year == year - 1 and chance.random() < 0.3:
            rows[old] = empty(old)
    return rows


def a_row(chance: random.Random, urn: int) -> naive.Row:
    if chance.random() < 0.06:
        return empty(urn)
    pupils = chance.choice((chance.randint(1, 10), chance.randint(11, 100), chance.randint(101, 200)))
    part = chance.randint(0, pupils)
    hidden = chance.random() < (0.4 if pupils < 6 else 0.05)
    percent = "SUPP" if hidden else f"{(200 * part + pupils) // (2 * pupils)}%"
    known = "SUPP" if hidden and chance.random() < 0.3 else str(pupils)
    return {"RECTYPE": "1", "LEA": "201", "URN": str(urn), "SCHNAME": f"School {urn}", "TELIG": known,
            "PTRWM_EXP": percent}  # fmt: skip


def empty(urn: int) -> naive.Row:
    return {"RECTYPE": "1", "LEA": "201", "URN": str(urn), "SCHNAME": f"School {urn}", "TELIG": "NEW", "PTRWM_EXP": ""}


def members(world: World, clock: str, year: int) -> set[int]:
    """The places in the group in a year: each by whoever stands for it in the end."""

    def on(day: date) -> set[int]:
        inside = world.lay.holds(day)
        held = [each for each in world.stays if each.holds(day) and (inside or not each.inner)]
        return {stands_for(world.known, each.urn) for each in held}

    if clock == "today":
        return on(world.on)
    if clock == "then":
        return on(date(year, 5, 15))
    return set.intersection(*(on(date(each, 5, 15)) for each in YEARS))


def rows_counted(world: World, places: set[int], year: int, *, twice: bool = False) -> list[naive.Row]:
    """The rows of whoever had pupils that May, out of everything that led to a place; each once unless ``twice``."""
    chosen: list[int] = []
    for place in sorted(places):
        past = history(world.known, place, year)
        listed = [urn for urn in sorted(past) if urn in world.rows[year]]
        there = [urn for urn in listed if urn in open_in(world.known, year)]
        chosen += there or listed[:1]
    return [world.rows[year][urn] for urn in (chosen if twice else sorted(set(chosen)))]


def figure(world: World, clock: str, year: int, span: int, *, twice: bool = False) -> naive.Answer:
    """The figure of a group by one clock, for one of the `YEARS` asked together, or for several pooled."""
    years = [year - back for back in range(span)]
    rows = {
        each: [
            row | {"URN": str(lasting(world, int(row["URN"])) if span > 1 else row["URN"])}
            for row in rows_counted(world, members(world, clock, each), each, twice=twice)
        ]
        for each in years
    }
    return naive.pool(rows, MEASURE, span=span)


def lasting(world: World, urn: int) -> int:
    """Over several years a school that only changed its number is one."""
    onward = {each.old[0]: each.new[0] for each in world.events if each.kind == "converted"}
    while urn in onward:
        urn = onward[urn]
    return urn
