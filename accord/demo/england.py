"""A light England around our authority: schools that do no more than stand in the files of results."""

from __future__ import annotations

from datetime import date

import numpy as np

from accord.demo import names
from accord.demo.kinds import AGES, FIRST_ESTAB, type_and_faith, usual_cohort
from accord.demo.schools import FIRST_ENGLAND_URN, Authority, Kind, School

_LIVES: tuple[tuple[float, date | None, date | None, int], ...] = (
    (0.004, date(2017, 9, 1), None, 2023),
    (0.007, date(2018, 9, 1), None, 2023),
    (0.010, date(2022, 9, 1), None, 2024),
    (0.015, None, date(2019, 9, 1), 0),
    (0.020, None, date(2024, 9, 1), 0),
)
"""Up to which chance a school has which life: opened, closed, first summer with results."""


def light_england(
    rng: np.random.Generator, authorities: list[Authority], count: int, towns: list[str]
) -> list[School]:
    """``count`` schools shared out over the authorities, at least one each, in their order."""
    weights = rng.gamma(3.0, size=len(authorities))
    extra = rng.multinomial(count - len(authorities), weights / weights.sum())
    made: list[School] = []
    for authority, more in zip(authorities, extra, strict=True):
        for place in range(int(more) + 1):
            town = towns[rng.integers(len(towns))]
            made.append(_school(rng, FIRST_ENGLAND_URN + len(made), authority.code, place, town))
    return made


def _school(rng: np.random.Generator, urn: int, la: str, place: int, town: str) -> School:
    kind = Kind(rng.choice(["primary", "junior", "special"], p=[0.84, 0.11, 0.05]))
    cohort = usual_cohort(rng, kind)
    chance = rng.random()
    found = (life[1:] for life in _LIVES if chance < life[0])
    opened, closed, first = next(found, (None, None, 0))
    school_type, faith = ("F", names.NO_FAITH) if opened and kind is not Kind.SPECIAL else type_and_faith(rng, kind)
    return School(
        urn=urn, name=names.school_name(rng, town, names.kind_word(rng, kind.value), faith), la=la,
        estab=FIRST_ESTAB.get(school_type, 2000) + place + 1, kind=kind, school_type=school_type, faith=faith,
        ages=AGES[kind], street=names.street(rng), town=town, cohort=cohort, place=urn, opened=opened, closed=closed,
        first_results=first,
    )  # fmt: skip
