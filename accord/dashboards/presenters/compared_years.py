"""Several subjects through the summers: a small picture for each on one scale, and a table."""

from __future__ import annotations

from collections.abc import Sequence

from accord.analytics.figures import Basis
from accord.dashboards.presenters.captions import BARS_OF_YEARS, gap_runs, why_the_line_stops
from accord.dashboards.presenters.figure_cells import figure_cells, figure_columns
from accord.dashboards.presenters.pictures import Picture
from accord.dashboards.presenters.scales import axis_in_words, scale_for
from accord.dashboards.queries.compared import Compared
from accord.insight.sentences.cells import plain_value
from accord.insight.sentences.counting import counted
from accord.insight.sentences.level import has_value
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.ui.charts.multiples import Multiples, Panel, multiples
from accord.ui.charts.trend import Point
from accord.ui.tables.tables import Cell, Column, Table, said


def years_picture(found: Compared) -> Picture | None:
    """A small line for each subject, all on one scale; None where none has a value in any summer."""
    measure = found.question.measure
    every = {each: found.years.get(each.address, ()) for each in found.subjects}
    shown = {each: [row for row in rows if has_value(row.figure)] for each, rows in every.items()}
    years = sorted({row.year for rows in shown.values() for row in rows})
    if not years:
        return None
    scale = scale_for(measure, [row.figure for rows in shown.values() for row in rows])
    panels = tuple(Panel(each.name, points(measure, rows), last_words(measure, rows)) for each, rows in shown.items())
    chart = Multiples(panels, scale, years[0], years[-1], tuple(gap_runs(measure, years)))
    stops = " ".join(why_the_line_stops(measure, years))
    return Picture(
        code="years",
        title=f"Through the summers: {measure.name}",
        description=f"{counted(len(panels), 'small line chart')} on one scale, from summer {years[0]} to {years[-1]}. "
        "The table has every summer.",
        wide=lambda: multiples(chart),
        narrow=lambda: multiples(chart, narrow=True),
        captions=tuple(each for each in (f"{BARS_OF_YEARS} {axis_in_words(scale)}", stops) if each),
    )


def points(measure: catalogue.Measure, rows: Sequence[FigureRow]) -> tuple[Point, ...]:
    """The figures that have a value, as points of a line that stops at breaks."""
    return tuple(
        Point(row.year, row.figure.value, row.figure.interval_low, row.figure.interval_high, measure.series(row.year))
        for row in sorted(rows, key=lambda each: each.year)
        if row.figure.value is not None
    )


def last_words(measure: catalogue.Measure, rows: Sequence[FigureRow]) -> str:
    """The last value with its summer; that there is none, where there is none."""
    if not rows:
        return "no figure in any summer"
    last = max(rows, key=lambda each: each.year)
    return f"{plain_value(last.figure, str(measure.kind))} in {last.year}"


def years_table(found: Compared) -> Table:
    """Every summer of every subject, one row each."""
    measure = found.question.measure
    columns = (
        Column("name", "Name", "the group, school or authority"),
        Column("address", "Address", "its page here", file_only=True),
        Column("year", "Summer", "the summer of the results", numeric=True),
        *figure_columns(measure),
    )
    lines = tuple(
        (
            (said(each.name), said(each.address), Cell(str(row.year), row.year), *figure_cells(row.figure, measure)),
            False,
        )
        for each in found.subjects
        for row in found.years.get(each.address, ())
        if row.basis == Basis.POOLED
    )
    return Table("years", f"{measure.name}, by summer", columns, lines)
