"""What a pack is made of: the answers that the pages about a subject and about each of its schools give this reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from accord.analytics.members import NOT_EXPECTED
from accord.dashboards.queries.findings import Figures, figures_of_all_questions
from accord.dashboards.queries.one_school import (
    Answer,
    Beside,
    Looking,
    OtherClock,
    answer,
    members,
    under_the_other_clock,
)
from accord.dashboards.queries.progress_bands import band_of_school
from accord.dashboards.queries.schools_through_years import Through, schools_through_years
from accord.dashboards.queries.three_years import three_years
from accord.dashboards.queries.workings import Made, explained
from accord.intake.models.releases import Release
from accord.intake.queries.releases import by_ids
from accord.performance.figure_rows import FigureRow
from accord.performance.progress_bands import Banded
from accord.performance.selections import Who
from accord.performance.single_schools import SchoolRow
from accord.performance.subjects import Subject, subject
from accord.register.queries.lineage import standing_for
from accord.register.queries.school_records import SchoolRecord, school_record
from accord.register.rules.clocks import Clock


@dataclass(frozen=True, slots=True)
class One:
    """What is told of one subject: its answer, and what only a single school has."""

    looking: Looking
    answer: Answer
    three_years: FigureRow | None
    band: Banded | None
    record: SchoolRecord | None

    @property
    def now(self) -> Beside:
        """The figures of the summer and the pupils asked about."""
        return self.answer.now(self.looking.question)


@dataclass(frozen=True, slots=True)
class Pack:
    """``asked`` is all that is looked through for what stands out; ``made`` is None where there is no figure.

    ``through`` and ``schools`` are empty in a summary.
    """

    one: One
    asked: Figures
    clock: OtherClock | None
    made: Made | None
    releases: tuple[Release, ...]
    through: Through
    schools: tuple[One, ...]
    whole: bool

    @property
    def looking(self) -> Looking:
        """The subject, the question and the reader."""
        return self.one.looking


def schools_of_pack(looking: Looking) -> list[SchoolRow]:
    """The members that have a page in a whole pack: those with pupils at this stage, or not known to have none."""
    if looking.subject.is_school:
        return []
    return [each for each in members(looking) if each.state not in NOT_EXPECTED]


def pack_of(looking: Looking, *, whole: bool) -> Pack:
    """Ask for all of it, for the reader who looks and for nobody else."""
    one = told_of(looking)
    schools = tuple(told_of(each) for each in looking_at(looking, schools_of_pack(looking))) if whole else ()
    made = explained(looking)
    return Pack(
        one,
        figures_of_all_questions(looking),
        under_the_other_clock(looking),
        made,
        _releases(one, made),
        schools_through_years(looking) if whole else Through((), ()),
        schools,
        whole,
    )


def told_of(looking: Looking) -> One:
    """What a page about one subject is answered from."""
    is_school = looking.subject.is_school
    record = school_record(looking.subject.key) if is_school else None
    return One(looking, answer(looking), three_years(looking), band_of_school(looking), record)


def looking_at(looking: Looking, schools: Sequence[SchoolRow]) -> list[Looking]:
    """The same question of each school by itself, as its own page asks it, by the same reader."""
    stands = standing_for({each.urn for each in schools})
    question = replace(looking.question, special=True, members=Clock.TODAY)
    return [Looking(_subject(each, stands.get(each.urn, each.urn)), question, looking.reader) for each in schools]


def _subject(school: SchoolRow, address: str) -> Subject:
    """The school as its page has it; one that the register does not know is named as in its results."""
    known = subject("schools", address)
    return known or Subject(Who.of_urns([school.urn]), "schools", school.urn, school.name, "School")


def _releases(one: One, made: Made | None) -> tuple[Release, ...]:
    years = one.answer.years
    ids = {each for rows in (years.group, years.authority, years.england) for row in rows for each in row.releases}
    if made is not None:
        ids |= {each.id for told in (made.own, *made.comparators) for each in told.releases}
    found = by_ids(sorted(ids)).values()
    return tuple(sorted(found, key=lambda each: (each.family, each.year, str(each.public_id))))


def has_whole(looking: Looking) -> bool:
    """Whether a page for each school can be made: a permanent link keeps the figures of its own subject only."""
    return not looking.question.frozen
