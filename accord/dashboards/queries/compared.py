"""Up to six groups, schools or authorities side by side, and what they have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from accord.accounts.readers import Reader
from accord.dashboards.queries.following import subjects_at
from accord.dashboards.queries.frozen_subjects import as_frozen
from accord.dashboards.queries.many import england_row, schools_behind, through_years
from accord.dashboards.queries.questions import Question, UnknownQuestion
from accord.performance.figure_rows import FigureRow
from accord.performance.single_schools import SchoolRow
from accord.performance.subjects import Subject

MOST = 6


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two subjects that have schools in common: their figures are not independent of one another.

    ``shared`` names the schools in both; ``part`` is the subject all of whose schools are the other's too, if any.
    """

    one: Subject
    other: Subject
    shared: tuple[str, ...]
    part: Subject | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Subjects with their figures through the years, the schools behind them, and where they overlap."""

    question: Question
    subjects: tuple[Subject, ...]
    years: Mapping[str, Sequence[FigureRow]]
    schools: Mapping[str, Sequence[SchoolRow]]
    overlaps: tuple[Overlap, ...]
    england: FigureRow | None

    def now(self, subject: Subject) -> FigureRow | None:
        """The figure of the summer asked about."""
        return next((row for row in self.years.get(subject.address, ()) if row.year == self.question.year), None)

    def overlap(self, one: Subject, other: Subject) -> Overlap | None:
        """What two have in common, in either order."""
        return next((each for each in self.overlaps if {each.one, each.other} == {one, other}), None)

    def special(self, subject: Subject) -> int:
        """How many special schools are in a figure."""
        return sum(each.is_special for each in self.schools.get(subject.address, ()))


def chosen(addresses: Sequence[str]) -> tuple[Subject, ...]:
    """The subjects named in an address, each once, at most six. Raises `UnknownQuestion` for one that is not there."""
    asked = list(dict.fromkeys(addresses))
    known = subjects_at(asked)
    missing = [each for each in asked if each not in known]
    if missing:
        raise UnknownQuestion(f"There is nothing to compare at the address {missing[0]}.")
    return tuple({each.address: each for each in known.values()}.values())[:MOST]


def as_asked(subjects: Sequence[Subject], question: Question) -> tuple[Subject, ...]:
    """The subjects as a permanent link has them, where the page is seen through one."""
    return tuple(as_frozen(each, question.frozen) for each in subjects) if question.frozen else tuple(subjects)


def compared(subjects: Sequence[Subject], question: Question, reader: Reader) -> Compared:
    """All that the page shows. No more is asked than for the most subjects there may be."""
    schools = {each.address: schools_behind(each, question, reader) for each in subjects}
    return Compared(
        question=question,
        subjects=tuple(subjects),
        years=through_years(subjects, question, reader),
        schools=schools,
        overlaps=tuple(_overlaps(subjects, schools)),
        england=england_row(question, reader, subjects),
    )


def _overlaps(subjects: Sequence[Subject], schools: Mapping[str, Sequence[SchoolRow]]) -> list[Overlap]:
    found = []
    names = {address: {each.urn: each.name for each in rows} for address, rows in schools.items()}
    for one, other in combinations(subjects, 2):
        mine, theirs = names[one.address], names[other.address]
        shared = sorted(mine[urn] for urn in mine.keys() & theirs.keys())
        if shared:
            part = one if len(shared) == len(mine) else other if len(shared) == len(theirs) else None
            found.append(Overlap(one, other, tuple(shared), part))
    return found
