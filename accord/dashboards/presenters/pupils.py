"""Groups of pupils side by side, all schools together."""

from __future__ import annotations

from dataclasses import replace

from accord.analytics.figures import HAS_VALUE, Status
from accord.dashboards.presenters.captions import INTERVAL, PROGRESS_INTERVAL
from accord.dashboards.presenters.england import england_column
from accord.dashboards.presenters.figure_cells import figure_cells, figure_columns, made_of
from accord.dashboards.presenters.pictures import Picture
from accord.dashboards.presenters.scales import axis_in_words, scale_for
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.absence import STATUS_WORDS
from accord.insight.sentences.cells import plain_counts, plain_value
from accord.insight.sentences.counting import some_of
from accord.insight.sentences.rounding import DFE_INTERVAL, PERCENTAGE, score
from accord.insight.sentences.wording import listed
from accord.performance.figure_rows import FigureRow
from accord.ui.charts.dots import Dot, Dots, dots
from accord.ui.tables.tables import Cell, Column, Table, said

NOT_DRAWN = (Status.NOT_APPLICABLE, Status.NOT_PUBLISHED, Status.NOT_BY_SCHOOL, Status.CANNOT_POOL)


def pupils_finding(rows: Beside) -> str:
    """What is shown: groups overlap, so they are never set against each other by the title."""
    shown = sum(1 for row in rows.group if row.figure.status in HAS_VALUE)
    if not shown:
        return "No pupil group has a figure that can be shown"
    return f"{shown} of {len(rows.group)} pupil groups have a figure" if shown < len(rows.group) else "Pupil groups"


def pupils_picture(looking: Looking, rows: Beside) -> Picture | None:
    """Points with intervals in the order of the definition; None where no group has a value."""
    measure = looking.question.measure
    shown = [row for row in rows.group if row.figure.status not in NOT_DRAWN]
    left_out = [name_of(looking, row) for row in rows.group if row.figure.status == Status.NOT_PUBLISHED]
    known = [row for row in shown if row.figure.status in HAS_VALUE]
    if not known:
        return None
    scale = scale_for(measure, [row.figure for row in shown])
    chart = Dots(tuple(_dot(looking, row) for row in shown), (), scale)
    bars = PROGRESS_INTERVAL if measure.kind in DFE_INTERVAL else INTERVAL
    ranged = any(row.figure.interval_low is not None for row in known)
    return Picture(
        code="pupils",
        title=f"{looking.subject.name}: {measure.name}, by pupil group, summer {looking.question.year}",
        description=_in_words(looking, known),
        wide=lambda: dots(chart),
        narrow=lambda: dots(chart, narrow=True),
        captions=(
            f"A pupil may be in several of these groups. {axis_in_words(scale)}",
            bars if ranged else "No interval is drawn: how far single pupils lie apart is not published.",
            *([f"The published file gives no figure for {listed(left_out)}."] if left_out else []),
        ),
    )


def pupils_table(looking: Looking, rows: Beside) -> Table:
    """Every pupil group with its figure, and England's published one where there is one."""
    measure = looking.question.measure
    england = {row.pupils: row.figure for row in rows.england}
    columns = (
        Column("pupils", "Pupil group", "name of the group"),
        Column("pupils_code", "Code", "code of the group", file_only=True),
        *figure_columns(measure),
        Column("schools_counted", "Schools counted", "of the schools expected", numeric=True),
        england_column(rows.england),
    )
    lines = []
    for row in rows.group:
        seen, theirs = row.figure.coverage, england.get(row.pupils)
        cells = (
            said(name_of(looking, row)),
            said(row.pupils),
            *figure_cells(row.figure, measure, made_of(looking.subject, replace(looking.question, pupils=row.pupils))),
            Cell(some_of(seen.schools_counted, seen.schools_expected), seen.schools_counted),
            Cell(plain_value(theirs, measure.kind) if theirs else "", theirs.value if theirs else None),
        )
        lines.append((cells, False))
    caption = f"{measure.name}, by pupil group, summer {looking.question.year}"
    groups = [measure.stage.pupil_groups[row.pupils] for row in rows.group]
    notes = tuple(f"{group.name}: {group.note}" for group in groups if group.note)
    return Table("pupils", caption, columns, tuple(lines), notes)


def name_of(looking: Looking, row: FigureRow) -> str:
    """The name of the pupils a figure is about."""
    return looking.question.measure.stage.pupil_groups[row.pupils].name


def _dot(looking: Looking, row: FigureRow) -> Dot:
    figure, kind = row.figure, looking.question.measure.kind
    name = name_of(looking, row)
    if figure.value is None or figure.status not in HAS_VALUE:
        word = STATUS_WORDS[figure.status]
        return Dot(name, None, None, None, word[0].upper() + word[1:])
    words = score(figure.value, kind)
    if kind == PERCENTAGE:
        words = f"{words}  ({plain_counts(figure)})"
    return Dot(name, figure.value, figure.interval_low, figure.interval_high, words)


def _in_words(looking: Looking, known: list[FigureRow]) -> str:
    kind = looking.question.measure.kind
    told = "; ".join(f"{name_of(looking, row)} {score(row.figure.value or 0.0, kind)}" for row in known)
    return f"Dot plot of pupil groups with 95% intervals. {told}."
