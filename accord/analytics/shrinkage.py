"""What a small school's rate usually is: its own results drawn towards the other schools', as far as chance asks.

A logit-normal model with the movement of a school between years in it (FORMULAS 12): logit of the rate of school i
in year t is μ_t + b_i + e_it, with b ~ N(0, B²) between schools and e ~ N(0, S²) between years of a school. S is
given; B is found by maximum likelihood; μ_t makes the expected rate of a school the pooled one of its year.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from accord.analytics.counts import Integers, Numbers

SMALLEST_SD, LARGEST_SD = 0.01, 2.5
GOLDEN = (5**0.5 - 1) / 2
STEPS = 18
FEWEST_SCHOOLS = 10
"""From fewer schools, the spread between schools is not estimated."""


@dataclass(frozen=True, slots=True)
class Grid:
    """At how many places of b, and of e, a sum stands for an integral."""

    schools: int
    years: int


TO_FIT = Grid(61, 15)
"""Enough for the likelihood of all schools together."""
TO_TELL = Grid(201, 21)
"""For one school: on a coarser one, limits of large schools lay up to 1.8 points from where they belong, here 0.2."""


@dataclass(frozen=True, slots=True)
class Family:
    """The schools a school belongs to: ``centres`` μ_t for each year, and B and S on the logit scale."""

    centres: tuple[float, ...]
    school_sd: float
    school_year_sd: float


@dataclass(frozen=True, slots=True)
class Shrunk:
    """The usual rate of a school in the last year's setting, 0–100: posterior mean and 95% credible interval.

    Averaged over schools the interval covers 95%; of schools at the outermost 1% only about 69% (FORMULAS 12).
    """

    value: float
    low: float
    high: float


def fit(parts: Integers, wholes: Integers, school_year_sd: float) -> Family | None:
    """The family of schools, from counts with a row a school and a column a year; 0 of 0 where there is none.

    None with fewer than 10 schools, or a year in which nobody or everybody met the measure.
    """
    pupils = wholes.sum(axis=0)
    if (wholes.sum(axis=1) > 0).sum() < FEWEST_SCHOOLS or (pupils == 0).any():
        return None
    rates = parts.sum(axis=0) / pupils
    if ((rates <= 0) | (rates >= 1)).any():
        return None

    def likelihood(school_sd: float) -> float:
        family = Family(_centres(rates, school_sd, school_year_sd), school_sd, school_year_sd)
        nodes, weights = _school_nodes(family, TO_FIT)
        logs = _log_likelihoods(parts, wholes, family, nodes, TO_FIT)
        top = logs.max(axis=1)
        return float((top + np.log(np.exp(logs - top[:, None]) @ weights)).sum())

    best = _highest(likelihood)
    return Family(_centres(rates, best, school_year_sd), best, school_year_sd)


def shrink(parts: Integers, wholes: Integers, family: Family) -> list[Shrunk]:
    """The usual rate of each school (a row of counts by year, as in `fit`), whether it has results or not."""
    nodes, posterior = _posterior(parts, wholes, family)
    rates = 100 * _usual(family.centres[-1] + nodes, family.school_year_sd)
    found = []
    for row in posterior:
        reached = np.cumsum(row) - row / 2
        low, high = np.interp([0.025, 0.975], reached, rates)
        found.append(Shrunk(float(row @ rates), float(low), float(high)))
    return found


def forecast(
    parts: Integers, wholes: Integers, family: Family, to_come: Integers, rate: float
) -> list[tuple[int, int]]:
    """How many of ``to_come`` pupils of each school will meet it: the counts that hold 95 in 100 of what may come.

    ``rate`` (0–1) is the pooled one of the year to come; ``to_come`` has one number a school, at least 1. Chance, the
    movement of a school between years and what is not known of its usual rate are all in it. A count moves in whole
    pupils, so the range holds 95% or a little more. Source: FORMULAS 12.
    """
    nodes, posterior = _posterior(parts, wholes, family)
    (centre,) = _centres(np.array([rate]), family.school_sd, family.school_year_sd)
    errors, weights = _hermite(TO_TELL.years)
    logits = centre + nodes[:, None] + family.school_year_sd * errors[None, :]
    met, not_met = -np.logaddexp(0, -logits), -np.logaddexp(0, logits)
    found = [(0, 0)] * len(parts)
    for whole in np.unique(to_come):
        counts = np.arange(whole + 1)
        logs = counts[:, None, None] * met + (whole - counts)[:, None, None] * not_met
        chances = np.exp(logs + _ways(int(whole))[:, None, None]) @ weights
        of_size = np.flatnonzero(to_come == whole)
        reached = np.cumsum(posterior[of_size] @ chances.T, axis=1)
        for school, row in zip(of_size, reached, strict=True):
            found[school] = (int(np.searchsorted(row, 0.025)), min(int(whole), int(np.searchsorted(row, 0.975))))
    return found


def _ways(whole: int) -> Numbers:
    """The logarithm of how many ways there are to choose 0, 1, … of so many."""
    up_to = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, whole + 1)))])
    ways: Numbers = up_to[-1] - up_to - up_to[::-1]
    return ways


def _posterior(parts: Integers, wholes: Integers, family: Family) -> tuple[Numbers, Numbers]:
    """Places of b, and for each school how probable each place is now that its counts are known."""
    nodes, weights = _school_nodes(family, TO_TELL)
    logs = _log_likelihoods(parts, wholes, family, nodes, TO_TELL) + np.log(weights)
    posterior: Numbers = np.exp(logs - logs.max(axis=1)[:, None])
    posterior /= posterior.sum(axis=1)[:, None]
    return nodes, posterior


def _school_nodes(family: Family, grid: Grid) -> tuple[Numbers, Numbers]:
    """Places of b, and how probable each is before anything is known of a school."""
    standard = np.linspace(-5, 5, grid.schools)
    weights = np.exp(-(standard**2) / 2)
    return family.school_sd * standard, weights / weights.sum()


def _log_likelihoods(parts: Integers, wholes: Integers, family: Family, nodes: Numbers, grid: Grid) -> Numbers:
    """For each school and each place of b: the log probability of its counts, years averaged over e."""
    errors, weights = _hermite(grid.years)
    total = np.zeros((len(parts), len(nodes)))
    for year, centre in enumerate(family.centres):
        logits = centre + nodes[:, None] + family.school_year_sd * errors[None, :]
        met, not_met = -np.logaddexp(0, -logits), -np.logaddexp(0, logits)
        part, whole = parts[:, year], wholes[:, year]
        # Schools of one size with one count are worked out once.
        pairs, back = np.unique(np.stack([part, whole], axis=1), axis=0, return_inverse=True)
        k, n = pairs[:, 0], pairs[:, 1]
        logs = k[:, None, None] * met + (n - k)[:, None, None] * not_met
        top = logs.max(axis=2)
        of_pairs = top + np.log(np.exp(logs - top[:, :, None]) @ weights)
        total += of_pairs[back.reshape(-1)]
    return total


def _usual(logits: Numbers, school_year_sd: float) -> Numbers:
    """The rate averaged over the years a school may have."""
    errors, weights = _hermite(TO_TELL.years)
    return np.asarray(1 / (1 + np.exp(-(logits[:, None] + school_year_sd * errors[None, :]))) @ weights)


@functools.cache
def _hermite(places: int) -> tuple[Numbers, Numbers]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(places)
    return nodes, weights / weights.sum()


def _centres(rates: Numbers, school_sd: float, school_year_sd: float) -> tuple[float, ...]:
    """μ with which the rate of a school is expected to be the pooled one, by bisection."""
    spread = float(np.hypot(school_sd, school_year_sd))
    low, high = np.full(len(rates), -12.0), np.full(len(rates), 12.0)
    for _ in range(60):
        middle = (low + high) / 2
        under = _usual(middle, spread) < rates
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return tuple(float(each) for each in (low + high) / 2)


def _highest(score: Callable[[float], float]) -> float:
    """Where a function with one peak is highest, by golden section."""
    low, high = SMALLEST_SD, LARGEST_SD
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = score(left), score(right)
    for _ in range(STEPS):
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = score(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = score(right)
    return (low + high) / 2
