"""Each member school in every summer that has results: one pass for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.dashboards.queries.one_school import Looking
from accord.performance.single_schools import SchoolRow
from accord.register.queries.lineage import standing_for


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school with its row of each summer in which it was a member; ``urns`` are the numbers it went by in them."""

    urn: str
    name: str
    rows: Mapping[int, SchoolRow]

    @property
    def urns(self) -> tuple[str, ...]:
        """The numbers, each once, the newest first."""
        return tuple(dict.fromkeys(self.rows[year].urn for year in sorted(self.rows, reverse=True)))


@dataclass(frozen=True, slots=True)
class Through:
    """Schools by name, and the summers that have results, oldest first."""

    years: tuple[int, ...]
    schools: tuple[SchoolLine, ...]


def schools_through_years(looking: Looking) -> Through:
    """The members of each summer, under the clock that was asked for; a school that changed its number is one."""
    question = looking.question
    years = tuple(looking.years)
    if not years:
        return Through((), ())
    rows = looking.school_figures(looking.selection(years, (question.pupils,)))
    return Through(years, lines(rows, standing_for({each.urn for each in rows})))


def lines(rows: Sequence[SchoolRow], stands: Mapping[str, str]) -> tuple[SchoolLine, ...]:
    """Rows of single schools, put together by the number that stands for each today.

    Schools that merged have rows of their own in one summer: they stay apart, each under its own number.
    """
    by_number: dict[str, dict[int, SchoolRow]] = {}
    for each in rows:
        by_number.setdefault(each.urn, {})[each.row.year] = each
    by_place: dict[str, list[str]] = {}
    for urn in by_number:
        by_place.setdefault(stands.get(urn, urn), []).append(urn)
    found = []
    for place, urns in by_place.items():
        summers = [year for urn in urns for year in by_number[urn]]
        if len(summers) > len(set(summers)):
            found += [_line(urn, by_number[urn]) for urn in urns]
        else:
            found.append(_line(place, {year: row for urn in urns for year, row in by_number[urn].items()}))
    return tuple(sorted(found, key=lambda each: (each.name, each.urn)))


def _line(urn: str, rows: Mapping[int, SchoolRow]) -> SchoolLine:
    return SchoolLine(urn, rows[max(rows)].name, rows)
