"""The group through the years: finding, picture, table."""

from __future__ import annotations

from collections.abc import Sequence

from accord.analytics.figures import HAS_VALUE, Basis
from accord.dashboards.presenters.captions import (
    BAND,
    HOLLOW,
    PROGRESS_INTERVAL,
    breaks_between,
    gap_runs,
    new_numbers,
    why_the_line_stops,
)
from accord.dashboards.presenters.england import england_name, short_name
from accord.dashboards.presenters.figure_cells import figure_cells, figure_columns, made_of
from accord.dashboards.presenters.pictures import Picture
from accord.dashboards.presenters.scales import axis_in_words, scale_for
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.reported import short_mark
from accord.insight.sentences.rounding import AROUND_ZERO, DFE_INTERVAL, UNCOUNTED, score
from accord.insight.sentences.wording import listed
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.ui.charts.trend import Line, Part, Point, Trend, trend
from accord.ui.tables.tables import Cell, Column, Table, said


def trend_finding(looking: Looking, rows: Beside) -> str:
    """``58% in summer 2018, 62% in summer 2019``: the ends of the last run that may be compared."""
    measure = looking.question.measure
    shown = [row for row in rows.group if row.figure.status in HAS_VALUE]
    if not shown:
        return "There is no year with a figure yet"
    last = shown[-1]
    now = f"{_value(last, measure.kind)} in summer {last.year}"
    before = [row for row in shown[:-1] if measure.series(row.year) == measure.series(last.year)]
    if not before:
        return f"{now}; no earlier year can be compared"
    return f"{_value(before[0], measure.kind)} in summer {before[0].year}, {now}"


def trend_picture(looking: Looking, rows: Beside) -> Picture | None:
    """The chart with the words that stand for it; None where no year has a value."""
    measure = looking.question.measure
    lines = _lines(looking, rows)
    if not any(line.part == Part.GROUP for line in lines):
        return None
    years = sorted({point.year for line in lines for point in line.points})
    every = [row.figure for group in (rows.group, rows.authority, rows.england) for row in group]
    scale = scale_for(measure, every)
    chart = Trend(
        lines,
        scale,
        tuple(gap_runs(measure, years)),
        tuple(breaks_between(measure, years)),
        zero=measure.kind in AROUND_ZERO,
    )
    captions = [" ".join([*why_the_line_stops(measure, years), axis_in_words(scale)])]
    if crossed := new_numbers(rows.group):
        captions.append(crossed)
    added_up = sorted({r.year for r in (*rows.authority, *rows.england) if r.basis == Basis.POOLED})
    if added_up:
        summers = listed([str(year) for year in added_up])
        captions.append(
            f"In {summers} the files carry no row of the publisher: what is drawn is added up from schools."
        )
    if any(point.reported for line in lines for point in line.points):
        captions.append(HOLLOW)
    if any(point.low is not None for line in lines for point in line.points):
        captions.append(PROGRESS_INTERVAL if measure.kind in DFE_INTERVAL else BAND)
    elif measure.kind in UNCOUNTED:
        captions.append("No interval is drawn: how far single pupils lie apart is not published.")
    return Picture(
        code="trend",
        title=f"{looking.subject.name}: {measure.name}",
        description=_in_words(looking, lines),
        wide=lambda: trend(chart),
        narrow=lambda: trend(chart, narrow=True),
        captions=tuple(captions),
    )


def trend_table(looking: Looking, rows: Beside) -> Table:
    """Every year of the group and of its comparators, those without a value too."""
    measure = looking.question.measure
    columns = (
        Column("who", "Figure for", "the group, its authority or England"),
        Column("year", "Summer", "the summer of the results", numeric=True),
        Column("basis", "Made from", "pooled from schools, or the publisher's own row"),
        *figure_columns(measure),
        Column("schools_counted", "Schools counted", "", numeric=True),
        Column("schools_expected", "Schools expected", "", file_only=True),
        Column("pupils_counted", "Pupils counted", "", file_only=True),
        Column("pupils_expected", "Pupils expected", "", file_only=True),
    )
    lines = []
    for group, apart in ((rows.group, False), (rows.authority, True), (rows.england, True)):
        lines += [(_row(row, looking, apart), apart) for row in group]
    return Table("trend", f"{measure.name}, by summer", columns, tuple(lines))


def _row(row: FigureRow, looking: Looking, apart: bool) -> tuple[Cell, ...]:
    made = "" if apart else made_of(looking.subject, looking.question.about(row.year))
    seen = row.figure.coverage
    schools = ""
    if seen.schools_expected is not None:
        schools = f"{seen.schools_counted} of {seen.schools_expected}"
    return (
        said(row.title),
        Cell(str(row.year), row.year),
        said("pooled" if row.basis == "pooled" else "published"),
        *figure_cells(row.figure, looking.question.measure, made),
        Cell(schools, seen.schools_counted),
        Cell("", seen.schools_expected),
        Cell("", seen.pupils_counted),
        Cell("", seen.pupils_expected),
    )


def _lines(looking: Looking, rows: Beside) -> tuple[Line, ...]:
    measure = looking.question.measure
    named = ((Part.GROUP, rows.group), (Part.AUTHORITY, rows.authority), (Part.ENGLAND, rows.england))
    lines = []
    for part, group in named:
        shown = [row for row in group if row.figure.value is not None and row.figure.status in HAS_VALUE]
        if not shown:
            continue
        points = tuple(
            Point(
                r.year, r.figure.value, r.figure.interval_low, r.figure.interval_high, _series(measure, r),
                reported=r.figure.coverage.schools_reported > 0,
            )
            for r in shown
        )
        last = _value(shown[-1], measure.kind)
        name = looking.subject.name if part == Part.GROUP else name_of(part, group)
        if part == Part.AUTHORITY and looking.subject.is_authority:
            name = f"{name}, as published"
        short = _short(looking, part, group)
        lines.append(Line(part, f"{name} {last}", f"{short} {last}", points))
    return tuple(lines)


def _short(looking: Looking, part: Part, group: Sequence[FigureRow]) -> str:
    if part == Part.GROUP:
        return "This school" if looking.subject.is_school else "These schools"
    return "Authority" if part == Part.AUTHORITY else short_name(england_name(group))


def _series(measure: catalogue.Measure, row: FigureRow) -> int:
    # A published figure and one added up are not of one line either; nor is one of which a school tells by itself.
    reported = row.figure.coverage.schools_reported > 0
    return 4 * measure.series(row.year) + 2 * reported + (row.basis == Basis.POOLED)


def _value(row: FigureRow, kind: str) -> str:
    if row.figure.value is None:
        return ""
    return f"{score(row.figure.value, kind)}{short_mark(row.figure.coverage)}"


def name_of(part: Part, rows: Sequence[FigureRow]) -> str:
    """What a comparator is called: the publisher's name for it, where one of its rows has it."""
    if part == Part.ENGLAND:
        return england_name(rows)
    published = [row.title for row in rows if row.basis == Basis.PUBLISHED]
    return (published or [row.title for row in rows])[-1]


def _in_words(looking: Looking, lines: tuple[Line, ...]) -> str:
    kind = looking.question.measure.kind
    told = []
    for line in lines:
        first, last = line.points[0], line.points[-1]
        name = line.label.rsplit(" ", 1)[0]
        ends = f"{score(last.value, kind)} in {last.year}"
        if first.year != last.year:
            ends = f"{score(first.value, kind)} in {first.year} and {ends}"
        told.append(f"{name}: {ends}")
    return f"Line chart by summer. {'; '.join(told)}. The table below the chart has every year."
