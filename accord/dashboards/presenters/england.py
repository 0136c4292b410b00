"""England beside a subject: what it is called on the page, and whether anybody is judged by it."""

from __future__ import annotations

from collections.abc import Iterable

from accord.analytics.figures import Basis, Figure
from accord.insight.sentences.comparison import Comparator
from accord.performance.figure_rows import FigureRow
from accord.ui.tables.tables import Column

NAME = "England"


def england_name(rows: Iterable[FigureRow]) -> str:
    """What England is called in some of its figures; they are all of the same schools."""
    return next((row.title for row in rows), NAME)


def short_name(name: str) -> str:
    """The same in few words: ``England’s primary``, ``England, all types``."""
    return name.removesuffix(" of school").removesuffix(" schools")


def beside_england(row: FigureRow | None) -> Comparator | None:
    """England's figure for sentences; None where there is none."""
    if row is None:
        return None
    return Comparator(row.title, row.figure, row.basis == Basis.POOLED, judges=not row.every_type)


def judge(row: FigureRow | None) -> Figure | None:
    """England's figure where somebody may be told to be above or below it."""
    return None if row is None or row.every_type else row.figure


def england_column(rows: Iterable[FigureRow]) -> Column:
    """The column of England's figures in a table."""
    return Column("england", england_name(rows), "published, or added up where no row is published", numeric=True)
