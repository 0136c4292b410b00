"""Hand-made figures for the presenters: no home, no database, no files."""

from __future__ import annotations

from dataclasses import replace

from accord.accounts.readers import Reader
from accord.analytics.figures import Basis, Coverage, Figure, Status
from accord.analytics.intervals import wilson_on_range
from accord.analytics.members import MemberState
from accord.dashboards.queries.one_school import Beside, Looking
from accord.dashboards.queries.questions import Question
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.performance.selections import Who
from accord.performance.single_schools import SchoolRow
from accord.performance.subjects import Subject


def share(part: int, whole: int, schools: tuple[int, int] = (1, 1)) -> Figure:
    """``part`` of ``whole`` pupils, as pooling makes it."""
    low, high = wilson_on_range(part, part, whole)
    value = 100 * part / whole
    seen = Coverage(*schools, whole, whole)
    return Figure(Status.MEASURED, value, value, value, part, part, whole, 100 * low, 100 * high, seen)


def hidden(status: Status = Status.SUPPRESSED) -> Figure:
    """A figure without a value."""
    return Figure(status, None, None, None, None, None, 0, None, None, Coverage(0, 1, 0, 6))


def printed(value: float) -> Figure:
    """A published whole percentage."""
    seen = Coverage(None, None, 0, None)
    return Figure(Status.MEASURED, value, value - 0.5, value + 0.5, None, None, None, None, None, seen)


def row(
    figure: Figure, year: int = 2019, *, title: str = "Elm Alliance", basis: Basis = Basis.POOLED, pupils: str = "all"
) -> FigureRow:
    """A figure with what it is of."""
    return FigureRow("elm", title, "ks2_rwm_expected", pupils, year, "today", basis, figure, ("r1",), (year,))


def school(name: str, figure: Figure, reason: str = "", state: MemberState = MemberState.COUNTED) -> SchoolRow:
    """A member school."""
    return SchoolRow(name.upper(), name, "850", "mainstream", state, reason, row(figure, title=name))


def looking(measure: str = "ks2_rwm_expected", year: int | None = 2019, **changes: object) -> Looking:
    """Somebody looking at the Elm Alliance."""
    question = Question(catalogue.measure(measure), year, "all", False)
    subject = Subject(Who.group("elm"), "groups", "elm", "Elm Alliance", "Alliance")
    return Looking(subject, replace(question, **changes), Reader.operator())  # type: ignore[arg-type]


def beside(*own: FigureRow, england: tuple[FigureRow, ...] = (), authority: tuple[FigureRow, ...] = ()) -> Beside:
    """The group's figures and their comparators."""
    return Beside(tuple(own), authority, england)
