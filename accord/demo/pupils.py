"""One invented year of pupils: who they are, what they reached, and what was expected of them.

Every pupil is drawn, so that a school's counts agree with each other: reading, writing and maths
together, boys with girls, disadvantaged with other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.demo.levels import NATIONAL, SUBJECTS, TESTED, WITH_PROGRESS, Spread

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LOWEST_SCORE, HIGHEST_SCORE = 80, 120
EXPECTED, HIGHER = 100, 110
WRITING_POINTS = (79.0, 91.0, 103.0, 113.0)
"""Points of writing judgements in the progress measure: below, working towards, expected, greater depth."""
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


@dataclass(frozen=True, slots=True)
class Pupils:
    """One year of pupils, one entry a pupil, in the order of their schools."""

    school: NDArray[np.int64]
    groups: dict[str, Flags]
    reached: dict[str, Flags]
    """`reading_expected`, `rwm_higher`, ... and what only the files need (`science_expected`, ...)."""
    scores: dict[str, NDArray[np.int64]]
    """Scaled score by tested subject; 0 where the pupil has none."""
    progress: dict[str, Floats]
    """Pupil's progress score by subject; NaN where the pupil is not in the measure."""
    unadjusted: dict[str, Floats]
    prior_points: Floats
    sigma: dict[str, float]
    """National standard deviation of pupils' progress scores, by subject."""


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


def draw(
    rng: np.random.Generator, traits: Traits, sizes: NDArray[np.int64], year: int, spread: Spread
) -> Pupils:
    """One year of pupils for schools with these numbers of pupils."""
    school = np.repeat(np.arange(sizes.size), sizes)
    count = school.size
    yearly = rng.normal(0, spread.yearly, sizes.size)
    groups = _who(rng, traits, school)
    own = _own_standing(groups)
    shared = rng.standard_normal(count)
    base = traits.effect[school] + yearly[school] + own + np.sqrt(spread.shared) * shared
    chance = np.where(traits.special[school], 0.6, np.where(groups["ehc_plan"], 0.25, 0.004))
    unable = rng.random(count) < chance
    latent = {
        subject: base + _tilt(subject, groups) + np.sqrt(1 - spread.shared) * rng.standard_normal(count)
        for subject in (*SUBJECTS, "science")
    }
    scores = {subject: _scale(latent[subject], unable, NATIONAL[year][subject]) for subject in SUBJECTS}
    reached = _reached(rng, scores, latent["science"], unable)
    points = _prior_points(rng, traits.effect[school], own, shared, spread.prior)
    unknown = rng.random(count) < 0.05
    groups |= {
        "prior_low": ~unknown & (points < LOW_BELOW), "prior_high": ~unknown & (points >= HIGH_FROM),
        "prior_middle": ~unknown & (points >= LOW_BELOW) & (points < HIGH_FROM), "no_prior": unknown,
    }  # fmt: skip
    return _finish(school, groups, reached, scores, points, unknown)


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


def _scale(latent: Floats, unable: Flags, percent: tuple[int, int]) -> NDArray[np.int64]:
    """Scaled scores whose national shares at 100 and at 110 are these percentages; 0 for the unable."""
    standing = np.where(unable, -np.inf, latent)
    expected, higher = np.quantile(standing, [1 - percent[0] / 100, 1 - percent[1] / 100], method="higher")
    steps = np.floor(10 * (latent - expected) / (higher - expected)).astype(np.int64)
    score = np.clip(EXPECTED + steps, LOWEST_SCORE, HIGHEST_SCORE)
    return np.where(unable, 0, score)


def _reached(
    rng: np.random.Generator, scores: dict[str, NDArray[np.int64]], science: Floats, unable: Flags
) -> dict[str, Flags]:
    reached = {}
    for subject in SUBJECTS:
        reached[f"{subject}_expected"] = scores[subject] >= EXPECTED
        reached[f"{subject}_higher"] = scores[subject] >= HIGHER
    three = ("reading", "writing", "maths")
    for standard in ("expected", "higher"):
        together = [reached[f"{subject}_{standard}"] for subject in three]
        reached[f"rwm_{standard}"] = np.logical_and.reduce(together)
    below = scores["writing"] < EXPECTED - 14
    disapplied = unable & (rng.random(unable.size) < 0.3)
    reached |= {
        "unable": unable, "disapplied": disapplied, "writing_towards": ~reached["writing_expected"] & ~below,
        "science_expected": ~unable & (science > np.quantile(science, 0.18)),
        "reading_teacher": reached["reading_expected"] | (scores["reading"] > 98),
        "maths_teacher": reached["maths_expected"] | (scores["maths"] > 98),
    }  # fmt: skip
    return reached


def _prior_points(
    rng: np.random.Generator, effect: Floats, own: Floats, shared: Floats, correlation: float
) -> Floats:
    """Key Stage 1 points in half points, 2 to 23, with a national mean of 16."""
    noise = np.sqrt(1 - correlation**2) * rng.standard_normal(shared.size)
    standing = 0.5 * effect + 0.9 * own + correlation * shared + noise
    standard = (standing - standing.mean()) / standing.std()
    return np.clip(np.round(2 * (16.0 + 3.6 * standard)) / 2, 2, 23)


def _finish(
    school: NDArray[np.int64], groups: dict[str, Flags], reached: dict[str, Flags],
    scores: dict[str, NDArray[np.int64]], points: Floats, unknown: Flags,
) -> Pupils:  # fmt: skip
    outcome = {subject: scores[subject].astype(float) for subject in ("reading", "maths")}
    ladder = reached["writing_towards"] * 1 + reached["writing_expected"] * 2 + reached["writing_higher"] * 1
    outcome["writing"] = np.array(WRITING_POINTS)[ladder]
    known = ~unknown & ~reached["unable"]
    progress, unadjusted, sigma = {}, {}, {}
    for subject in WITH_PROGRESS:
        unadjusted[subject], progress[subject] = _progress(outcome[subject], points, known)
        sigma[subject] = float(np.nanstd(progress[subject]))
    tested = {subject: scores[subject] for subject in TESTED}
    return Pupils(school, groups, reached, tested, progress, unadjusted, points, sigma)


def _progress(outcome: Floats, points: Floats, known: Flags) -> tuple[Floats, Floats]:
    """Outcome minus the national mean of pupils with the same start, before and after limiting extremes."""
    start = np.floor(points).astype(np.int64)
    totals = np.bincount(start[known], outcome[known], minlength=24)
    counts = np.bincount(start[known], minlength=24)
    expected = totals / np.maximum(counts, 1)
    score = np.where(known, outcome - expected[start], np.nan)
    floor = -2.8 * np.nanstd(score)
    limited = np.where(known, np.maximum(score, floor), np.nan)
    return score, limited - np.where(known, np.nanmean(limited), np.nan)
