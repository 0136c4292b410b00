"""What else is known of a school with so few pupils that one of them is many points: other summers, other schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accord.analytics.figures import Basis
from accord.analytics.shrinkage import Shrunk
from accord.dashboards.queries.one_school import Beside, Looking, home_authority
from accord.insight.sentences.caution import SMALL_COHORT
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import usual_rates
from accord.performance.selections import Who
from accord.performance.single_schools import SchoolRow

SPAN = 3


def three_years(looking: Looking) -> FigureRow | None:
    """The summer asked about pooled with the two before it; only for a single school."""
    question = looking.question
    if not looking.subject.is_school or question.year is None or question.measure.gap(question.year):
        return None
    selection = looking.selection((question.year,), (question.pupils,))
    rows = looking.figures(replace(selection, span=SPAN, basis=Basis.POOLED))
    return rows[0] if rows else None


def usual_rate(looking: Looking, now: Beside, members: Sequence[SchoolRow]) -> Shrunk | None:
    """The school's usual rate among the mainstream schools of its authority, over the same three summers.

    None for a school with pupils enough in one summer, and for a special school: there are too few like it.
    """
    question, home = looking.question, home_authority(members)
    few = [row for row in now.group if 0 < (row.figure.whole or 0) <= SMALL_COHORT]
    if not looking.subject.is_school or not few or home is None or question.year is None:
        return None
    own = looking.selection((question.year,), (question.pupils,))
    found = usual_rates(replace(own, who=Who.authority(home), special=False, span=SPAN), looking.reader)
    return found.get(looking.subject.key)
