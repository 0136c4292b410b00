"""The figure of one question for many subjects."""

from __future__ import annotations

from collections.abc import Iterable

from accord.accounts.readers import Reader
from accord.analytics.figures import HAS_VALUE, Basis
from accord.dashboards.queries.questions import Question
from accord.dashboards.queries.subjects import Subject
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who

Rows = dict[str, FigureRow]
"""Figures by the address of their subject; one without a figure or a reason is not in it."""


def rows_of(subjects: Iterable[Subject], question: Question, reader: Reader) -> Rows:
    """The pooled figure of each subject in the summer asked about; nothing for a year that was not measured."""
    if question.year is None or question.measure.gap(question.year):
        return {}
    found = {each.address: _row(each, question, question.year, reader) for each in subjects}
    return {address: row for address, row in found.items() if row is not None}


def _row(subject: Subject, question: Question, year: int, reader: Reader) -> FigureRow | None:
    asked = Selection(
        subject.who,
        (question.measure.code,),
        (year,),
        (question.pupils,),
        special=question.special or subject.special_by_default,
        basis=Basis.POOLED,
    )
    return next(iter(figures(asked, reader)), None)


def england_row(question: Question, reader: Reader) -> FigureRow | None:
    """England's figure of a question: the published one, else its schools added up."""
    if question.year is None or question.measure.gap(question.year):
        return None
    for basis in (Basis.PUBLISHED, Basis.POOLED):
        asked = Selection(
            Who.england(), (question.measure.code,), (question.year,), (question.pupils,), basis=basis
        )
        found = [row for row in figures(asked, reader) if row.figure.status in HAS_VALUE]
        if found:
            return found[0]
    return None
