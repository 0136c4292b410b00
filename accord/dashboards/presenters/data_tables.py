"""Figures as rows to take away, and one measure as a table of pupil groups by summers to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accord.analytics.figures import HAS_VALUE
from accord.dashboards.presenters.england import england_name
from accord.dashboards.presenters.figure_cells import FILE_COLUMNS, figure_cells
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.cells import plain_counts, plain_value
from accord.insight.sentences.rounding import PERCENTAGE
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.register.rules.clocks import Clock
from accord.ui.tables.shades import Shade
from accord.ui.tables.tables import Cell, Column, Table, said


def reading_table(looking: Looking, rows: Beside) -> Table:
    """Pupil groups by summers, the schools' own figure with the counts behind it, and England's below."""
    measure = looking.question.measure
    years = sorted({row.year for row in rows.group})
    own = {(row.pupils, row.year): row for row in rows.group}
    england = {(row.pupils, row.year): row for row in rows.england}
    columns = (
        Column("pupils", "Pupil group"),
        Column("whose", "Figure for", "these schools, or England: as published, or added up where no row is published"),
        *(Column(str(year), f"Summer {year}", "value, not rounded; the page shows counts too") for year in years),
    )
    lines = []
    for code in measure.pupils:
        name = measure.stage.pupil_groups[code].name
        cells = tuple(_cell(measure, own.get((code, year))) for year in years)
        lines.append(((said(name), said(looking.subject.name), *cells), False))
        if any((code, year) in england for year in years):
            theirs = tuple(_cell(measure, england.get((code, year)), counts=False) for year in years)
            lines.append(((said(name), said(england_name(rows.england)), *theirs), True))
    return Table("data", f"{measure.name}: pupil groups by summer", columns, tuple(lines))


def refreshed_from(looking: Looking) -> str:
    """The address from which a workbook refreshes what the page shows: every summer and pupil group of its measure."""
    question = looking.question
    asked = {"of": looking.subject.address, "measures": question.measure.code, "pupils": "every"}
    if question.members is not Clock.TODAY and looking.clock is not None:
        asked["members"] = str(question.members)
    if question.special != (looking.subject.special_by_default or question.measure.stage.with_special):
        asked["special"] = "include" if question.special else "exclude"
    if question.frozen:
        asked["frozen"] = question.frozen
    return f"{reverse('api:figures')}?{urlencode(asked | {'format': 'csv'}, safe='/')}"


def _cell(measure: catalogue.Measure, row: FigureRow | None, *, counts: bool = True) -> Cell:
    if row is None:
        return Cell("No row", None, shade=Shade.ABSENT, word="no figure")
    figure = row.figure
    if figure.value is None or figure.status not in HAS_VALUE:
        return Cell(plain_value(figure, measure.kind).capitalize(), None, shade=Shade.ABSENT, word="no figure")
    text = plain_value(figure, measure.kind)
    if counts and measure.kind == PERCENTAGE and (known := plain_counts(figure)):
        text = f"{text} ({known})"
    return Cell(text, figure.value)


def everything_table(looking: Looking, rows: Sequence[FigureRow]) -> Table:
    """One row a figure, with its codes: the table that leaves."""
    known = catalogue.measures()
    columns = (
        Column("whose", "Figure for"),
        Column("measure", "Measure", "code of the measure"),
        Column("measure_name", "Name"),
        Column("pupils", "Pupils", "code of the pupil group"),
        Column("year", "Summer"),
        Column("basis", "Made from", "pooled from schools, or the publisher's own row"),
        Column("members", "Members", "whose members: today, then or constant"),
        Column("value", "Value", "percentages 0 to 100, scores in their own points; not rounded"),
        *FILE_COLUMNS,
        Column("schools_counted", "Schools counted"),
        Column("schools_expected", "Schools expected"),
        Column("pupils_counted", "Pupils counted"),
        Column("pupils_expected", "Pupils expected"),
    )
    lines = []
    for row in rows:
        seen, cells = row.figure.coverage, figure_cells(row.figure, known[row.measure])
        counts = (seen.schools_counted, seen.schools_expected, seen.pupils_counted, seen.pupils_expected)
        line = (
            *(said(each) for each in (row.title, row.measure, known[row.measure].name, row.pupils)),
            Cell(str(row.year), row.year),
            said(str(row.basis)),
            said(row.members),
            cells[0],
            *cells[3:],
            *(Cell("" if number is None else str(number), number) for number in counts),
        )
        lines.append((line, False))
    stage = looking.question.measure.stage.name
    return Table("everything", f"Every figure of {looking.subject.name}: {stage}", columns, tuple(lines))


def as_json(looking: Looking, rows: Sequence[FigureRow], made_on: str, source: str) -> dict[str, Any]:
    """The same rows under the names that the command line promises, with where they come from."""
    return {
        "about": looking.subject.name,
        "asked": dict(looking.question.in_words()),
        "made_on": made_on,
        "source": source,
        "figures": [row.as_json() for row in rows],
    }
