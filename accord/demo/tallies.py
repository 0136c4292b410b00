"""True counts of one invented year: per pupil group, for each school, each authority and England."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    """Sum of progress scores and pupils in the measure, by subject and group; of points and the like to 2015."""
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

    there, firsts = np.unique(pupils.school, return_index=True)

    def add(values: NDArray, kind: type = np.float64) -> NDArray:
        # Pupils stand in the order of their schools, so that each school is a run of them.
        schools = np.zeros(places, dtype=kind)
        schools[there] = np.add.reduceat(values, firsts, dtype=kind)
        return np.concatenate([schools, np.add.reduceat(schools, starts), [schools.sum()]])

    def count(values: NDArray) -> Counts:
        return add(values, np.int64)

    sizes, reached, scored, progressed = {}, {}, {}, {}
    for group, mask in pupils.groups.items():
        sizes[group] = count(mask)
        for what, flags in pupils.reached.items():
            reached[what, group] = count(flags & mask)
        for subject, score in pupils.scores.items():
            scored[subject, group] = (count(score * mask), count(mask & (score > 0)))
        for subject, score in pupils.progress.items():
            inside = mask & ~np.isnan(score)
            progressed[subject, group] = (add(np.where(inside, score, 0.0)), count(inside))
    unadjusted = {
        subject: add(np.where(np.isnan(pupils.progress[subject]), 0.0, score))
        for subject, score in pupils.unadjusted.items()
    }
    points = add(pupils.prior_points * ~pupils.groups["no_prior"])
    return Tally(year, sizes, reached, scored, progressed, unadjusted, points, pupils.sigma)
