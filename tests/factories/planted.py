"""A county of twenty alliances in counts alone, with effects that are planted and noise that is nothing else.

Twelve measures, correlated .6 between pupils and between the years of a school; every school moves from year to year
by S on the logit scale (FORMULAS 10, 16). Alliances that carry no effect have England's rate, whatever comes out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ALLIANCES, SCHOOLS, MEASURES, YEARS = 20, 8, 12, 2
S = 0.27
CORRELATED = 0.6
DISADVANTAGED = 0.3
ENGLAND = np.array([61, 74, 73, 72, 57, 66, 78, 52, 63, 69, 71, 60], dtype=float)

LOW, HIGH, FALLS, GAP, ONE_SCHOOL = range(5)
"""The alliances with an effect; all others are noise."""
LOW_POINTS, HIGH_POINTS, FALL_POINTS, GAP_POINTS, SCHOOL_POINTS = -20.0, 15.0, -22.0, -26.0, -38.0
LARGE_SCHOOL = 60
NOISE = range(5, ALLIANCES)

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class County:
    """Counts by alliance, school, year and measure, for all pupils and for the disadvantaged of them.

    ``own_rates`` are the rates that the year itself gave each school, before chance among its pupils: 0–100.
    """

    wholes: Counts
    parts: Counts
    disadvantaged: Counts
    disadvantaged_parts: Counts
    own_rates: NDArray[np.float64]


def county(seed: int) -> County:
    """The same seed gives the same county."""
    dice = np.random.default_rng(seed)
    shape = (ALLIANCES, SCHOOLS, YEARS)
    usual = np.clip(np.rint(dice.lognormal(3.3, 0.45, size=(ALLIANCES, SCHOOLS, 1))), 8, 90)
    usual[ONE_SCHOOL, 0] = LARGE_SCHOOL
    wholes = np.maximum(4, np.rint(usual * dice.uniform(0.9, 1.1, size=shape))).astype(np.int64)
    moved = S * _correlated(dice, shape)
    rates = _rates(moved, _planted())
    # One row a pupil; its latent strength is shared between measures, and it meets those below its school's rate.
    school = np.repeat(np.arange(wholes.size), wholes.ravel())
    strength = _uniform(_correlated(dice, (school.size,)))
    poor = dice.random(school.size) < DISADVANTAGED
    of_pupil = rates.reshape(-1, MEASURES)[school]
    of_gap = _with_gap(of_pupil, school, poor)
    met = strength < of_gap

    def counted(flags: NDArray[np.bool_]) -> Counts:
        found = np.zeros((wholes.size, MEASURES), dtype=np.int64)
        np.add.at(found, school[flags], met[flags])
        return found.reshape(*shape, MEASURES)

    every = np.ones(school.size, dtype=bool)
    some = np.bincount(school[poor], minlength=wholes.size).reshape(shape)
    return County(wholes, counted(every), some, counted(poor), 100 * rates)


def _planted() -> NDArray[np.float64]:
    """The underlying rate of every school, year and measure, 0–1."""
    rates = np.broadcast_to(ENGLAND, (ALLIANCES, SCHOOLS, YEARS, MEASURES)).copy()
    rates[LOW, :, :, 0] += LOW_POINTS
    rates[HIGH] += HIGH_POINTS
    rates[FALLS, :, 1, 0] += FALL_POINTS
    rates[ONE_SCHOOL, 0, :, 0] += SCHOOL_POINTS
    return rates / 100


def _with_gap(rates: NDArray[np.float64], school: Counts, poor: NDArray[np.bool_]) -> NDArray[np.float64]:
    """In one alliance the disadvantaged are behind in the first measure, with the school's own rate kept."""
    there = school // (SCHOOLS * YEARS) == GAP
    shifted = rates.copy()
    shifted[there & poor, 0] += GAP_POINTS / 100 * (1 - DISADVANTAGED)
    shifted[there & ~poor, 0] -= GAP_POINTS / 100 * DISADVANTAGED
    return np.clip(shifted, 0, 1)


def _rates(moved: NDArray[np.float64], underlying: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rates of the years: moved on the logit scale around a centre whose average is the underlying rate."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(15)
    centres = np.linspace(-6, 6, 2001)
    averages = 1 / (1 + np.exp(-(centres[:, None] + S * nodes))) @ (weights / weights.sum())
    return 1 / (1 + np.exp(-(np.interp(underlying, averages, centres) + moved)))


def _correlated(dice: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Standard normal numbers, one a measure, correlated between measures."""
    shared = dice.normal(size=(*shape, 1))
    return np.sqrt(CORRELATED) * shared + np.sqrt(1 - CORRELATED) * dice.normal(size=(*shape, MEASURES))


def _uniform(normal: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many in 100 are below each, by a table: near enough for pupils."""
    grid = np.linspace(-6, 6, 4001)
    density = np.exp(-(grid**2) / 2)
    reached = np.cumsum(density) - density / 2
    return np.interp(normal, grid, reached / density.sum())
