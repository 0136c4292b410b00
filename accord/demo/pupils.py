"""What the pupils of an invented year reached in scaled scores, and what was expected of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.demo.cohorts import Cohort, Flags, Floats
from accord.demo.levels import NATIONAL, SUBJECTS, TESTED, WITH_PROGRESS

LOWEST_SCORE, HIGHEST_SCORE = 80, 120
EXPECTED, HIGHER = 100, 110
WRITING_POINTS = (79.0, 91.0, 103.0, 113.0)
"""Points of writing judgements in the progress measure: below, working towards, expected, greater depth."""


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


def scaled_year(rng: np.random.Generator, cohort: Cohort, year: int) -> Pupils:
    """What a cohort reached in a year of scaled scores."""
    scores = {
        subject: _scale(cohort.latent[subject], cohort.unable, NATIONAL[year][subject]) for subject in SUBJECTS
    }
    reached = _reached(rng, scores, cohort.latent["science"], cohort.unable)
    outcome = {subject: scores[subject].astype(float) for subject in ("reading", "maths")}
    ladder = reached["writing_towards"] * 1 + reached["writing_expected"] * 2 + reached["writing_higher"] * 1
    outcome["writing"] = np.array(WRITING_POINTS)[ladder]
    known = ~cohort.unknown & ~reached["unable"]
    progress, unadjusted, sigma = {}, {}, {}
    for subject in WITH_PROGRESS:
        unadjusted[subject], progress[subject] = _progress(outcome[subject], cohort.prior_points, known)
        sigma[subject] = float(np.nanstd(progress[subject]))
    tested = {subject: scores[subject] for subject in TESTED}
    return Pupils(cohort.school, cohort.groups, reached, tested, progress, unadjusted, cohort.prior_points, sigma)


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
