"""The figures of one page, asked of `performance` and sorted by what they are for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from accord.accounts.readers import Reader
from accord.analytics.figures import HAS_VALUE, Basis
from accord.dashboards.queries.questions import Question
from accord.performance.england import england_beside
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures, places_of, school_figures
from accord.performance.selections import Selection, Who
from accord.performance.single_schools import SchoolRow
from accord.performance.subjects import Subject
from accord.register.rules.clocks import Clock


@dataclass(frozen=True, slots=True)
class Beside:
    """The group's figures with the published ones to hold them against. Empty where there are none."""

    group: tuple[FigureRow, ...]
    authority: tuple[FigureRow, ...]
    england: tuple[FigureRow, ...]

    def of(self, *, year: int | None = None, pupils: str | None = None) -> Beside:
        """Only the figures of one year, or of one pupil group."""

        def chosen(rows: Sequence[FigureRow]) -> tuple[FigureRow, ...]:
            return tuple(row for row in rows if year in (None, row.year) and pupils in (None, row.pupils))

        return Beside(chosen(self.group), chosen(self.authority), chosen(self.england))


@dataclass(frozen=True, slots=True)
class Looking:
    """A subject, a question, and who is asking.

    What one page asks twice is asked once: its parts share the answers in ``answers``.
    """

    subject: Subject
    question: Question
    reader: Reader
    answers: dict[Selection, list[FigureRow]] = field(default_factory=dict, compare=False, repr=False)
    schools: dict[Selection, list[SchoolRow]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def years(self) -> list[int]:
        """The summers for which the measure has results, oldest first."""
        return list(self.question.years)

    def figures(self, selection: Selection) -> list[FigureRow]:
        """The figures of a selection for this reader."""
        if selection not in self.answers:
            self.answers[selection] = figures(selection, self.reader)
        return list(self.answers[selection])

    def school_figures(self, selection: Selection) -> list[SchoolRow]:
        """Each school of a selection by itself for this reader."""
        if selection not in self.schools:
            self.schools[selection] = school_figures(selection, self.reader)
        return list(self.schools[selection])

    def selection(self, years: Sequence[int], pupils: Sequence[str]) -> Selection:
        """The question as `performance` wants it.

        One year by itself has the constant members of the whole line, so that all parts of a page agree.
        """
        throughout = self.clock is Clock.CONSTANT
        return Selection(
            self.subject.who,
            (self.question.measure.code,),
            tuple(years),
            tuple(pupils),
            special=self.question.special,
            members=self.clock,
            through=tuple(self.years) if throughout else (),
            frozen=self.question.frozen,
        )

    @property
    def england(self) -> Who:
        """England as it stands beside the subject: its schools of one type, where the subject's are all of it."""
        stage = self.question.measure.stage
        if not stage.england_by_phase or not self.years:
            return Who.england()
        return england_beside([self.selection(self.years, (self.question.pupils,))], stage, self.reader)

    @property
    def clock(self) -> Clock | None:
        """Which day's members the figures are of; only a group has a choice."""
        return self.question.members if self.subject.room == "groups" else None


@dataclass(frozen=True, slots=True)
class OtherClock:
    """The figure of the year asked about under the other clock, and who makes the difference."""

    row: FigureRow
    joined: int
    left: int


def under_the_other_clock(looking: Looking) -> OtherClock | None:
    """The group by the members of the time where today's are shown, and the other way round.

    None for what is no group, and for a year that was not measured. ``joined`` and ``left`` count the schools that
    came into the group, or went, since the pupils of that year were counted.
    """
    years = _year(looking)
    if looking.clock is None or not years:
        return None
    other = Clock.TODAY if looking.clock is Clock.THEN else Clock.THEN
    asked = replace(looking.selection(years, (looking.question.pupils,)), members=other, basis=Basis.POOLED)
    rows = looking.figures(asked)
    if not rows:
        return None
    then, today = (
        set(places_of(replace(asked, members=clock), looking.reader)[years[0]]) for clock in (Clock.THEN, Clock.TODAY)
    )
    return OtherClock(rows[0], len(today - then), len(then - today))


def through_the_years(looking: Looking, members: Sequence[SchoolRow]) -> Beside:
    """The group and its comparators in every year that has a release."""
    return beside(looking, looking.years, (looking.question.pupils,), members)


def england_through_the_years(looking: Looking) -> list[FigureRow]:
    """England's figure in every year that has a release."""
    question = looking.question
    if not looking.years:
        return []
    return _comparators(looking, looking.selection(looking.years, (question.pupils,)), looking.england)


def by_pupils(looking: Looking, members: Sequence[SchoolRow]) -> Beside:
    """The group and its comparators for every pupil group of the measure, in the year asked about."""
    return beside(looking, _year(looking), looking.question.measure.pupils, members)


def now(looking: Looking) -> Beside:
    """The group and its comparators in the year and for the pupils asked about."""
    question = looking.question
    return by_pupils(looking, members(looking)).of(year=question.year, pupils=question.pupils)


def members(looking: Looking) -> list[SchoolRow]:
    """Each school by itself in the year asked about; none where the measure was not taken."""
    years = _year(looking)
    return looking.school_figures(looking.selection(years, (looking.question.pupils,))) if years else []


def beside(looking: Looking, years: Sequence[int], pupils: Sequence[str], members: Sequence[SchoolRow]) -> Beside:
    """The group's own figures, its authority's published ones and England's."""
    if not years:
        return Beside((), (), ())
    selection = looking.selection(years, pupils)
    own = looking.figures(selection)
    authority = [row for row in own if row.basis == Basis.PUBLISHED]
    if not looking.subject.is_authority:
        # An authority's schools of all types are nobody's measure either, where types differ so much.
        home = None if looking.question.measure.stage.england_by_phase else home_authority(members)
        authority = _comparators(looking, selection, Who.authority(home)) if home else []
    return Beside(
        group=tuple(row for row in own if row.basis == Basis.POOLED),
        authority=tuple(authority),
        england=tuple(_comparators(looking, selection, looking.england)),
    )


def home_authority(members: Sequence[SchoolRow]) -> str | None:
    """The one authority that all members lie in; None where they lie in several."""
    codes = {each.authority for each in members if each.authority}
    return codes.pop() if len(codes) == 1 else None


def _comparators(looking: Looking, selection: Selection, who: Who) -> list[FigureRow]:
    theirs = replace(selection, who=who, special=None, basis=Basis.PUBLISHED, members=None, through=())
    rows = looking.figures(theirs)
    # Adding up England's schools is work; it is done only for the years whose files have no row for it.
    lacking = set(selection.years) - {row.year for row in rows if row.figure.status in HAS_VALUE}
    if lacking and not who.is_only_published:
        added_up = replace(theirs, years=tuple(sorted(lacking)), basis=Basis.POOLED)
        rows += [row for row in looking.figures(added_up) if row.figure.status in HAS_VALUE]
    return preferred(rows)


def preferred(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """One row for each year and pupil group: the publisher's own where it has a value, else the one added up.

    The row added up never takes the place of a published figure; some files carry none for England.
    """
    chosen: dict[tuple[int, str], FigureRow] = {}
    for row in rows:
        known = chosen.get((row.year, row.pupils))
        if known is None or _rank(row) > _rank(known):
            chosen[row.year, row.pupils] = row
    return list(chosen.values())


def _rank(row: FigureRow) -> tuple[bool, bool]:
    return row.figure.status in HAS_VALUE, row.basis == Basis.PUBLISHED


def _year(looking: Looking) -> tuple[int, ...]:
    year = looking.question.year
    return () if year is None or looking.question.measure.gap(year) else (year,)


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything a page shows of one question."""

    members: tuple[SchoolRow, ...]
    years: Beside
    pupils: Beside

    def now(self, question: Question) -> Beside:
        """The figures of the year and pupils asked about."""
        return self.pupils.of(year=question.year, pupils=question.pupils)


def answer(looking: Looking) -> Answer:
    """Ask for all of it."""
    found = members(looking)
    return Answer(tuple(found), through_the_years(looking, found), by_pupils(looking, found))
