"""The figure by three clocks, side by side: whose members make it what it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from accord.dashboards.presenters.figure_cells import figure_cells, figure_columns
from accord.dashboards.queries.clocks import ByClock
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.questions import MEMBERS
from accord.insight.sentences.counting import some_of
from accord.ui.tables.tables import Cell, Column, Table


def clock_table(looking: Looking, found: Sequence[ByClock]) -> Table:
    """One row for each clock, linked to the page under it."""
    measure = looking.question.measure
    columns = (
        Column("members", "Whose members", "today's carried back, those of the time, those always in it"),
        *figure_columns(measure),
        Column("schools_counted", "Schools counted", "of the schools expected", numeric=True),
    )
    page = reverse("dashboards:subject_trend", args=[looking.subject.room, looking.subject.key])
    lines = []
    for each in found:
        seen, here = each.row.figure.coverage, each.clock is looking.question.members
        words = f"{dict(MEMBERS)[each.clock]}{', shown here' if here else ''}"
        cells = (
            Cell(words, str(each.clock), "" if here else f"{page}?{looking.question.under(each.clock).address}"),
            *figure_cells(each.row.figure, measure),
            Cell(some_of(seen.schools_counted, seen.schools_expected), seen.schools_counted),
        )
        lines.append((cells, here))
    caption = f"{measure.name}, summer {looking.question.year}, by three clocks"
    return Table("clocks", caption, columns, tuple(lines))
