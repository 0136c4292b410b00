"""What a group's change since another summer is made of, from the counts of its schools in both."""

from __future__ import annotations

from accord.analytics.decomposition import Count, WhatChanged, Year, what_changed
from accord.analytics.members import NOT_EXPECTED
from accord.analytics.rates import rate_of
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.schools_through_years import SchoolLine, lines
from accord.performance.single_schools import SchoolRow
from accord.register.queries.lineage import standing_for


def made_of_since(looking: Looking, earlier: int) -> WhatChanged | None:
    """The parts of the change between an earlier summer and the one asked about; None where it has none.

    A school that changed its number is one school.
    """
    year = looking.question.year
    if looking.subject.is_school or year is None:
        return None
    rows = looking.school_figures(looking.selection((earlier, year), (looking.question.pupils,)))
    schools = lines(rows, standing_for({each.urn for each in rows}))
    return what_changed(_year(schools, earlier), _year(schools, year))


def _year(schools: tuple[SchoolLine, ...], year: int) -> Year:
    cells: dict[tuple[str, str], Count] = {}
    hidden = set()
    for school in schools:
        row = school.rows.get(year)
        if row is None:
            continue
        count = _count(row)
        if count is not None:
            cells[school.urn, "all"] = count
        elif row.state not in NOT_EXPECTED:
            hidden.add(school.urn)
    return Year(cells, frozenset(hidden))


def _count(row: SchoolRow) -> Count | None:
    rate = rate_of(row.row.figure)
    return None if rate is None else (rate.central, rate.whole)
