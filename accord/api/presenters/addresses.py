"""The addresses of pages that an answer leads to, whole, so that they open from a workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from accord.api.queries.figures import Given, Question
from accord.performance import catalogue
from accord.performance.selections import WhoKind
from accord.performance.subjects import Subject
from accord.register.rules.clocks import Clock

Whole = Callable[[str], str]
"""From an address on the site to one that says which site."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where each figure of one question is shown and explained. Built once for all its rows."""

    subject: Subject | None
    question: Question
    whole: Whole
    known: dict[str, str] = field(default_factory=dict)

    def how(self, each: Given) -> str:
        """“How this figure was made”: schools, counts, releases, rows of files."""
        return self._of("dashboards:workings", each)

    def page(self, each: Given) -> str:
        """The page that shows the figure: the permanent link's, where the question is asked through one.

        It stays the same from release to release.
        """
        if each.school is not None and self.subject is not None and not self.subject.is_school:
            return self._base("register:school_by_number", each.school.urn)
        return self._of("dashboards:one_school", each)

    def _of(self, view: str, each: Given) -> str:
        if self.subject is None:
            return self._base("dashboards:measure", each.row.measure)
        return f"{self._base(view, self.subject.room, self.subject.key)}?{self._asked(each)}"

    def _base(self, view: str, *parts: str) -> str:
        named = " ".join((view, *parts))
        if named not in self.known:
            self.known[named] = self.whole(reverse(view, args=parts))
        return self.known[named]

    def _asked(self, each: Given) -> str:
        row = each.row
        asked: dict[str, object] = {"measure": row.measure, "year": row.year, "pupils": row.pupils}
        asked["special"] = "include" if self._special(row.measure) else "exclude"
        if self.question.members not in (None, Clock.TODAY) and self.question.who.kind is WhoKind.GROUP:
            asked["members"] = str(self.question.members)
        if self.question.frozen:
            asked["frozen"] = self.question.frozen
        # Codes, numbers and words of ours, in which nothing has to be escaped: there are thousands of these.
        return "&".join([f"{name}={value}" for name, value in asked.items()])

    def _special(self, measure: str) -> bool:
        if self.question.special is not None:
            return self.question.special
        return self.question.who.special_by_default or catalogue.measure(measure).stage.with_special
