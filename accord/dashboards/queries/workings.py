"""What a figure was made from, with the published rows that stand beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accord.accounts.readers import Reader
from accord.analytics.figures import HAS_VALUE, Basis
from accord.dashboards.queries.one_school import Beside, Looking, home_authority, members
from accord.performance.explanations import Explanation, explain
from accord.performance.selections import Selection, Who


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
    by_phase = question.measure.stage.england_by_phase
    home = None if looking.subject.is_authority or by_phase else home_authority(members(looking))
    if home:
        authority = _comparator(selection, Who.authority(home), looking.reader)
    england = _comparator(selection, looking.england, looking.reader)
    beside = Beside(
        (pooled.figure,),
        tuple(each.figure for each in authority),
        tuple(each.figure for each in england),
    )
    return Made(pooled, (*authority, *england), beside)


def _comparator(selection: Selection, who: Who, reader: Reader) -> list[Explanation]:
    """The publisher's row, or where there is none what its schools add up to; without school by school."""
    for basis in (Basis.PUBLISHED, Basis.POOLED):
        theirs = replace(selection, who=who, special=None, basis=basis, members=None, through=())
        rows = explain(theirs, reader, schools=False)
        best = [each for each in rows if each.figure.figure.status in HAS_VALUE]
        if best:
            return best
    return []
