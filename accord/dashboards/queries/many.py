"""The figure of one question for many subjects."""

from __future__ import annotations

from collections.abc import Iterable

from accord.accounts.readers import Reader
from accord.analytics.figures import HAS_VALUE, Basis
from accord.analytics.members import NOT_EXPECTED
from accord.dashboards.queries.questions import Question
from accord.performance.england import england_beside
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures, figures_of_many, school_figures
from accord.performance.selections import Selection
from accord.performance.single_schools import SchoolRow
from accord.performance.subjects import Subject

Rows = dict[str, FigureRow]
"""Figures by the address of their subject; one without a figure or a reason is not in it."""


def rows_of(subjects: Iterable[Subject], question: Question, reader: Reader) -> Rows:
    """The pooled figure of each subject in the summer asked about; nothing for a year that was not measured.

    All groups and schools are read in one pass.
    """
    if question.year is None or question.measure.gap(question.year):
        return {}
    whose = list(subjects)
    found = figures_of_many([_selection(each, question, question.year) for each in whose], reader)
    return {each.address: rows[0] for each, rows in zip(whose, found, strict=True) if rows}


def _selection(subject: Subject, question: Question, year: int) -> Selection:
    return Selection(
        subject.who,
        (question.measure.code,),
        (year,),
        (question.pupils,),
        special=question.special or subject.special_by_default,
        basis=Basis.POOLED,
        frozen=question.frozen,
    )


def through_years(subjects: Iterable[Subject], question: Question, reader: Reader) -> dict[str, list[FigureRow]]:
    """The pooled figures of each subject in every summer that has a release, oldest first, by address.

    Special schools are counted in or left out alike for groups and authorities; a school is always itself.
    """
    years = tuple(question.years)
    if not years:
        return {}
    whose = list(subjects)
    rows = figures_of_many([alike(each, question, years) for each in whose], reader)
    return {each.address: own for each, own in zip(whose, rows, strict=True)}


def alike(subject: Subject, question: Question, years: tuple[int, ...]) -> Selection:
    """What is asked of a subject beside others, in some summers."""
    return Selection(
        subject.who,
        (question.measure.code,),
        years,
        (question.pupils,),
        special=question.special or subject.is_school,
        basis=Basis.POOLED,
        frozen=question.frozen,
    )


def schools_behind(subject: Subject, question: Question, reader: Reader) -> list[SchoolRow]:
    """The schools of a subject that are expected in its figure, each by itself."""
    if question.year is None or question.measure.gap(question.year):
        return []
    found = school_figures(alike(subject, question, (question.year,)), reader)
    return [each for each in found if each.state not in NOT_EXPECTED]


def england_row(question: Question, reader: Reader, beside: Iterable[Subject]) -> FigureRow | None:
    """England's figure of a question beside some subjects: the published one, else its schools added up."""
    if question.year is None or question.measure.gap(question.year):
        return None
    whose = [_selection(each, question, question.year) for each in beside]
    england = england_beside(whose, question.measure.stage, reader)
    for basis in (Basis.PUBLISHED, Basis.POOLED):
        about = (question.measure.code,), (question.year,), (question.pupils,)
        asked = Selection(england, *about, basis=basis, frozen=question.frozen)
        found = [row for row in figures(asked, reader) if row.figure.status in HAS_VALUE]
        if found:
            return found[0]
    return None
