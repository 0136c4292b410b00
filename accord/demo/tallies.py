"""True counts of one invented year: per pupil group, for each school, each authority and England."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.demo.levels import TESTED, WITH_PROGRESS
from accord.demo.pupils import Pupils

Counts = NDArray[np.int64]
Sums = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a year. Every array has one entry a place: schools, then authorities, then England."""

    year: int
    pupils: dict[str, Counts]
    """Pupils by group."""
    reached: dict[tuple[str, str], Counts]
    """Pupils who reached something, by what and by group."""
    scored: dict[tuple[str, str], tuple[Counts, Counts]]
    """Sum of scaled scores and pupils who have one, by subject and group."""
    progressed: dict[tuple[str, str], tuple[Sums, Counts]]
    """Sum of progress scores and pupils in the measure, by subject and group."""
    unadjusted: dict[str, Sums]
    """Sum of progress scores before extremes are limited, by subject."""
    prior_points: Sums
    """Sum of Key Stage 1 points over pupils whose prior attainment is known."""
    sigma: dict[str, float]


def tally(year: int, pupils: Pupils, starts: NDArray[np.int64], places: int) -> Tally:
    """Count a year of pupils.

    `starts` holds, for each authority, the place of its first school (schools stand in the order of their
    authorities); `places` is the number of schools.
    """

    def add(weights: NDArray, mask: NDArray[np.bool_]) -> Sums:
        schools = np.bincount(pupils.school[mask], weights[mask], minlength=places)
        return np.concatenate([schools, np.add.reduceat(schools, starts), [schools.sum()]])

    def count(weights: NDArray, mask: NDArray[np.bool_]) -> Counts:
        return np.rint(add(weights, mask)).astype(np.int64)

    every = np.ones(pupils.school.size)
    sizes, reached, scored, progressed = {}, {}, {}, {}
    for group, mask in pupils.groups.items():
        sizes[group] = count(every, mask)
        for what, flags in pupils.reached.items():
            reached[what, group] = count(flags.astype(float), mask)
        for subject in TESTED:
            score = pupils.scores[subject]
            scored[subject, group] = (count(score, mask), count(every, mask & (score > 0)))
        for subject in WITH_PROGRESS:
            score = pupils.progress[subject]
            inside = mask & ~np.isnan(score)
            progressed[subject, group] = (add(score, inside), count(every, inside))
    unadjusted = {
        subject: add(pupils.unadjusted[subject], ~np.isnan(pupils.progress[subject]))
        for subject in WITH_PROGRESS
    }
    points = add(pupils.prior_points, ~pupils.groups["no_prior"])
    return Tally(year, sizes, reached, scored, progressed, unadjusted, points, pupils.sigma)
