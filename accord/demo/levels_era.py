"""What the pupils of an invented year reached in the time of levels."""

from __future__ import annotations

import numpy as np

from accord.demo.cohorts import Cohort, Flags, Floats
from accord.demo.levels import NATIONAL_LEVELS, SUBJECTS, TWO_LEVELS, WITH_PROGRESS
from accord.demo.pupils import Pupils

POINTS = (15.0, 21.0, 27.0, 33.0)
"""Points of levels 2 and below, 3, 4, and 5 and above: six points make a level."""
VALUE_ADDED_IS = 100.0
_LEVEL_3_ABOVE = 0.955
"""The part of all pupils who reach level 3."""


def levels_year(cohort: Cohort, year: int) -> Pupils:
    """What a cohort reached in a year of levels; ``progress`` has points, value added and two levels of progress."""
    reached: dict[str, Flags] = {}
    points: dict[str, Floats] = {}
    for subject in SUBJECTS:
        shares = [percent / 100 for percent in NATIONAL_LEVELS[year][subject]]
        standing = np.where(cohort.unable, -np.inf, cohort.latent[subject])
        three, *cuts = np.quantile(standing, [1 - _LEVEL_3_ABOVE, *(1 - share for share in shares)], method="higher")
        for name, cut in zip(("l4", "l4b", "l5"), cuts, strict=True):
            reached[f"{name}_{subject}"] = ~cohort.unable & (standing >= cut)
        ladder = (standing >= three) * 1 + reached[f"l4_{subject}"] + reached[f"l5_{subject}"]
        points[subject] = np.array(POINTS)[ladder]
    for name in ("l4", "l4b", "l5"):
        three_subjects = [reached[f"{name}_{subject}"] for subject in ("reading", "writing", "maths")]
        reached[f"{name}_rwm"] = np.logical_and.reduce(three_subjects)
    reached["unable"] = cohort.unable
    english = (points["reading"] + points["writing"]) / 2
    progress = {"aps": (english + points["maths"]) / 2}
    known = ~cohort.unknown & ~cohort.unable
    progress |= _followed(cohort, known, year)
    progress["value_added"] = _value_added(progress["aps"], cohort.prior_points, known)
    sigma = {"value_added": float(np.nanstd(progress["value_added"]))}
    return Pupils(cohort.school, cohort.groups, reached, {}, progress, {}, cohort.prior_points, sigma)


def _followed(cohort: Cohort, known: Flags, year: int) -> dict[str, Floats]:
    """Whether a pupil made two levels of progress: 1 or 0, NaN where it began is not known."""
    found = {}
    start = (cohort.prior_points - 16) / 3.6
    for subject in WITH_PROGRESS:
        gained = cohort.latent[subject] - 0.6 * start
        cut = np.quantile(gained[known], 1 - TWO_LEVELS[year][subject] / 100)
        found[f"two_levels_{subject}"] = np.where(known, (gained >= cut) * 1.0, np.nan)
    return found


def _value_added(outcome: Floats, points: Floats, known: Flags) -> Floats:
    """Points above those of pupils with the same start, around 100."""
    start = np.floor(points).astype(np.int64)
    totals = np.bincount(start[known], outcome[known], minlength=24)
    counts = np.bincount(start[known], minlength=24)
    expected = totals / np.maximum(counts, 1)
    return np.where(known, VALUE_ADDED_IS + outcome - expected[start], np.nan)
