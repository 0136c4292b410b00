"""The list of groups, a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.groups import Listed
from accord.dashboards.queries.questions import Question
from accord.insight.sentences.counting import counted
from accord.insight.sentences.level import level


@dataclass(frozen=True, slots=True)
class Line:
    """A group's name, what it is, its figure in one sentence, and the groups inside it."""

    room: str
    key: str
    name: str
    kind: str
    sentence: str
    inside: tuple[Line, ...] = ()


def lines(question: Question, found: Sequence[Listed]) -> list[Line]:
    """One line for each; those that lie in others stand under them. One that lies in two stands under both."""
    keys = {each.subject.key for each in found}
    holds: dict[str, list[Listed]] = {}
    for each in found:
        for outer in keys.intersection(each.lies_in):
            holds.setdefault(outer, []).append(each)
    return [_line(question, each, holds) for each in found if not keys.intersection(each.lies_in)]


def _line(question: Question, each: Listed, holds: Mapping[str, Sequence[Listed]]) -> Line:
    # Places in one another make no circles: none can be recorded.
    inside = tuple(_line(question, inner, holds) for inner in holds.get(each.subject.key, ()))
    kind = each.subject.kind
    if each.schools is not None:
        kind = f"{kind}, {counted(each.schools, 'school')} today"
    if question.year is None:
        sentence = "No results have been loaded yet."
    elif each.row is None:
        sentence = f"There is no figure for summer {question.year}."
    else:
        sentence = level(topic_of(question), each.row.figure)
    return Line(each.subject.room, each.subject.key, each.subject.name, kind, sentence, inside)
