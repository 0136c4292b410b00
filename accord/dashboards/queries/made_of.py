"""What a group's change since another summer is made of, from the counts of its schools in both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.analytics.decomposition import Cell, Count, WhatChanged, Year, what_changed
from accord.analytics.hidden_sums import FEWEST_PUPILS
from accord.analytics.members import HALF, NOT_EXPECTED
from accord.analytics.pupil_shares import Partition, School, cells_of
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.pupil_parts import ALL, apart, groups_of, partitions
from accord.dashboards.queries.schools_through_years import SchoolLine, lines
from accord.performance.single_schools import SchoolRow
from accord.register.queries.lineage import standing_for


@dataclass(frozen=True, slots=True)
class MadeOf:
    """The parts of a change: by schools alone, and by schools with their pupils told apart in each way.

    ``by_pupils`` is None for a way that tells less than half of the pupils apart, or fewer than six of them in none
    of its groups; ``told`` has the pupils of the later summer who are told apart in both, of the ``pupils`` counted.
    """

    earlier: int
    by_schools: WhatChanged
    by_pupils: Mapping[Partition, WhatChanged | None]
    told: Mapping[Partition, int]
    pupils: int


@dataclass(frozen=True, slots=True)
class _Summer:
    """One summer of the group: its schools by the number they stand under, and those that are hidden."""

    schools: Mapping[str, School]
    hidden: frozenset[str]


def made_of_since(looking: Looking, earlier: int) -> MadeOf | None:
    """The parts of the change between an earlier summer and the one asked about; None where it has none.

    A school that changed its number is one school. Pupils are told apart where all pupils are asked about: of boys
    nobody publishes who is disadvantaged.
    """
    question = looking.question
    year = question.year
    if looking.subject.is_school or year is None:
        return None
    ways = partitions(question.measure) if question.pupils == ALL else []
    groups = groups_of(ways) if ways else (question.pupils,)
    rows = looking.school_figures(looking.selection((earlier, year), groups))
    told = [each for each in rows if each.row.pupils == question.pupils]
    schools = lines(told, standing_for({each.urn for each in told}))
    before, after = (_summer(schools, rows, each, question.pupils) for each in (earlier, year))
    changed = what_changed(_with(before, {}), _with(after, {}))
    if changed is None:
        return None
    pupils = sum(each.all.whole for each in after.schools.values())
    by_pupils: dict[Partition, WhatChanged | None] = {}
    told_apart: dict[Partition, int] = {}
    for way in ways:
        then, now = _told_in_both(before, after, way)
        if not any(_of(cells, *way.parts) for cells in (then, now)):
            continue
        told_apart[way] = _of(now, *way.parts, "")
        few = any(0 < _of(cells, "") < FEWEST_PUPILS for cells in (then, now)) or told_apart[way] < HALF * pupils
        by_pupils[way] = None if few else what_changed(_with(before, then), _with(after, now))
    return MadeOf(earlier, changed, by_pupils, told_apart, pupils)


def _of(cells: Mapping[Cell, Count], *groups: str) -> int:
    """The pupils of some groups, all schools together."""
    return sum(whole for (_, group), (_, whole) in cells.items() if group in groups)


def _summer(schools: Sequence[SchoolLine], rows: Sequence[SchoolRow], year: int, pupils: str) -> _Summer:
    of_year = [each for each in rows if each.row.year == year]
    counted = apart(of_year, pupils)
    found, hidden = {}, set()
    for school in schools:
        row = school.rows.get(year)
        if row is None:
            continue
        if row.urn in counted:
            found[school.urn] = counted[row.urn]
        elif row.state not in NOT_EXPECTED:
            hidden.add(school.urn)
    return _Summer(found, frozenset(hidden))


def _with(summer: _Summer, told: Mapping[Cell, Count]) -> Year:
    """The summer with some schools' pupils told apart, and the others each as one cell."""
    apart_here = {urn for urn, _ in told}
    whole = {
        (urn, ALL): (each.all.central, each.all.whole)
        for urn, each in summer.schools.items()
        if urn not in apart_here
    }  # fmt: skip
    return Year(whole | dict(told), summer.hidden)


def _told_in_both(before: _Summer, after: _Summer, way: Partition) -> tuple[dict[Cell, Count], dict[Cell, Count]]:
    """The cells of the schools whose pupils are told apart in both summers; of others nobody can tell who is who."""
    cells: tuple[dict[Cell, Count], dict[Cell, Count]] = ({}, {})
    for urn in before.schools.keys() & after.schools.keys():
        then, now = cells_of(before.schools[urn], way), cells_of(after.schools[urn], way)
        if then is None or now is None:
            continue
        for summer, found in zip(cells, (then, now), strict=True):
            summer.update({(urn, code): count for code, count in found.items()})
    return cells
