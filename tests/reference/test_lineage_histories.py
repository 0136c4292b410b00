"""Places and whose results count, against a naive replay of 1,000 random histories of schools."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.meaning.definitions import folders
from accord.register.rules.lineage import Facts, Lineages, counting, places
from accord.register.rules.link_types import LinkRow, load_link_types
from accord.register.rules.successions import find_successions
from tests.reference import naive_lineage as naive

TYPES = load_link_types(folders(None))
FIRST, LAST = 2000, 2024
SIDES = {  # what the newer and the older record of each kind of event
    "converted": (("Predecessor", "Successor"),),
    "merged": (("Predecessor", "Successor"), ("Predecessor - merged", "Successor - merged"),
               ("Predecessor - amalgamated", "Successor - amalgamated")),
    "absorbed": (("Predecessor - merged", "Successor - merged"), ("Predecessor", "Successor")),
    "split": (("Predecessor - Split School", "Successor - Split School"), ("Predecessor", "Successor")),
    "parted": (("Predecessor - Split School", "Successor - Split School"),),
}  # fmt: skip


KINDS = ("founded", "founded", "converted", "merged", "absorbed", "split", "parted", "closed")


def invent(seed: int) -> list[naive.Event]:
    """A history of up to thirty events, at most one a school and year."""
    chance = random.Random(seed)
    events, alive, born = [], [], 100_000
    came_from: dict[int, set[int]] = {}
    parted: dict[int, int] = {}
    for year in range(FIRST, LAST):
        free = list(alive)
        for _ in range(chance.randint(0, 3)):
            kind = chance.choice(KINDS)
            need = {"founded": 0, "merged": 2, "absorbed": 2}.get(kind, 1)
            if len(free) < need:
                continue
            old = [free.pop(chance.randrange(len(free))) for _ in range(need)]
            host = [old.pop()] if kind == "absorbed" else []
            if host and (host[0] in forebears(old[0], came_from) or old[0] == parted.get(host[0])):
                continue  # what parted coming home: a circle, or two links of one pair that differ (unit tests)
            fresh = {"founded": 1, "converted": 1, "merged": 1, "split": 2, "parted": 1}.get(kind, 0)
            new = host + list(range(born, born + fresh))
            born += fresh
            events.append(naive.Event(year, kind, tuple(old), tuple(new)))
            for each in new:
                came_from.setdefault(each, set()).update(old)
            parted |= {new[0]: old[0]} if kind == "parted" else {}
            gone = [] if kind == "parted" else old
            alive = [each for each in alive if each not in gone] + new[len(host):]
    return events


def forebears(urn: int, came_from: dict[int, set[int]]) -> set[int]:
    found: set[int] = set()
    waiting = [urn]
    while waiting:
        further = came_from.get(waiting.pop(), set()) - found
        found |= further
        waiting.extend(further)
    return found


def recorded(events: list[naive.Event], chance: random.Random) -> list[LinkRow]:
    """The links of a history as the register has them: often from both sides, often dated, in no order."""
    rows = []
    for event in events:
        if event.kind not in SIDES:
            continue
        newer_says, older_says = chance.choice(SIDES[event.kind])
        for old in event.old:
            for new in event.new:
                day = date(event.year, 9, 1) if chance.random() < 0.7 else None
                sides = [LinkRow(str(new), str(old), newer_says, day), LinkRow(str(old), str(new), older_says, day)]
                rows += sides if chance.random() < 0.8 else [chance.choice(sides)]
    for row in list(rows):
        # Somebody recorded it the wrong way round as well: a circle of two. Not splits: of a school that was split off
        # and of one that lived on, nothing would tell which came first.
        if "Split" not in row.kind and chance.random() < 0.05:
            rows.append(LinkRow(row.urn, row.other, "Successor" if "Pre" in row.kind else "Predecessor", row.on))
    chance.shuffle(rows)
    return rows


def facts_of(known: dict[int, naive.Establishment]) -> dict[str, Facts]:
    return {
        str(urn): Facts(
            str(urn), each.closed is None, date(each.opened, 9, 1), date(each.closed, 9, 1) if each.closed else None
        )
        for urn, each in known.items()
    }


def check(seed: int, *, wrong: bool = False) -> list[str]:
    """Where the product and the replay differ on one history; ``wrong`` plants a computation that counts double."""
    chance = random.Random(seed + 1)
    events = invent(seed)
    known = naive.replay(events)
    facts = facts_of(known)
    found = find_successions(recorded(events, chance), facts, TYPES).successions
    stands = places(facts, found, facts)
    faults = [
        f"{urn} stands for {place}"
        for urn, place in stands.items()
        if place != str(naive.stands_for(known, int(urn)))
    ]
    living = [stands[urn] for urn, fact in facts.items() if fact.is_open]
    faults += ["two open establishments in one place"] * (len(living) != len(set(living)))
    index = Lineages(found)
    # An extract has not every school; then the days of the links have to do.
    told = {urn for each in found if each.on is None for urn in (each.older, each.newer)}
    days = {
        urn: (fact.opened_on, fact.closed_on)
        for urn, fact in facts.items()
        if urn in told or chance.random() < 0.5
    }
    group = {place for place in sorted(set(stands.values())) if chance.random() < 0.5}
    for year in range(FIRST + 1, LAST + 1, 4):
        rows = {str(urn) for urn in naive.open_in(known, year)}
        # A file may list a new academy already in the summer before it opens.
        early = {str(new) for e in events if e.kind == "converted" and e.year == year for new in e.new}
        counted: list[str] = []
        for place in sorted(group):
            counted += counting(place, index.lineage_of(place), rows | early, days, date(year, 5, 15))
        expected = {str(urn) for urn in naive.counted(known, {int(place) for place in group}, year)}
        once = counted if wrong else list(set(counted))
        if sorted(once) != sorted(expected):
            faults.append(f"{year}: {sorted(set(once) ^ expected)}")
    return faults


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
@given(st.integers(0, 10**9))
def test_places_and_pupils_equal_a_replay_of_the_events(seed: int):
    assert check(seed) == []


def test_a_computation_that_counts_pupils_twice_is_found():
    """Two successors of a split share its history: counted place by place, its pupils come twice."""
    assert any(check(seed, wrong=True) for seed in range(200))
    assert not any(check(seed) for seed in range(200))
