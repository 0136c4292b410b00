"""The alliances and area partnerships of an authority through the years, and the list that they are brought in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date

import numpy as np

from accord.demo.names import ALLIANCES, PARTNERSHIPS
from accord.demo.plans import Plan
from accord.demo.schools import Kind, School

COLUMNS = ("group", "kind", "urn", "role", "starts_on", "ends_before", "parent")
BEGAN = date(2013, 9, 1)
LEFT_ON = date(2023, 9, 1)
"""The day from which one school is no longer in its alliance."""
_BEGINNINGS = (BEGAN, BEGAN, date(2014, 9, 1), date(2015, 9, 1), date(2017, 9, 1))
_SMALLEST_SHOWN = 5
_APART = frozenset({Kind.NURSERY, Kind.SECONDARY, Kind.ALTERNATIVE})
SUPPRESSED_IN, MIXED_IN, TWICE_IN, LEAVES = 0, 2, 4, 1
"""Places of the alliances that have two very small schools; an infant and a special school; a school of two
alliances; a school that left."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One row of the list: a school in a group from ``starts_on`` until the day before ``ends_before``."""

    group: str
    kind: str
    urn: int
    role: str
    starts_on: str
    ends_before: str = ""
    parent: str = ""

    def holds(self, day: date) -> bool:
        """Whether the school is in the group on a day."""
        return self.starts_on <= day.isoformat() and (not self.ends_before or day.isoformat() < self.ends_before)


@dataclass(frozen=True, slots=True)
class Ending:
    """A group that is no more: from which day, why, and what followed it."""

    group: str
    on: date
    because: str
    into: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Groups:
    """Who was in which group when, and which groups ended."""

    memberships: tuple[Membership, ...]
    endings: tuple[Ending, ...] = ()


