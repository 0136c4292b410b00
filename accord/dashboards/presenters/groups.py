"""Lists of groups and schools, a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accord.dashboards.presenters.england import beside_england
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.groups import Listed
from accord.dashboards.queries.many import Rows
from accord.dashboards.queries.questions import Question
from accord.insight.sentences.comparison import comparison
from accord.insight.sentences.counting import counted
from accord.insight.sentences.level import level
from accord.performance.figure_rows import FigureRow
from accord.performance.subjects import Subject


@dataclass(frozen=True, slots=True)
class Line:
    """A subject, what it is, its figure in one sentence, and the groups inside it."""

    subject: Subject
    kind: str
    sentence: str
    inside: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """What every line of a list is said from: the question, the figures, and England's where it is wanted."""

    question: Question
    rows: Rows
    england: FigureRow | None = None

    def nested(self, found: Sequence[Listed]) -> list[Line]:
        """Those that lie in others stand under them. One that lies in two stands under both."""
        keys = {each.subject.key for each in found}
        holds: dict[str, list[Listed]] = {}
        for each in found:
            for outer in keys.intersection(each.lies_in):
                holds.setdefault(outer, []).append(each)
        return [self._nested(each, holds) for each in found if not keys.intersection(each.lies_in)]

    def plain(self, subjects: Sequence[Subject], schools: Mapping[str, int] | None = None) -> list[Line]:
        """One line each; ``schools`` has how many there are in a group today."""
        return [self._line(each, (schools or {}).get(each.key)) for each in subjects]

    def _nested(self, each: Listed, holds: Mapping[str, Sequence[Listed]]) -> Line:
        # Places in one another make no circles: none can be recorded.
        inside = tuple(self._nested(inner, holds) for inner in holds.get(each.subject.key, ()))
        return self._line(each.subject, each.schools, inside)

    def _line(self, subject: Subject, schools: int | None, inside: tuple[Line, ...] = ()) -> Line:
        kind = subject.kind if schools is None else f"{subject.kind}, {counted(schools, 'school')} today"
        return Line(subject, kind, self._sentence(subject), inside)

    def _sentence(self, subject: Subject) -> str:
        question, row = self.question, self.rows.get(subject.address)
        if question.year is None:
            return "No results have been loaded yet."
        if row is None:
            return f"There is no figure for summer {question.year}."
        topic = replace(topic_of(question), one_school=subject.is_school)
        said = level(topic, row.figure)
        if self.england is None:
            return said
        return f"{said} {comparison(topic, row.figure, beside_england(self.england))}".strip()
