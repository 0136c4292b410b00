"""What stands out among all the figures of a page, looked at together, and where to see more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accord.analytics.figures import Basis, Figure
from accord.dashboards.presenters.england import judge
from accord.dashboards.presenters.subject_pages import address
from accord.dashboards.queries.measures_together import Together
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.findings import Asked, findings
from accord.insight.sentences.rounding import PERCENTAGE
from accord.insight.sentences.topic import Topic
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.performance.single_schools import SchoolRow

WITHOUT_SPECIAL = "Special schools are not among them: England’s figure says little about pupils like theirs."
MOST_SHOWN = 5
"""Of more a reader keeps nothing in mind; the others are a step away."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What was looked at and what stands out of it: the clearest, and the others to fold; the pages that say more."""

    lead: str
    clearest: tuple[str, ...]
    others: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]

    @property
    def folded(self) -> str:
        """What the fold with the others is called."""
        return f"The other {len(self.others):,}, less clear than these"


def stands_out(looking: Looking, found: Together, members: Sequence[SchoolRow], now: Beside) -> Noticed | None:
    """The subject on every percentage, and its schools on the measure asked about; None where nothing is there.

    Fair to all of them at once: underlying rates, at a false discovery rate of a tenth a page.
    """
    asked = [*_measures(looking, found), *_schools(looking, members, now)]
    if not asked:
        return None
    ways = [("See every measure", address(looking, "subject_measures"))]
    if not looking.subject.is_school:
        ways.append(("See the schools side by side", address(looking, "subject_schools")))
    lead, *found_out = findings(asked)
    if len(_alike(members)) < len(members):
        lead = f"{lead} {WITHOUT_SPECIAL}"
    return Noticed(lead, tuple(found_out[:MOST_SHOWN]), tuple(found_out[MOST_SHOWN:]), tuple(ways))


def _measures(looking: Looking, found: Together) -> Iterator[Asked]:
    for measure in found.measures:
        own, england = found.own.get(measure.code), found.england.get(measure.code)
        if measure.kind == PERCENTAGE and own is not None and own.figure.value is not None and judge(england):
            yield _asked(looking, looking.subject.name, measure, own.figure, england)


def _schools(looking: Looking, members: Sequence[SchoolRow], now: Beside) -> Iterator[Asked]:
    measure = looking.question.measure
    if looking.subject.is_school or measure.kind != PERCENTAGE or not now.england:
        return
    if now.england[0].every_type:
        return
    for each in _alike(members):
        if each.row.figure.value is not None:
            yield _asked(looking, each.name, measure, each.row.figure, now.england[0])


def _alike(members: Sequence[SchoolRow]) -> list[SchoolRow]:
    """The schools whose pupils England's figure is about: all but special ones, unless there are no others."""
    return [each for each in members if not each.is_special] or list(members)


def _asked(looking: Looking, name: str, measure: catalogue.Measure, figure: Figure, england: FigureRow) -> Asked:
    question = looking.question
    year = question.year or 0
    topic = Topic(measure.kind, measure.phrase, question.group.phrase, year, in_year=measure.when(year))
    beside = Comparator(england.title, england.figure, england.basis == Basis.POOLED)
    return Asked(name, topic, figure, beside, measure.school_year_sd)
