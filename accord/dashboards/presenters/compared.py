"""Several subjects side by side as a picture and as tables."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from accord.analytics.figures import HAS_VALUE
from accord.dashboards.presenters.captions import INTERVAL, PROGRESS_INTERVAL
from accord.dashboards.presenters.compared_words import difference
from accord.dashboards.presenters.figure_cells import figure_cells, figure_columns, made_of
from accord.dashboards.presenters.pictures import Picture
from accord.dashboards.presenters.scales import axis_in_words, scale_for
from accord.dashboards.queries.compared import Compared
from accord.dashboards.queries.questions import Question
from accord.insight.sentences.cells import plain_counts, plain_value
from accord.insight.sentences.level import has_value
from accord.insight.sentences.rounding import DFE_INTERVAL, PERCENTAGE, points_between, score
from accord.performance.figure_rows import FigureRow
from accord.performance.subjects import Subject
from accord.ui.charts.dots import Comparator, Dot, Dots, dots
from accord.ui.charts.trend import Part
from accord.ui.tables.tables import Cell, Column, Table, said

LONGEST_NAME = 36


def address(subjects: Sequence[Subject], question: Question) -> str:
    """The page's question: whom, and what."""
    return f"{urlencode([('with', each.address) for each in subjects])}&{question.address}"


def side_by_side_finding(found: Compared) -> str:
    """Whether the picture can tell them apart: computed from intervals."""
    known = [row.figure for each in found.subjects if (row := found.now(each)) is not None and has_value(row.figure)]
    if len(known) < 2:
        return "Side by side"
    ranged = [each for each in known if each.interval_low is not None and each.interval_high is not None]
    if len(ranged) < len(known):
        return f"{len(known)} figures, side by side"
    overlap = max(each.interval_low or 0 for each in ranged) <= min(each.interval_high or 0 for each in ranged)
    if overlap:
        return f"{len(known)} figures, and the intervals of all of them overlap"
    return f"{len(known)} figures, and some of their intervals do not overlap"


def side_by_side_picture(found: Compared) -> Picture | None:
    """A point with its interval for each, in the order chosen; None where none has a value."""
    measure = found.question.measure
    rows = [(each, found.now(each)) for each in found.subjects]
    known = [row.figure for _, row in rows if row is not None and has_value(row.figure)]
    if not known:
        return None
    scale = scale_for(measure, known)
    chart = Dots(tuple(dot(each.name, row, measure.kind) for each, row in rows), england_line(found), scale)
    bars = PROGRESS_INTERVAL if measure.kind in DFE_INTERVAL else INTERVAL
    if not any(each.interval_low is not None for each in known):
        bars = "No interval is drawn: how far single pupils lie apart is not published."
    said_of = "; ".join(f"{each.name} {plain_value(row.figure, measure.kind)}" for each, row in rows if row)
    return Picture(
        code="side-by-side",
        title=f"Side by side: {measure.name}, summer {found.question.year}",
        description=f"Dot plot of {len(rows)} figures with 95% intervals: {said_of}. The table has all.",
        wide=lambda: dots(chart),
        narrow=lambda: dots(chart, narrow=True),
        captions=(f"In the order in which they were chosen. {_special(found)} {axis_in_words(scale)}", bars),
    )


def _special(found: Compared) -> str:
    if found.question.special:
        return "Special schools are counted in everywhere."
    return "Special schools are left out of groups and authorities; one that is chosen by itself is shown."


def dot(name: str, row: FigureRow | None, kind: str) -> Dot:
    """A subject as a row of a dot plot, with its counts, or with why there is no point."""
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
    if row is None:
        return Dot(short, None, None, None, "No figure")
    figure = row.figure
    if figure.value is None or figure.status not in HAS_VALUE:
        return Dot(short, None, None, None, plain_value(figure, kind).capitalize())
    words = score(figure.value, kind)
    words = f"{words}  ({plain_counts(figure)})" if kind == PERCENTAGE else words
    return Dot(short, figure.value, figure.interval_low, figure.interval_high, words)


def england_line(found: Compared) -> tuple[Comparator, ...]:
    """England's figure as an upright line, where there is one."""
    row = found.england
    if row is None or row.figure.value is None:
        return ()
    value = score(row.figure.value, found.question.measure.kind)
    return (Comparator(Part.ENGLAND, f"{row.title} {value}", row.figure.value),)


def side_by_side_table(found: Compared) -> Table:
    """Each subject with its figure, and how far it lies from the first."""
    measure = found.question.measure
    first = found.subjects[0].name if found.subjects else ""
    columns = (
        Column("name", "Name", "the group, school or authority"),
        Column("address", "Address", "its page here", file_only=True),
        Column("kind", "Kind", "what it is", file_only=True),
        *figure_columns(measure),
        Column("schools", "Schools counted", "of those expected", numeric=True),
        Column("beside", f"Beside {first}", "what can be told of this one and the first", words=True),
        Column("difference", "Difference", "95% interval of this one less the first, that summer alone", numeric=True),
        Column("difference_points", "Points", "this one less the first, not rounded", file_only=True),
        Column("difference_low", "Lower limit", "of the 95% interval of the difference", file_only=True),
        Column("difference_high", "Upper limit", "of the 95% interval of the difference", file_only=True),
    )
    lines = tuple((_row(found, each), False) for each in found.subjects)
    return Table("side-by-side", f"Side by side, summer {found.question.year}", columns, lines)


def _row(found: Compared, subject: Subject) -> tuple[Cell, ...]:
    measure, row = found.question.measure, found.now(subject)
    href = reverse("dashboards:one_school", args=[subject.room, subject.key]) + f"?{found.question.address}"
    names = (Cell(subject.name, subject.name, href), said(subject.address), said(subject.kind))
    told, words = difference(found, subject)
    limits = points_between(told.low, told.high).removeprefix("from ") if told else ""
    rest = (
        said(words),
        Cell(limits, limits),
        *(Cell("", number) for number in ((told.points, told.low, told.high) if told else (None, None, None))),
    )
    if row is None:
        blank = tuple(Cell("no figure" if at == 0 else "", None) for at, _ in enumerate(figure_columns(measure)))
        return (*names, *blank, said(""), *rest)
    seen = row.figure.coverage
    counted_in = f"{seen.schools_counted} of {seen.schools_expected}" if seen.schools_expected is not None else ""
    made = made_of(subject, found.question)
    return (*names, *figure_cells(row.figure, measure, made), Cell(counted_in, seen.schools_counted), *rest)
