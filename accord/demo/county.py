"""The schools of one authority through the years: those open at the end, what they were, and those that closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from accord.demo import names
from accord.demo.kinds import AGES, FIRST_ESTAB, WAS, type_and_faith, usual_cohort
from accord.demo.plans import Plan
from accord.demo.schools import Authority, Kind, School

AMALGAMATED = (date(2012, 9, 1), date(2017, 9, 1), date(2021, 9, 1), date(2023, 9, 1))
CLOSED = (date(2023, 9, 1), date(2014, 9, 1), date(2016, 9, 1), date(2018, 9, 1), date(2021, 9, 1), date(2025, 9, 1))
OPENED = (date(2017, 9, 1), date(2014, 9, 1), date(2019, 9, 1), date(2022, 9, 1), date(2025, 9, 1))
MERGED = (date(2015, 9, 1), date(2019, 9, 1))
STARTED_AFRESH = (date(2018, 9, 1), date(2016, 9, 1), date(2014, 9, 1))
RECENTLY = (date(2025, 4, 1), date(2025, 9, 1), date(2026, 2, 1))
"""When the last schools converted: between the two extracts of the register."""
_YEARS_UNTIL_RESULTS = 2
_FIRST_CONVERSION, _LAST_CONVERSION = 2011, 2024
_SMALL_SCHOOL = 15
_LARGE_SCHOOL = 100


@dataclass(slots=True)
class Numbers:
    """The next free numbers: of schools that are open at the end, and of what they were before."""

    urn: int
    old_urn: int


@dataclass(slots=True)
class _Making:
    """Schools of one authority as they are made, with the names and numbers that are taken."""

    rng: np.random.Generator
    authority: Authority
    towns: Sequence[str]
    numbers: Numbers
    schools: list[School] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    estabs: dict[int, int] = field(default_factory=dict)

    def add(self, kind: Kind, cohort: int, school_type: str = "", faith: str = names.NO_FAITH) -> School:
        """A school that has always been there."""
        if not school_type:
            school_type, faith = type_and_faith(self.rng, kind)
        name, town = self._name(kind, cohort, faith, school_type)
        urn, self.numbers.urn = self.numbers.urn, self.numbers.urn + 1
        made = School(
            urn=urn, name=name, la=self.authority.code, estab=self._estab(kind, school_type), kind=kind,
            school_type=school_type, faith=faith, ages=AGES[kind], street=names.street(self.rng), town=town,
            cohort=cohort, place=urn, spot=len(self.schools),
        )  # fmt: skip
        self.schools.append(made)
        return made

    def change(self, school: School, **what: object) -> School:
        """Say more of a school."""
        changed = replace(school, **what)  # type: ignore[arg-type]
        self.schools[next(at for at, each in enumerate(self.schools) if each.urn == school.urn)] = changed
        return changed

    def before(self, school: School, closed: date, link: str = "Predecessor", **what: object) -> School:
        """What went into a school and closed on a day, alike but for what is said."""
        urn, self.numbers.old_urn = self.numbers.old_urn, self.numbers.old_urn + 1
        alike = replace(
            school, urn=urn, closed=closed, into=school.urn, place=school.place, link=link, opened=None,
            opened_because="", first_results=0, will_close=False, earlier_name="",
        )  # fmt: skip
        made = replace(alike, **what)  # type: ignore[arg-type]
        made = replace(made, estab=self._estab(made.kind, made.school_type))
        self.schools.append(made)
        return made

    def _estab(self, kind: Kind, school_type: str) -> int:
        upper = kind in (Kind.SECONDARY, Kind.ALL_THROUGH)
        first = 4000 if upper else FIRST_ESTAB.get(school_type, 2000)
        self.estabs[first] = self.estabs.get(first, 0) + 1
        return first + self.estabs[first]

    def _name(self, kind: Kind, cohort: int, faith: str, school_type: str) -> tuple[str, str]:
        """A name that no other school here has, and its town: villages have a school each."""
        while True:
            town = self.towns[self.rng.integers(len(self.towns))]
            word = names.kind_word(self.rng, kind.value, academy=school_type in ("ACC", "AC"))
            name = names.school_name(self.rng, town, word, faith, plain=cohort <= _SMALL_SCHOOL)
            if name not in self.taken:
                self.taken.add(name)
                return name, town


def county_schools(
    rng: np.random.Generator, authority: Authority, towns: Sequence[str], plan: Plan, numbers: Numbers
) -> list[School]:
    """Every establishment that an authority has had since 2012, the open ones first."""
    making = _Making(rng, authority, towns, numbers)
    cohorts = _cohorts(rng, Kind.PRIMARY, plan.primaries, plan.primary_schools)
    primaries = [making.add(Kind.PRIMARY, cohort) for cohort in cohorts]
    for kind, planned, count in (
        (Kind.JUNIOR, plan.juniors, plan.junior_schools), (Kind.SPECIAL, plan.special, plan.special_schools),
        (Kind.ALL_THROUGH, (), plan.all_through_schools), (Kind.INFANT, (), plan.infant_schools),
        (Kind.NURSERY, (), plan.nursery_schools), (Kind.SECONDARY, (), plan.secondary_schools),
        (Kind.ALTERNATIVE, (), plan.alternative_provision),
    ):  # fmt: skip
        for cohort in _cohorts(rng, kind, planned, count):
            making.add(kind, cohort)
    _live(making, plan, primaries)
    # Schools of all kinds lie side by side; what became of a school lies where it was.
    spots = rng.permutation(len(making.schools))
    placed = [replace(school, spot=int(spots[school.spot])) for school in making.schools]
    return sorted(placed, key=lambda school: school.urn)


def _cohorts(rng: np.random.Generator, kind: Kind, planned: Sequence[int], count: int) -> list[int]:
    drawn = [usual_cohort(rng, kind) for _ in range(count - len(planned))]
    return [*planned, *drawn][:count]


def _live(making: _Making, plan: Plan, primaries: list[School]) -> None:
    """What happens to the schools in the course of the years."""
    # Eventful lives are dealt to middling schools, from the end of the list, so that each has one event.
    middling = [school for school in primaries if _SMALL_SCHOOL < school.cohort < _LARGE_SCHOOL]
    eventful = iter(reversed(middling))
    whole, new, fresh, into = (
        [(next(eventful), day) for day in days]
        for days in (
            AMALGAMATED[: plan.amalgamations], OPENED[: plan.new_schools], STARTED_AFRESH[: plan.fresh_starts],
            MERGED[: plan.mergers],
        )
    )  # fmt: skip
    done = {school.urn for school, _ in (*whole, *new, *fresh)}
    _convert(making, done)
    for school, day in whole:
        _amalgamate(making, school, day)
    for school, day in new:
        _open(making, school, day)
    for school, day in fresh:
        _start_afresh(making, school, day)
    for day in CLOSED[: plan.closures]:
        closing = making.add(Kind.PRIMARY, int(making.rng.integers(7, 22)), "CY")
        making.change(closing, closed=day, closed_because="Closure")
    for school, day in into:
        small = making.add(Kind.PRIMARY, int(making.rng.integers(8, 18)), "CY")
        making.change(
            small, closed=day, closed_because="Result of Amalgamation/Merger", into=school.urn, place=school.place,
            link="Predecessor - merged",
        )  # fmt: skip
    for school in middling[:3]:
        making.change(school, earlier_name=f"{school.town} County Primary School")
    last = making.schools[len(primaries) - 1]
    making.change(next(school for school in (middling[4], last) if school.urn not in done), will_close=True)


def _amalgamate(making: _Making, school: School, day: date) -> None:
    """The school was an infant and a junior school until that day."""
    reason = "Result of Amalgamation/Merger"
    whole = making.change(school, school_type="CY", faith=names.NO_FAITH, opened=day, opened_because=reason)
    name = f"{school.town} Primary School"
    if name not in making.taken:
        making.taken.add(name)
        whole = making.change(whole, name=name)
    for kind in (Kind.INFANT, Kind.JUNIOR):
        making.before(
            whole, day, "Predecessor - amalgamated", kind=kind, ages=AGES[kind], closed_because=reason,
            name=f"{whole.town} {kind.value.capitalize()} School",
        )  # fmt: skip


def _open(making: _Making, school: School, day: date) -> None:
    """The school is a new one: it has pupils at this stage some years after it opened."""
    first = day.year + _YEARS_UNTIL_RESULTS
    making.change(
        school, school_type="F", faith=names.NO_FAITH, opened=day, opened_because="New Provision", first_results=first
    )


def _start_afresh(making: _Making, school: School, day: date) -> None:
    """The school was closed as failing, and a sponsored academy began in its place."""
    fresh = making.change(
        school, school_type="AC", faith=names.NO_FAITH, opened=day, opened_because="Fresh Start"
    )
    name = f"{school.town} Community Primary School"
    making.before(fresh, day, school_type="CY", closed_because="Fresh Start", name=name)


def _convert(making: _Making, done: set[int]) -> None:
    """Schools that are academies became so: each has an older number. The last few did only recently."""
    academies = [school for school in making.schools if school.school_type in WAS and school.urn not in done]
    stride = len(academies) // len(RECENTLY)
    recent = academies[::stride][: len(RECENTLY)] if stride > len(RECENTLY) else academies[-1:]
    days = dict(zip([school.urn for school in recent], RECENTLY, strict=False))
    for school in academies:
        year = int(making.rng.integers(_FIRST_CONVERSION, _LAST_CONVERSION))
        day = days.get(school.urn, date(year, *[(9, 1), (9, 1), (4, 1)][int(making.rng.integers(3))]))
        reason = "For Academy" if school.school_type == "AC" else "Academy Converter"
        academy = making.change(school, opened=day, opened_because="Academy Converter")
        name = academy.name.replace("Academy", "School") if academy.name.endswith("Academy") else academy.name
        making.before(academy, day, school_type=WAS[school.school_type], closed_because=reason, name=name)
