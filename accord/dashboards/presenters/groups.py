"""The list of groups, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.dashboards.presenters.headline import short_line
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.presenters.rounding import counted
from accord.dashboards.queries.groups import Listed
from accord.dashboards.queries.questions import Question


@dataclass(frozen=True, slots=True)
class Line:
    """A group's name, what it is, and its figure in one sentence."""

    room: str
    key: str
    name: str
    kind: str
    sentence: str


def lines(question: Question, found: Sequence[Listed]) -> list[Line]:
    """One line for each."""
    return [_line(question, each) for each in found]


def _line(question: Question, each: Listed) -> Line:
    kind = each.subject.kind
    if each.schools is not None:
        kind = f"{kind}, {counted(each.schools, 'school')} today"
    if question.year is None:
        sentence = "No results have been loaded yet."
    elif each.row is None:
        sentence = f"There is no figure for summer {question.year}."
    else:
        sentence = short_line(topic_of(question), each.row.figure)
    return Line(each.subject.room, each.subject.key, each.subject.name, kind, sentence)
