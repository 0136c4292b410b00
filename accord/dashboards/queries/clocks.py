"""One figure by three clocks: today's members, those of the time, those who were always in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accord.analytics.figures import Basis
from accord.dashboards.queries.one_school import Looking
from accord.performance.figure_rows import FigureRow
from accord.register.rules.clocks import Clock


@dataclass(frozen=True, slots=True)
class ByClock:
    """The figure of the summer asked about under one clock."""

    clock: Clock
    row: FigureRow


def by_every_clock(looking: Looking) -> list[ByClock]:
    """Today's, those of the time, the constant ones; none for what is no group or was not measured."""
    question = looking.question
    if looking.clock is None or question.year is None or question.measure.gap(question.year):
        return []
    found = []
    for clock in Clock:
        asked = replace(looking, question=replace(question, members=clock))
        selection = replace(asked.selection((question.year,), (question.pupils,)), basis=Basis.POOLED)
        found += [ByClock(clock, row) for row in looking.figures(selection)]
    return found
