"""A group among groups drawn at random from like schools: how many of them stand lower.

Source: FORMULAS 15. Each drawn group has as many schools of each phase and each fifth of cohort size as the group
itself; without the match, groups of small schools would stand at the ends far too often. Real groups of neighbours
differ by more than random ones do: 15.9% of them stand beyond the outer 10%, so never expect 10% of real alliances.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.analytics.counts import Integers, Numbers

DRAWS = 10_000
FIFTHS = 5
LEAST_CHOICE = 5
"""A stratum must have so many times the schools that are drawn from it."""


SCORE_UNITS = 1000
"""Scores are published to at most three decimals: in thousandths they are whole, and equal ones are equal."""


@dataclass(frozen=True, slots=True)
class Place:
    """Of ``draws`` random groups the share that stands lower, equal ones counted half; 0–1. No interval."""

    lower: float
    draws: int


def strata(phases: Sequence[str], wholes: Integers) -> NDArray[np.int64]:
    """One number for each school: its phase, and which fifth of the cohorts of that phase it is in."""
    known = np.array(phases)
    found = np.zeros(len(wholes), dtype=np.int64)
    for number, phase in enumerate(sorted(set(phases))):
        here = known == phase
        edges = np.quantile(wholes[here], np.arange(1, FIFTHS) / FIFTHS)
        found[here] = FIFTHS * number + np.searchsorted(edges, wholes[here], side="left")
    return found


def place(parts: Integers, wholes: Integers, alike: NDArray[np.int64], group: Sequence[int], *, seed: int,
          draws: int = DRAWS) -> Place | None:  # fmt: skip
    """Where the group of the schools at these places stands among random ones; the same seed gives the same draws.

    ``parts`` and ``wholes`` are the counts of all schools of the pool, ``alike`` their `strata`; of a score, its
    `in_thousandths` times the pupils behind it, and those pupils. None where a stratum has too few schools to draw
    from, for then the drawn groups would be the group itself.
    """
    dice = np.random.default_rng(seed)
    part, whole = np.zeros(draws), np.zeros(draws)
    members = np.array(group)
    for stratum in np.unique(alike[members]):
        wanted = int((alike[members] == stratum).sum())
        choice = np.flatnonzero(alike == stratum)
        if len(choice) < LEAST_CHOICE * wanted:
            return None
        drawn = choice[_without_repeats(dice, draws, wanted, len(choice))]
        part += parts[drawn].sum(axis=1)
        whole += wholes[drawn].sum(axis=1)
    # In whole numbers, so that equal figures are equal.
    ours, theirs = parts[members].sum() * whole, part * wholes[members].sum()
    lower = float((theirs < ours).mean() + (theirs == ours).mean() / 2)
    return Place(lower, draws)


def in_thousandths(scores: Numbers) -> Integers:
    """Scores as whole numbers, so that sums over pupils are exact; 0 where there is none, of no pupils."""
    return np.rint(np.nan_to_num(scores) * SCORE_UNITS).astype(np.int64)


def _without_repeats(dice: np.random.Generator, draws: int, wanted: int, choice: int) -> NDArray[np.int64]:
    """For each draw, so many different places out of ``choice``, every set of them as likely.

    One place after another, by Floyd's method (Bentley and Floyd 1987, Communications of the ACM 30, 754): a place that
    is taken already gives way to the last that may be drawn. Drawing anew whatever has a repeat takes seconds where a
    large group draws much of its stratum.
    """
    found = np.empty((wanted, draws), dtype=np.int64)
    for at, last in enumerate(range(choice - wanted, choice)):
        drawn = dice.integers(last + 1, size=draws)
        found[at] = np.where((found[:at] == drawn).any(axis=0), last, drawn)
    return found.T
