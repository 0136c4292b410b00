"""Authorities and schools, invented: the one we show, and a light England around it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from accord.demo import names

FIRST_AUTHORITY = 501
LAST_AUTHORITY = 651
"""No authority in England has a code in this range (Wales has 660 to 681)."""
FIRST_URN = 900_001
LAST_URN = 999_999
FIRST_ENGLAND_URN = 901_001
INFANT_SCHOOLS = 3
ALWAYS = 9999


class Kind(StrEnum):
    """What sort of school it is, as far as the files care."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    INFANT = "infant"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Authority:
    """An invented local authority: its three-digit code (not in use in England) and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class School:
    """An invented school.

    ``cohort`` is the usual number of pupils at the end of Key Stage 2. It is listed in the files from
    the summer ``opened`` to the summer ``closed`` (both included) and has results from ``first_results``.
    """

    urn: int
    name: str
    la: str
    estab: int
    kind: Kind
    school_type: str
    faith: str
    ages: str
    street: str
    town: str
    cohort: int
    opened: int = 0
    first_results: int = 0
    closed: int = ALWAYS

    @property
    def special(self) -> bool:
        """Whether the published files call it a special school (RECTYPE 2)."""
        return self.kind is Kind.SPECIAL

    def has_results(self, year: int) -> bool:
        """Whether it has pupils at the end of Key Stage 2 in this summer."""
        return self.kind is not Kind.INFANT and self.first_results <= year <= self.closed

    def is_listed(self, year: int) -> bool:
        """Whether it has a row in this summer's file, with or without results."""
        return self.kind is not Kind.INFANT and self.opened <= year <= self.closed


# The 40 schools we show: usual cohorts, chosen so that every rule of suppression has a case.
_PRIMARY_COHORTS = (
    3, 5, 6, 8, 9, 11, 13, 15, 15, 18, 20, 22, 24, 26, 28, 29, 30, 30, 30, 31, 31, 32, 34, 44, 45, 46, 58, 59,
    60, 60, 62, 90,
)  # fmt: skip
_JUNIOR_COHORTS = (44, 58, 60, 75, 88, 118)
_SPECIAL_COHORTS = (7, 12)
NEW_SCHOOL = 16
CLOSED_SCHOOL = 9
"""Places in `_PRIMARY_COHORTS`: the school that opened in 2018, and the one that closed in 2023."""


def our_schools(rng: np.random.Generator, la: str, towns: list[str]) -> list[School]:
    """The 40 schools with Key Stage 2 and, after them, the three infant schools."""
    plan = [(Kind.PRIMARY, size) for size in _PRIMARY_COHORTS]
    plan += [(Kind.JUNIOR, size) for size in _JUNIOR_COHORTS]
    plan += [(Kind.SPECIAL, size) for size in _SPECIAL_COHORTS]
    plan += [(Kind.INFANT, 60)] * INFANT_SCHOOLS
    made = []
    for place, (kind, size) in enumerate(plan):
        life = {}
        if kind is Kind.PRIMARY and place == NEW_SCHOOL:
            life = {"opened": 2018, "first_results": 2019}
        if kind is Kind.PRIMARY and place == CLOSED_SCHOOL:
            life = {"closed": 2023}
        made.append(_school(rng, FIRST_URN + place, la, place, kind, size, towns[place % len(towns)], **life))
    return made


def england_schools(
    rng: np.random.Generator, authorities: list[Authority], count: int, towns: list[str]
) -> list[School]:
    """A light England: `count` schools shared out over the authorities, at least one each, in their order."""
    weights = rng.gamma(3.0, size=len(authorities))
    extra = rng.multinomial(count - len(authorities), weights / weights.sum())
    made: list[School] = []
    for authority, more in zip(authorities, extra, strict=True):
        for place in range(int(more) + 1):
            kind = Kind(rng.choice(["primary", "junior", "special"], p=[0.84, 0.11, 0.05]))
            size = _usual_cohort(rng, kind)
            life = _life(rng)
            town = towns[rng.integers(len(towns))]
            urn = FIRST_ENGLAND_URN + len(made)
            made.append(_school(rng, urn, authority.code, place, kind, size, town, **life))
    return made


def _usual_cohort(rng: np.random.Generator, kind: Kind) -> int:
    if kind is Kind.SPECIAL:
        return int(rng.integers(3, 18))
    if kind is Kind.JUNIOR:
        return int(np.clip(rng.normal(72, 20), 25, 130))
    forms = rng.choice([0.25, 0.5, 1.0, 1.5, 2.0, 3.0], p=[0.06, 0.16, 0.40, 0.12, 0.22, 0.04])
    return int(np.clip(rng.normal(29.0 * forms, 2.5 + forms), 3, 120))


def _life(rng: np.random.Generator) -> dict[str, int]:
    chance = rng.random()
    if chance < 0.004:
        return {"opened": 2018, "first_results": 2023}
    if chance < 0.007:
        return {"opened": 2019, "first_results": 2023}
    if chance < 0.010:
        return {"opened": 2023, "first_results": 2024}
    if chance < 0.015:
        return {"closed": 2019}
    if chance < 0.020:
        return {"closed": 2024}
    return {}


def _school(
    rng: np.random.Generator, urn: int, la: str, place: int, kind: Kind, cohort: int, town: str, **life: int
) -> School:
    new = bool(life.get("opened"))
    school_type, faith = _type_and_faith(rng, kind, new)
    word = kind.value.capitalize()
    start = {"VA": 3300, "VC": 3000, "FD": 5200, "CYS": 7000, "ACS": 7000}.get(school_type, 2000)
    ages = {Kind.PRIMARY: "4-11", Kind.JUNIOR: "7-11", Kind.INFANT: "4-7", Kind.SPECIAL: "4-16"}[kind]
    return School(
        urn=urn, name=names.school_name(rng, town, word, faith), la=la, estab=start + place + 1, kind=kind,
        school_type=school_type, faith=faith, ages=ages, street=names.street(rng), town=town, cohort=cohort,
        **life,
    )  # fmt: skip


def _type_and_faith(rng: np.random.Generator, kind: Kind, new: bool) -> tuple[str, str]:
    """DfE's code of the school type (a new school is an academy) and the religious denomination."""
    if kind is Kind.SPECIAL:
        return str(rng.choice(["CYS", "ACS"], p=[0.75, 0.25])), "Does not apply"
    if new:
        return "F", "Does not apply"
    kinds, chances = ["CY", "ACC", "AC", "VC", "VA", "FD"], [0.42, 0.24, 0.05, 0.13, 0.12, 0.04]
    school_type = str(rng.choice(kinds, p=chances))
    if school_type == "VA":
        return school_type, str(rng.choice(["Church of England", "Roman Catholic"]))
    return school_type, "Church of England" if school_type == "VC" else "Does not apply"
