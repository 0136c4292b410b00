"""Every measure of one school, a row each: its figure, England's, and how the one stands beside the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accord.dashboards.presenters.england import england_column, england_name, judge
from accord.dashboards.presenters.figure_cells import FILE_COLUMNS, INTERVAL_OF_YEAR, figure_cells, made_of
from accord.dashboards.presenters.standing import NOT_COMPARED, standing
from accord.dashboards.queries.measures_together import Together
from accord.dashboards.queries.one_school import Looking
from accord.insight.sentences.cells import plain_value
from accord.insight.sentences.rounding import AROUND_ZERO
from accord.performance import catalogue
from accord.ui.tables.tables import Cell, Column, Table, said


def one_schools_measures(looking: Looking, found: Together, measures: Sequence[catalogue.Measure]) -> Table:
    """The measures in the order given; those without a figure say why."""
    name = england_name(found.england.values())
    columns = (
        Column("measure_name", "Measure"),
        Column("measure", "Code", "code of the measure", file_only=True),
        Column("value", "Its figure", "percentages 0 to 100, scores in their own points; not rounded", numeric=True),
        Column("counts", "Pupils", "pupils who did, of all; or pupils", numeric=True),
        Column("interval", INTERVAL_OF_YEAR, "in words", numeric=True),
        *FILE_COLUMNS,
        england_column(found.england.values()),
        Column("stands", f"Beside {name}", "above, below, cannot tell; or why there is no figure"),
    )
    lines = []
    for each in measures:
        row = found.own.get(each.code)
        if row is None:
            continue
        england = found.england.get(each.code)
        shade, word = standing(each, row.figure, judge(england))
        theirs = plain_value(england.figure, each.kind) if england else ""
        average = "0 by construction" if each.kind in AROUND_ZERO else theirs
        cells = (
            said(each.name),
            said(each.code),
            *figure_cells(row.figure, each, made_of(looking.subject, replace(looking.question, measure=each))),
            Cell(average, england.figure.value if england else None),
            said(word) if word == NOT_COMPARED else Cell("", word, shade=shade, word=word),
        )
        lines.append((cells, False))
    caption = f"Every measure of summer {looking.question.year}, beside {name}"
    return Table("measures", caption, columns, tuple(lines))
