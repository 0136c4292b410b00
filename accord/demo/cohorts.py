"""The pupils of one invented year: who they are, how able, and what they began with.

Every pupil is drawn, so that a school's counts agree with each other: reading, writing and maths
together, boys with girls, disadvantaged with other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.demo.effects import Lift
from accord.demo.levels import SUBJECTS, Spread

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LOW_BELOW, HIGH_FROM = 12, 18
"""Key Stage 1 points: low prior attainment is below 12, high is 18 and more."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is true of each school for good, one entry a school."""

    effect: Floats
    disadvantaged: Floats
    eal: Floats
    mobile: Floats
    sen_support: Floats
    ehc_plan: Floats
    special: Flags

    def of(self, places: NDArray[np.int64]) -> Traits:
        """The traits of schools, each by the entry of the place it belongs to."""
        return Traits(*(getattr(self, name)[places] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Cohort:
    """One year of pupils before any test, one entry a pupil, in the order of their schools."""

    school: NDArray[np.int64]
    groups: dict[str, Flags]
    latent: dict[str, Floats]
    """How able a pupil is, by subject, in standard deviations."""
    unable: Flags
    prior_points: Floats
    unknown: Flags
    """Whose prior attainment is not known."""


def school_traits(rng: np.random.Generator, special: Flags, la_effect: Floats, spread: Spread) -> Traits:
    """Draw what is true of each school for good."""
    size = special.size
    poor = rng.beta(1.8, 4.4, size)
    sen = np.where(special, 0.02, rng.beta(4, 22, size))
    plan = np.where(special, 0.97, rng.beta(1.2, 40, size))
    return Traits(
        effect=la_effect + rng.normal(0, spread.between, size) - 2.3 * special,
        disadvantaged=np.where(special, 0.45, poor), eal=rng.beta(0.6, 3.4, size),
        mobile=rng.beta(2, 22, size), sen_support=sen, ehc_plan=plan, special=special,
    )  # fmt: skip


def seasons(rng: np.random.Generator, size: int, years: Sequence[int], spread: Spread) -> dict[int, Floats]:
    """What a place's cohorts add in each summer: drawn anew, but for what lingers from the summers before."""
    found = {}
    lingering = rng.normal(0, spread.lingering, size)
    for year in range(min(years), max(years) + 1):
        found[year] = lingering + rng.normal(0, spread.yearly, size)
        fresh = spread.lingering * np.sqrt(1 - spread.fading**2)
        lingering = spread.fading * lingering + rng.normal(0, fresh, size)
    return found


def draw(
    rng: np.random.Generator, traits: Traits, sizes: NDArray[np.int64], season: Floats, lift: Lift, spread: Spread
) -> Cohort:
    """One year of pupils for schools with these numbers of pupils; ``season`` and ``lift`` are this summer's."""
    school = np.repeat(np.arange(sizes.size), sizes)
    count = school.size
    groups = _who(rng, traits, school)
    own = _own_standing(groups)
    shared = rng.standard_normal(count)
    this_year = traits.effect + season + lift.everybody
    base = this_year[school] + lift.disadvantaged[school] * groups["disadvantaged"] + own
    base += np.sqrt(spread.shared) * shared
    chance = np.where(traits.special[school], 0.6, np.where(groups["ehc_plan"], 0.25, 0.004))
    unable = rng.random(count) < chance
    latent = {
        subject: base + _tilt(subject, groups) + np.sqrt(1 - spread.shared) * rng.standard_normal(count)
        for subject in (*SUBJECTS, "science")
    }
    points = _prior_points(rng, traits.effect[school], own, shared, spread.prior)
    unknown = rng.random(count) < 0.05
    groups |= {
        "prior_low": ~unknown & (points < LOW_BELOW), "prior_high": ~unknown & (points >= HIGH_FROM),
        "prior_middle": ~unknown & (points >= LOW_BELOW) & (points < HIGH_FROM), "no_prior": unknown,
    }  # fmt: skip
    return Cohort(school, groups, latent, unable, points, unknown)


def _who(rng: np.random.Generator, traits: Traits, school: NDArray[np.int64]) -> dict[str, Flags]:
    count = school.size
    boys = rng.random(count) < np.where(traits.special[school], 0.72, 0.511)
    poor = rng.random(count) < traits.disadvantaged[school]
    language, unclassified = rng.random(count), rng.random(count) < 0.004
    eal = (language < traits.eal[school]) & ~unclassified
    need = rng.random(count) - np.where(poor, 0.04, 0.0)
    plan = need < traits.ehc_plan[school]
    support = ~plan & (need < traits.ehc_plan[school] + traits.sen_support[school])
    return {
        "all": np.ones(count, bool), "boys": boys, "girls": ~boys, "disadvantaged": poor, "other": ~poor,
        "eal": eal, "english": ~eal & ~unclassified, "unclassified": unclassified,
        "sen_support": support, "ehc_plan": plan, "sen": support | plan,
        "non_mobile": rng.random(count) >= traits.mobile[school],
    }  # fmt: skip


def _own_standing(groups: dict[str, Flags]) -> Floats:
    """What a pupil's circumstances take off, on average, in standard deviations."""
    return (
        -0.42 * groups["disadvantaged"] - 0.85 * groups["sen_support"] - 1.7 * groups["ehc_plan"]
        - 0.10 * groups["eal"] - 0.25 * ~groups["non_mobile"]
    )  # fmt: skip


def _tilt(subject: str, groups: dict[str, Flags]) -> Floats:
    girls = {"reading": 0.18, "writing": 0.36, "maths": -0.08, "gps": 0.22, "science": 0.10}[subject]
    eal = {"maths": 0.20, "gps": 0.20}.get(subject, 0.0)
    return girls * groups["girls"] + eal * groups["eal"]


def _prior_points(
    rng: np.random.Generator, effect: Floats, own: Floats, shared: Floats, correlation: float
) -> Floats:
    """Key Stage 1 points in half points, 2 to 23, with a national mean of 16."""
    noise = np.sqrt(1 - correlation**2) * rng.standard_normal(shared.size)
    standing = 0.5 * effect + 0.9 * own + correlation * shared + noise
    standard = (standing - standing.mean()) / standing.std()
    return np.clip(np.round(2 * (16.0 + 3.6 * standard)) / 2, 2, 23)
