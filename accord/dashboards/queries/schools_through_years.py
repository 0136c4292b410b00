"""Each member school in every summer that has results: one pass for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.dashboards.queries.one_school import Looking
from accord.performance.single_schools import SchoolRow


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school with its row of each summer in which it was a member."""

    urn: str
    name: str
    rows: Mapping[int, SchoolRow]


@dataclass(frozen=True, slots=True)
class Through:
    """Schools by name, and the summers that have results, oldest first."""

    years: tuple[int, ...]
    schools: tuple[SchoolLine, ...]


def schools_through_years(looking: Looking) -> Through:
    """The members of each summer, under the clock that was asked for."""
    question = looking.question
    years = tuple(looking.years)
    if not years:
        return Through((), ())
    rows = looking.school_figures(looking.selection(years, (question.pupils,)))
    return Through(years, lines(rows))


def lines(rows: Sequence[SchoolRow]) -> tuple[SchoolLine, ...]:
    """Rows of single schools, put together school by school."""
    found: dict[str, dict[int, SchoolRow]] = {}
    for each in rows:
        found.setdefault(each.urn, {})[each.row.year] = each
    known = [SchoolLine(urn, by[max(by)].name, by) for urn, by in found.items()]
    return tuple(sorted(known, key=lambda each: (each.name, each.urn)))
