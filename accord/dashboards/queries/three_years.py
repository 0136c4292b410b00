"""Three summers together, for a school with so few pupils that one of them is many points."""

from __future__ import annotations

from dataclasses import replace

from accord.analytics.figures import Basis
from accord.dashboards.queries.one_school import Looking
from accord.performance.figure_rows import FigureRow

SPAN = 3


def three_years(looking: Looking) -> FigureRow | None:
    """The summer asked about pooled with the two before it; only for a single school."""
    question = looking.question
    if not looking.subject.is_school or question.year is None or question.measure.gap(question.year):
        return None
    selection = looking.selection((question.year,), (question.pupils,))
    rows = looking.figures(replace(selection, span=SPAN, basis=Basis.POOLED))
    return rows[0] if rows else None