def county_groups(rng: np.random.Generator, schools: Sequence[School], plan: Plan, prefix: str = "") -> Groups:
    """The alliances of an authority, each led by its largest school with Key Stage 2.

    Planted: some schools are in no alliance; one is in two; one left in 2023. The first alliance has two very small
    schools, the third an infant and a special school. With partnerships, some alliances merged, split or faded.
    """
    order = _round_the_county(rng, schools)
    runs = _runs(order, plan.alliances)
    if prefix == "":
        _plant(runs, order)
    names = [f"{prefix}{name} Alliance" for name in ALLIANCES[: len(runs)]]
    partnerships = [f"{prefix}{name} Area Partnership" for name in PARTNERSHIPS[: plan.partnerships]]
    rows: list[Membership] = []
    for at, (name, members) in enumerate(zip(names, runs, strict=True)):
        parent = partnerships[at * len(partnerships) // len(runs)] if partnerships else ""
        began = _BEGINNINGS[at % len(_BEGINNINGS)]
        rows += _alliance(rng, name, members, began, parent)
    if prefix == "":
        _leaves(rows, names[LEAVES])
        rows.append(_twice(rows, names, runs))
    if not partnerships or prefix:
        return Groups(tuple(rows))
    return _changed(rows, names, {school.urn: school for school in schools}, partnerships)


def _round_the_county(rng: np.random.Generator, schools: Sequence[School]) -> list[School]:
    """The places that go on, as they lie beside one another, for neighbours to be in one alliance."""
    lasting = [school for school in schools if school.place == school.urn and school.closed is None]
    if len({school.kind for school in lasting}) <= len((Kind.PRIMARY, Kind.JUNIOR, Kind.SPECIAL, Kind.INFANT)):
        # A small authority: a stride deals small and large schools out over the alliances.
        mainstream = [school for school in lasting if school.kind in (Kind.PRIMARY, Kind.JUNIOR)]
        rest = [school for school in lasting if school not in mainstream]
        return [mainstream[at * 5 % len(mainstream)] for at in range(len(mainstream))] + rest
    # Of the schools that neither have Key Stage 2 nor lead to it, two in five keep to themselves.
    return sorted(lasting, key=lambda school: (school.kind in _APART and school.spot % 5 < 2, school.spot))


def _runs(order: Sequence[School], sizes: Sequence[int]) -> list[list[School]]:
    runs, taken = [], 0
    for size in sizes:
        runs.append(list(order[taken : taken + size]))
        taken += size
    return runs


def _plant(runs: list[list[School]], order: Sequence[School]) -> None:
    """Put very small schools into the first alliance, an infant and a special school into the third."""
    tiny = [school for school in order if school.kind is Kind.PRIMARY and school.cohort <= _SMALLEST_SHOWN]
    for school in tiny[:2]:
        _swap(runs, school, SUPPRESSED_IN)
    for kind in (Kind.INFANT, Kind.SPECIAL):
        if not any(school.kind is kind for school in runs[MIXED_IN]):
            wanted = next(school for school in order if school.kind is kind)
            _swap(runs, wanted, MIXED_IN)


def _swap(runs: list[list[School]], school: School, to: int) -> None:
    """Have a school in a run in place of a middling primary school, which takes its place."""
    if school in runs[to]:
        return
    plain = (each for each in runs[to] if each.kind is Kind.PRIMARY and each.cohort > _SMALLEST_SHOWN)
    given = min(plain, key=lambda each: abs(each.cohort - 30))
    for run in runs:
        if school in run:
            run[run.index(school)] = given
    runs[to][runs[to].index(given)] = school


def _alliance(
    rng: np.random.Generator, name: str, members: Sequence[School], began: date, parent: str
) -> list[Membership]:
    lead = max(members, key=lambda school: (school.kind in (Kind.PRIMARY, Kind.JUNIOR), school.cohort))
    rows = []
    for at, school in enumerate(members):
        role = "lead" if school is lead else "associate" if at and rng.random() < 0.04 else "member"
        starts = began
        if school is not lead and rng.random() < 0.12:
            starts = date(int(rng.integers(began.year + 1, 2022)), 9, 1)
        # A school that is new joins when it opens; one that only changed its number was there before.
        new = school.opened_because == "New Provision" and school.opened is not None and school.opened > starts
        rows.append(Membership(name, "alliance", school.urn, role, str(school.opened if new else starts), "", parent))
    return rows


def _leaves(rows: list[Membership], name: str) -> None:
    at = next(at for at, row in enumerate(rows) if row.group == name and row.role == "member")
    rows[at] = replace(rows[at], starts_on=str(BEGAN), ends_before=str(LEFT_ON))


def _twice(rows: Sequence[Membership], names: Sequence[str], runs: Sequence[Sequence[School]]) -> Membership:
    """A school of the first alliance is in the fifth too."""
    parent = next(row.parent for row in rows if row.group == names[TWICE_IN])
    school = next(each for each in runs[SUPPRESSED_IN] if each.kind is Kind.PRIMARY and each.cohort > _SMALLEST_SHOWN)
    return Membership(names[TWICE_IN], "alliance", school.urn, "associate", "2018-09-01", "", parent)


def _changed(
    rows: list[Membership], names: Sequence[str], schools: dict[int, School], partnerships: Sequence[str]
) -> Groups:
    """What became of alliances: two merged, one split, one faded; the last two are the youngest."""
    merged, north, south = names[-1], names[-2], names[-3]
    older = [f"{name} Alliance" for name in ALLIANCES[len(names) : len(names) + 4]]
    endings = [
        Ending(older[0], date(2020, 9, 1), "Merged with its neighbour", (merged,)),
        Ending(older[1], date(2020, 9, 1), "Merged with its neighbour", (merged,)),
        Ending(older[2], date(2019, 9, 1), "Grown too large for one", (north, south)),
        Ending(older[3], date(2021, 9, 1), "Its schools had gone elsewhere"),
    ]
    before: list[Membership] = []
    counts = {merged: 0, north: 0, south: 0}
    for at, row in enumerate(rows):
        if row.group not in counts:
            continue
        counts[row.group] += 1
        ending = endings[counts[row.group] % 2] if row.group == merged else endings[2]
        if schools[row.urn].opened_because != "New Provision":
            before.append(replace(row, group=ending.group, role="member", starts_on=str(BEGAN)))
            rows[at] = replace(row, starts_on=str(ending.on))
        else:
            rows[at] = replace(row, starts_on=max(row.starts_on, str(ending.on)))
    before += _faded(rows, endings[3], schools, partnerships[-1])
    return Groups((*rows, *before), tuple(endings))


def _faded(
    rows: Sequence[Membership], ending: Ending, schools: dict[int, School], parent: str
) -> list[Membership]:
    """Schools that are in no alliance now were in one that lost a school a year; two stayed to the end."""
    inside = {row.urn for row in rows}
    free = [school for school in schools.values() if school.closed is None and school.urn not in inside]
    free = [school for school in free if school.kind in (Kind.PRIMARY, Kind.JUNIOR) and not school.first_results][:7]
    rows = []
    for at, school in enumerate(free):
        left = date(2016 + at, 9, 1)
        until = str(left) if left < ending.on else ""
        rows.append(Membership(ending.group, "alliance", school.urn, "member", str(BEGAN), until, parent))
    return rows


def groups_csv(memberships: Sequence[Membership]) -> str:
    """The documented groups file, as text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(row) for row in memberships)
    return out.getvalue()
