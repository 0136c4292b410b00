"""Every measure of a stage for one summer and one pupil group: schools, the group, England, each in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from accord.analytics.figures import HAS_VALUE, Basis
from accord.dashboards.queries.one_school import Looking, preferred
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.performance.selections import Selection
from accord.performance.single_schools import SchoolRow


@dataclass(frozen=True, slots=True)
class School:
    """A school with its row of each measure, by the measure's code."""

    urn: str
    name: str
    rows: Mapping[str, SchoolRow]


@dataclass(frozen=True, slots=True)
class Together:
    """The measures, the one asked about first, with whose figures there are, by the measure's code."""

    measures: tuple[catalogue.Measure, ...]
    own: Mapping[str, FigureRow]
    england: Mapping[str, FigureRow]
    schools: tuple[School, ...]


def measures_of(looking: Looking) -> tuple[catalogue.Measure, ...]:
    """The measures of the stage asked about that were taken that summer, for these pupils, and are released.

    The one asked about comes first, the others as the catalogue has them.
    """
    question = looking.question
    stage, year = question.measure.stage, question.year
    if year is None:
        return ()
    released = {family for family, each in catalogue.editions(looking.reader, question.frozen) if each == year}
    found = [
        each
        for each in catalogue.measures().values()
        if each.stage.code == stage.code and question.pupils in each.pupils
        if each.gap(year) is None and released & each.result_families
    ]
    return tuple(sorted(found, key=lambda each: each.code != question.measure.code))


def together(looking: Looking, *, schools: bool = True) -> Together:
    """Ask for all of them at once; ``schools`` False leaves the single schools out."""
    measures = measures_of(looking)
    if not measures or looking.question.year is None:
        return Together((), {}, {}, ())
    codes = tuple(each.code for each in measures)
    selection = replace(looking.selection((looking.question.year,), (looking.question.pupils,)), measures=codes)
    own = looking.figures(replace(selection, basis=Basis.POOLED))
    rows = looking.school_figures(selection) if schools else []
    return Together(measures, {row.measure: row for row in own}, _england(looking, selection), _by_school(rows))


def _england(looking: Looking, selection: Selection) -> dict[str, FigureRow]:
    theirs = replace(selection, who=looking.england, special=None, members=None, through=(), basis=Basis.PUBLISHED)
    rows = looking.figures(theirs)
    known = {row.measure for row in rows if row.figure.status in HAS_VALUE}
    lacking = tuple(code for code in selection.measures if code not in known)
    if lacking:
        rows += looking.figures(replace(theirs, measures=lacking, basis=Basis.POOLED))
    return {code: row for code in selection.measures for row in preferred([r for r in rows if r.measure == code])}


def _by_school(rows: list[SchoolRow]) -> tuple[School, ...]:
    found: dict[str, dict[str, SchoolRow]] = {}
    for each in rows:
        found.setdefault(each.urn, {})[each.row.measure] = each
    known = [School(urn, next(iter(by.values())).name, by) for urn, by in found.items()]
    return tuple(sorted(known, key=lambda each: (each.name, each.urn)))
