"""What the ten questions for governors are answered from, in a few passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from accord.analytics.figures import HAS_VALUE, Basis
from accord.dashboards.queries.one_school import Answer, Looking, answer, preferred
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures
from accord.performance.selections import Selection

SUBJECTS = {
    "ks2_reading_expected": "reading",
    "ks2_writing_expected": "writing",
    "ks2_maths_expected": "maths",
    "ks2_gps_expected": "grammar, punctuation and spelling",
}
"""The measures of single subjects that stand beside a headline, with what people call the subject."""


@dataclass(frozen=True, slots=True)
class Evening:
    """All that a page for governors knows: one question answered, and single subjects beside it, by measure."""

    looking: Looking
    answer: Answer
    measures: tuple[catalogue.Measure, ...]
    own: Mapping[str, FigureRow]
    england: Mapping[str, FigureRow]


def evening(looking: Looking) -> Evening:
    """Ask for all of it."""
    found, measures = answer(looking), _measures(looking)
    if not measures:
        return Evening(looking, found, (), {}, {})
    question = looking.question
    selection = replace(
        looking.selection((question.year or 0,), (question.pupils,)), measures=tuple(each.code for each in measures)
    )
    own = figures(replace(selection, basis=Basis.POOLED), looking.reader)
    return Evening(looking, found, measures, {row.measure: row for row in own}, _england(looking, selection))


def _measures(looking: Looking) -> tuple[catalogue.Measure, ...]:
    """The measure asked about, and the subjects of its stage that were taken that summer."""
    question = looking.question
    year, stage = question.year, question.measure.stage.code
    if year is None or question.measure.gap(year):
        return ()
    known = catalogue.measures()
    others = [known[code] for code in SUBJECTS if code in known and code != question.measure.code]
    beside = [
        each
        for each in others
        if each.stage.code == stage and question.pupils in each.pupils and each.gap(year) is None
    ]
    return (question.measure, *beside)


def _england(looking: Looking, selection: Selection) -> dict[str, FigureRow]:
    theirs = replace(selection, who=looking.england, special=None, members=None, through=(), basis=Basis.PUBLISHED)
    rows = figures(theirs, looking.reader)
    known = {row.measure for row in rows if row.figure.status in HAS_VALUE}
    lacking = tuple(code for code in selection.measures if code not in known)
    if lacking:
        rows += figures(replace(theirs, measures=lacking, basis=Basis.POOLED), looking.reader)
    return {code: row for code in selection.measures for row in preferred([r for r in rows if r.measure == code])}
