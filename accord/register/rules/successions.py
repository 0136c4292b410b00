"""Concluding from links which establishment followed which, and counting what is odd about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from accord.register.rules.lineage import Facts, How, Lineages, Succession
from accord.register.rules.link_types import LinkRow, LinkTypes, Older, normal_type, type_of

_STRENGTH = {"split": 3, "amalgamated": 2, "merged": 1, "continued": 0, "": -1}
INFANTS_LEAVE_AT, JUNIORS_COME_AT = 8, 7
CHANGEOVER = timedelta(days=150)
"""One that opens so long before or after another closes has not simply taken its place."""


@dataclass(frozen=True, slots=True)
class Oddities:
    """What is odd in a file of links, in numbers."""

    pairs: int
    one_sided: int
    contradictory: int
    undirected: int
    self_links: int
    not_successions: int
    older_still_open: int
    redundant: int
    cycles: int
    chains: int
    undated: int
    unknown_types: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Found:
    """The successions that links tell, and what is odd about the links."""

    successions: tuple[Succession, ...]
    oddities: Oddities


@dataclass(frozen=True, slots=True)
class _Said:
    """Everything recorded between two establishments, whichever side recorded it."""

    one: str
    two: str
    rows: tuple[LinkRow, ...]


def find_successions(links: Iterable[LinkRow], facts: Mapping[str, Facts], types: LinkTypes) -> Found:
    """One succession for each pair of establishments that followed one another.

    Either side's record will do. Where the two sides contradict each other, or do not say which is the older,
    closures, opening days and the dates of the links tell; where nothing tells, there is no succession.
    """
    rows = list(links)
    counts: Counter[str] = Counter()
    unknown = Counter(row.kind for row in rows if normal_type(row.kind) not in types)
    pairs = _pairs(rows, counts)
    partners = Counter(urn for said in pairs for urn in (said.one, said.two))
    edges = [edge for said in pairs if (edge := _directed(said, facts, types, partners, counts)) is not None]
    edges = _without_open(edges, facts, counts)
    edges = _without_cycles(edges, facts, counts)
    edges = _without_shortcuts(edges, facts, counts)
    found = tuple(_named(edges, facts))
    index = Lineages(found)
    ends = {each.newer for each in found} - {each.older for each in found}
    oddities = Oddities(
        pairs=len(pairs),
        one_sided=counts["one_sided"],
        contradictory=counts["contradictory"],
        undirected=counts["undirected"],
        self_links=counts["self_links"],
        not_successions=counts["not_successions"],
        older_still_open=counts["older_still_open"],
        redundant=counts["redundant"],
        cycles=counts["cycles"],
        chains=sum(_is_chain(index, urn) for urn in ends),
        undated=sum(each.on is None for each in found),
        unknown_types=dict(sorted(unknown.items())),
    )
    return Found(found, oddities)


def _pairs(rows: Sequence[LinkRow], counts: Counter[str]) -> list[_Said]:
    together: dict[tuple[str, str], list[LinkRow]] = defaultdict(list)
    for row in rows:
        if row.urn == row.other:
            counts["self_links"] += 1
            continue
        together[min(row.urn, row.other), max(row.urn, row.other)].append(row)
    return [_Said(one, two, tuple(found)) for (one, two), found in sorted(together.items())]


def _directed(
    said: _Said, facts: Mapping[str, Facts], types: LinkTypes, partners: Counter[str], counts: Counter[str]
) -> Succession | None:
    """The succession between two establishments, oldest first; None where there is none."""
    counts["one_sided"] += len({row.urn for row in said.rows}) == 1
    claims: list[tuple[str, LinkRow]] = []
    for row in said.rows:
        kind = type_of(row.kind, types)
        if kind.older is Older.NONE:
            continue
        claims.append(({Older.THIS: row.urn, Older.OTHER: row.other, Older.EITHER: ""}[kind.older], row))
    if not claims:
        counts["not_successions"] += 1
        return None
    told = {older for older, _ in claims if older}
    counts["contradictory"] += len(told) == 2
    older = next(iter(told)) if len(told) == 1 else _older_by_evidence(said, facts, partners)
    if older is None:
        counts["undirected"] += 1
        return None
    newer = said.two if older == said.one else said.one
    # One split off may go back into the school it came from: only what says so of this direction counts.
    agreeing = [row for said_older, row in claims if said_older in ("", older)] or [row for _, row in claims]
    how = max((type_of(row.kind, types).how for row in agreeing), key=_STRENGTH.__getitem__)
    sides = {row.urn for _, row in claims}
    by = "both" if len(sides) == 2 else "older" if older in sides else "newer"
    return Succession(older, newer, How(how), _day(claims, older), by)


def _day(claims: Sequence[tuple[str, LinkRow]], older: str) -> date | None:
    """The day the newer began: as the newer's record has it, else as the older's."""
    days = {row.urn != older: row.on for _, row in claims if row.on is not None}
    return days.get(True, days.get(False))


def _older_by_evidence(said: _Said, facts: Mapping[str, Facts], partners: Counter[str]) -> str | None:
    one, two = facts.get(said.one, Facts(said.one)), facts.get(said.two, Facts(said.two))
    if one.is_open is not None and two.is_open is not None and one.is_open != two.is_open:
        return two.urn if one.is_open else one.urn
    if one.closed_on != two.closed_on and (one.closed_on or two.closed_on):
        closed = [each for each in (one, two) if each.closed_on]
        return min(closed, key=lambda each: each.closed_on or date.max).urn
    if one.opened_on and two.opened_on and one.opened_on != two.opened_on:
        return min((one, two), key=lambda each: each.opened_on or date.max).urn
    days = {row.urn: row.on for row in said.rows if row.on is not None}
    if len(days) == 2 and days[said.one] != days[said.two]:
        # The older records the day it closed, the newer the day it opened.
        return min(days, key=lambda urn: days[urn])
    if partners[said.one] != partners[said.two]:
        # Whatever several others are linked to is what they went into.
        return min((said.one, said.two), key=lambda urn: partners[urn])
    return None


def _without_open(
    edges: Iterable[Succession], facts: Mapping[str, Facts], counts: Counter[str]
) -> list[Succession]:
    kept = []
    for edge in edges:
        known = facts.get(edge.older)
        if known is not None and known.is_open:
            counts["older_still_open"] += 1
        else:
            kept.append(edge)
    return kept


def _without_cycles(
    edges: list[Succession], facts: Mapping[str, Facts], counts: Counter[str]
) -> list[Succession]:
    """Break every circle at a split, which carries no place; else at the step that runs against the opening days,
    else at the last by name."""
    kept = sorted(edges, key=lambda each: (each.older, each.newer))
    while (circle := _circle(kept)) is not None:
        counts["cycles"] += 1
        kept.remove(max(circle, key=lambda each: _weakness(each, facts)))
    return kept


def _weakness(edge: Succession, facts: Mapping[str, Facts]) -> tuple[bool, bool, date, str]:
    return edge.how is How.SPLIT, _runs_back(edge, facts), edge.on or date.min, edge.older


def _runs_back(edge: Succession, facts: Mapping[str, Facts]) -> bool:
    older, newer = facts.get(edge.older), facts.get(edge.newer)
    if older is None or newer is None or older.opened_on is None or newer.opened_on is None:
        return False
    return older.opened_on > newer.opened_on


def _circle(edges: Sequence[Succession]) -> list[Succession] | None:
    """The edges of one circle, or None: what remains once all ends are taken off, walked until it closes."""
    onward: dict[str, list[Succession]] = defaultdict(list)
    incoming: Counter[str] = Counter()
    for edge in edges:
        onward[edge.older].append(edge)
        incoming[edge.newer] += 1
    starts = [urn for urn in onward if not incoming[urn]]
    while starts:
        for edge in onward.pop(starts.pop(), ()):
            incoming[edge.newer] -= 1
            if not incoming[edge.newer]:
                starts.append(edge.newer)
    if not onward:
        return None
    # Every establishment left has something before it, so walking back must come round.
    before = {edge.newer: edge for each in onward.values() for edge in each}
    urn, walked = min(urn for urn in onward if urn in before), {}
    while urn not in walked:
        walked[urn] = before[urn]
        urn = before[urn].older
    circle = [walked[urn]]
    while circle[-1].older != urn:
        circle.append(walked[circle[-1].older])
    return circle


def _without_shortcuts(
    edges: Sequence[Succession], facts: Mapping[str, Facts], counts: Counter[str]
) -> list[Succession]:
    """Leave out what only says again, past one in between, what a chain says already.

    It must have begun after the one in between did: the two halves of a school may join again. A split repeats no
    chain, and is no part of one.
    """
    index = Lineages(edges)
    kept = []
    for edge in edges:
        plain = [each for each in index.after(edge.older) if each.how is not How.SPLIT]
        beside = [each for each in plain if each.newer != edge.newer] if edge in plain else []
        if any(_began_later(edge, each, facts) and _leads_to(index, each.newer, edge.newer) for each in beside):
            counts["redundant"] += 1
        else:
            kept.append(edge)
    return kept


def _began_later(edge: Succession, other: Succession, facts: Mapping[str, Facts]) -> bool:
    here, there = facts.get(edge.newer), facts.get(other.newer)
    if here is not None and there is not None and here.opened_on and there.opened_on:
        return here.opened_on > there.opened_on
    return edge.on is not None and other.on is not None and edge.on > other.on


def _leads_to(index: Lineages, start: str, goal: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        urn = waiting.pop()
        if urn == goal:
            return True
        further = {each.newer for each in index.after(urn)} - seen
        seen |= further
        waiting.extend(further)
    return False


def _named(edges: Sequence[Succession], facts: Mapping[str, Facts]) -> list[Succession]:
    """Each succession by what it was: one to one, one into several, several into one."""
    index = Lineages(edges)
    named = []
    for edge in edges:
        older, newer = facts.get(edge.older, Facts(edge.older)), facts.get(edge.newer, Facts(edge.newer))
        how = edge.how
        if sum(each.how is not How.SPLIT for each in index.after(edge.older)) > 1:
            how = How.SPLIT
        elif how is How.CONTINUED and len(index.before(edge.newer)) > 1 and not _alone(edge, index, facts):
            how = How.AMALGAMATED if _is_amalgamation(index, edge.newer, facts) else How.MERGED
        elif how is How.CONTINUED and _stood_beside(older, newer):
            how = How.MERGED
        elif how is How.CONTINUED and "fresh start" in f"{newer.reason_opened} {older.reason_closed}".lower():
            how = How.FRESH_START
        elif how is How.CONTINUED and "new sponsor" in older.reason_closed.lower():
            how = How.NEW_SPONSOR
        named.append(replace(edge, how=how))
    return sorted(named, key=lambda each: (each.older, each.newer))


def _alone(edge: Succession, index: Lineages, facts: Mapping[str, Facts]) -> bool:
    """Whether, of several that went into one, this alone closed as it opened: the others went in later."""
    newer = facts.get(edge.newer)
    closed = {each.older: facts.get(each.older, Facts(each.older)).closed_on for each in index.before(edge.newer)}
    if newer is None or newer.opened_on is None or None in closed.values():
        return False
    as_it_opened = [urn for urn, day in closed.items() if day and abs(day - newer.opened_on) <= CHANGEOVER]
    return as_it_opened == [edge.older]


def _stood_beside(older: Facts, newer: Facts) -> bool:
    """Whether the newer was there long before the older closed, and so took it in rather than took its place.

    The register gives the day of opening of every establishment but the old ones.
    """
    if older.closed_on is None or newer.is_open is None:
        return False
    return newer.opened_on is None or newer.opened_on + CHANGEOVER < older.closed_on


def _is_amalgamation(index: Lineages, newer: str, facts: Mapping[str, Facts]) -> bool:
    """An infant and a junior school into one, or what the register itself calls so."""
    if "amalgamation" in facts.get(newer, Facts(newer)).reason_opened.lower():
        return True
    known = [facts.get(each.older, Facts(each.older)) for each in index.before(newer)]
    infants = any(each.high_age is not None and each.high_age <= INFANTS_LEAVE_AT for each in known)
    juniors = any(each.low_age is not None and each.low_age >= JUNIORS_COME_AT for each in known)
    return infants and juniors


def _is_chain(index: Lineages, urn: str) -> bool:
    return any(index.before(each.older) for each in index.before(urn))
