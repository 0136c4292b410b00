"""What a figure was made from, with the published rows that stand beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accord.analytics.figures import Basis
from accord.dashboards.queries.one_school import Beside, Looking, home_authority, members, preferred
from accord.performance.explanations import Explanation, explain
from accord.performance.selections import Who


@dataclass(frozen=True, slots=True)
class Made:
    """The group's figure explained, and its comparators."""

    own: Explanation
    comparators: tuple[Explanation, ...]
    beside: Beside


def explained(looking: Looking) -> Made | None:
    """The workings of the figure asked about; None where the measure was not taken that year."""
    question = looking.question
    if question.year is None or question.measure.gap(question.year):
        return None
    selection = looking.selection([question.year], [question.pupils])
    own = explain(selection, looking.reader)
    pooled = next(each for each in own if each.figure.basis == Basis.POOLED)
    authority = [each for each in own if each.figure.basis == Basis.PUBLISHED]
    home = None if looking.subject.is_authority else home_authority(members(looking))
    england = []
    for who in ([Who.authority(home)] if home else []) + [Who.england()]:
        rows = explain(replace(selection, who=who, special=None), looking.reader)
        best = preferred([each.figure for each in rows])
        (england if who == Who.england() else authority).extend(e for e in rows if e.figure in best)
    beside = Beside(
        (pooled.figure,),
        tuple(each.figure for each in authority),
        tuple(each.figure for each in england),
    )
    return Made(pooled, (*authority, *england), beside)
