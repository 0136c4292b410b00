"""A figure as cells of a table: the same columns wherever a figure stands in one."""

from __future__ import annotations

from django.urls import reverse

from accord.analytics.figures import Covers, Figure
from accord.dashboards.queries.questions import Question
from accord.insight.sentences.cells import plain_counts, plain_interval, plain_value
from accord.insight.sentences.rounding import PERCENTAGE
from accord.performance import catalogue
from accord.performance.subjects import Subject
from accord.ui.tables.tables import Cell, Column

FILE_COLUMNS = (
    Column("status", "Status", "measured, approximate, or why there is no value", file_only=True),
    Column("low", "Lowest", "lowest possible value over all pupils expected, suppressed ones too", file_only=True),
    Column("high", "Highest", "highest possible value over all pupils expected", file_only=True),
    Column("part_low", "Fewest", "fewest pupils the published percentages allow", file_only=True),
    Column("part_high", "Most", "most pupils the published percentages allow", file_only=True),
    Column("whole", "Pupils", "pupils of the schools counted", file_only=True),
    Column("interval_low", "Lower limit", "lower limit of the 95% interval", file_only=True),
    Column("interval_high", "Upper limit", "upper limit of the 95% interval", file_only=True),
    Column("interval_covers", "Interval of", "this_year: of the year\u2019s own figure", file_only=True),
    Column(
        "schools_reported", "Schools reporting", "schools counted with their own return, not a published result",
        file_only=True,
    ),
)

INTERVAL_OF_YEAR = "95% interval of the year\u2019s own figure"
"""What every column of intervals of one summer's figures is headed."""
TITLES = {"percentage": "Percentage", "rate": "Rate", "ratio": "Ratio", "total": "Total"}
"""What a column of values is headed, by the kind of measure; of any other it has scores."""


def made_of(subject: Subject, question: Question) -> str:
    """The address of the page that takes a subject's figure apart: its schools, counts, releases and rows of files."""
    return f"{reverse('dashboards:workings', args=[subject.room, subject.key])}?{question.address}"


def figure_columns(measure: catalogue.Measure) -> tuple[Column, ...]:
    """Value, counts and interval for reading; every number of the figure for files. Of figures of one summer each."""
    is_share = measure.kind == PERCENTAGE
    unit = "percentage, 0 to 100, not rounded" if is_share else f"in {measure.unit}, not rounded"
    return (
        Column("value", TITLES.get(str(measure.kind), "Score"), unit, numeric=True),
        Column("counts", "Pupils who did, of all" if is_share else "Pupils", "in words", numeric=True),
        Column("interval", INTERVAL_OF_YEAR, "in words", numeric=True),
        *FILE_COLUMNS,
    )


def figure_cells(figure: Figure, measure: catalogue.Measure, made: str = "") -> tuple[Cell, ...]:
    """The cells under `figure_columns`; the value leads to how it was ``made``, if that is an address."""
    counts, interval = plain_counts(figure), plain_interval(figure, measure.kind)
    numbers = (
        figure.low,
        figure.high,
        figure.part_low,
        figure.part_high,
        figure.whole,
        figure.interval_low,
        figure.interval_high,
    )
    return (
        Cell(plain_value(figure, measure.kind), figure.value, made),
        Cell(counts, counts),
        Cell(interval, interval),
        Cell(str(figure.status), str(figure.status)),
        *(Cell("" if number is None else str(number), number) for number in numbers),
        Cell("", None if figure.interval_low is None else str(Covers.THIS_YEAR)),
        Cell(str(figure.coverage.schools_reported), figure.coverage.schools_reported),
    )
