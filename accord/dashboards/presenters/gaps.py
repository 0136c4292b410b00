"""Gaps between pupil groups that have nobody in common, in sentences and in a table."""

from __future__ import annotations

from collections.abc import Iterator

from accord.analytics.differences import Difference, Direction, gap
from accord.analytics.figures import HAS_VALUE
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.cells import plain_counts, plain_value
from accord.insight.sentences.gaps import gap as gap_sentence
from accord.insight.sentences.rounding import signed
from accord.insight.sentences.topic import Named
from accord.performance.figure_rows import FigureRow
from accord.ui.tables.tables import Cell, Column, Table, said

PAIRS = (("disadvantaged", "other"), ("boys", "girls"))
"""Pupil groups of which every pupil is in one: only these can be set against each other."""


def pairs(looking: Looking, rows: Beside) -> Iterator[tuple[FigureRow, FigureRow]]:
    """The pairs that the measure has."""
    known = {row.pupils: row for row in rows.group if row.year == looking.question.year}
    for one, other in PAIRS:
        if one in known and other in known:
            yield known[one], known[other]


def gap_sentences(looking: Looking, rows: Beside) -> list[str]:
    """One sentence for each pair, the first of them about disadvantaged pupils."""
    topic = topic_of(looking.question)
    return [gap_sentence(topic, _named(looking, one), _named(looking, other)) for one, other in pairs(looking, rows)]


def _named(looking: Looking, row: FigureRow) -> Named:
    return Named(looking.question.measure.stage.pupil_groups[row.pupils].phrase, row.figure)


def gaps_table(looking: Looking, rows: Beside) -> Table:
    """Each pair in each summer: both figures, the gap in points, its interval, and what that allows one to say."""
    measure = looking.question.measure
    groups = measure.stage.pupil_groups
    columns = (
        Column("year", "Summer", "the summer of the results"),
        Column("first", "First", "name of the pupil group"),
        Column("first_value", "Its figure", "not rounded", numeric=True),
        Column("second", "Second", "name of the pupil group"),
        Column("second_value", "Its figure", "not rounded", numeric=True),
        Column("gap", "Gap in points", "first less second, not rounded", numeric=True),
        Column("gap_low", "", "lower limit of the 95% interval", file_only=True),
        Column("gap_high", "", "upper limit of the 95% interval", file_only=True),
        Column("interval", "95% interval of the summer\u2019s own gap", "in words", words=True),
        Column("told", "What can be told", "whether the interval shows a gap", words=True),
    )
    by_year = {(row.year, row.pupils): row for row in rows.group}
    lines = []
    for one, other in PAIRS:
        for year in sorted({row.year for row in rows.group}, reverse=True):
            first, second = by_year.get((year, one)), by_year.get((year, other))
            if first is None or second is None:
                continue
            found = gap(first.figure, second.figure)
            cells = (
                Cell(str(year), year),
                said(groups[one].name),
                _value(first, measure.kind),
                said(groups[other].name),
                _value(second, measure.kind),
                Cell(signed(found.points) if found else "", found.points if found else None),
                Cell("", found.low if found else None),
                Cell("", found.high if found else None),
                said(f"{signed(found.low)} to {signed(found.high)}" if found else ""),
                said(_told(groups[one].name, found)),
            )
            lines.append((cells, False))
    note = "The interval is for each summer\u2019s own rates: what chance moves with so many pupils."
    return Table("gaps", f"Gaps between pupil groups: {measure.name}", columns, tuple(lines), (note,))


def _told(name: str, found: Difference | None) -> str:
    if found is None:
        return "no counts to compare"
    if found.direction is Direction.CANNOT_TELL:
        return "cannot tell"
    return f"{name} {'higher' if found.direction is Direction.UP else 'lower'}"


def _value(row: FigureRow, kind: str) -> Cell:
    text, counts = plain_value(row.figure, kind), plain_counts(row.figure)
    has = row.figure.value is not None and row.figure.status in HAS_VALUE
    return Cell(f"{text} ({counts})" if has and counts else text, row.figure.value if has else None)
