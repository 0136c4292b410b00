"""Every group with its headline figure, for the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accord.accounts.readers import Reader
from accord.analytics.figures import Basis
from accord.dashboards.queries.questions import Question
from accord.dashboards.queries.subjects import Subject, authority_name
from accord.intake.queries.releases import published
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import authorities_of, figures
from accord.performance.selections import Selection, Who
from accord.register.queries.groups import every_member, groups_with_sizes

MOST_AUTHORITIES = 12


@dataclass(frozen=True, slots=True)
class Listed:
    """A subject with its figure; None where no year has a release."""

    subject: Subject
    schools: int | None
    row: FigureRow | None
    lies_in: tuple[str, ...] = ()
    """The keys of the groups that it lies in today."""


def listed_groups(question: Question, reader: Reader, on: date) -> list[Listed]:
    """The groups that people keep and that have not ended, by name."""
    return [
        Listed(subject, line.schools, _figure(subject, question, reader), line.parents)
        for line in groups_with_sizes(on)
        if not line.ended
        for subject in (Subject(Who.group(line.slug), "groups", line.slug, line.name, line.kind_name),)
    ]


def listed_authorities(question: Question, reader: Reader, on: date) -> list[Listed]:
    """The authorities that releases were sent for by name, and those that the groups' schools lie in."""
    sent_for = {code for each in published() for code in each.authorities if not each.england}
    codes = sorted(sent_for | set(authorities_of(every_member(on), reader)))
    found = []
    for code in codes[:MOST_AUTHORITIES]:
        subject = Subject(Who.authority(code), "authorities", code, authority_name(code) or code, "Local authority")
        found.append(Listed(subject, None, _figure(subject, question, reader)))
    return found


def _figure(subject: Subject, question: Question, reader: Reader) -> FigureRow | None:
    if question.year is None or question.measure.gap(question.year):
        return None
    selection = Selection(subject.who, (question.measure.code,), (question.year,), (question.pupils,))
    rows = figures(selection, reader)
    return next((row for row in rows if row.basis == Basis.POOLED), None)
