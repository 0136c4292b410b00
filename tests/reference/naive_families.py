"""A family of schools once more, on a grid so fine that nothing is left to it. Imports nothing from accord.

The model is FORMULAS 12's: logit of the rate of school i in year t is μ_t + b_i + e_it. Where the product integrates
over e by Gauss-Hermite nodes and over b at a few places, here every integral is a sum over an even grid.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaln

STANDARD = np.linspace(-6, 6, 601)
DENSITY = np.exp(-(STANDARD**2) / 2) / np.exp(-(STANDARD**2) / 2).sum()
YEARS = np.linspace(-5, 5, 81)
YEAR_DENSITY = np.exp(-(YEARS**2) / 2) / np.exp(-(YEARS**2) / 2).sum()
Counts = Sequence[tuple[int, int]]


def rate(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logits))


def chance(part: int, whole: int, logits: np.ndarray) -> np.ndarray:
    """How probable so many of so many are, at each logit of the rate."""
    ways = gammaln(whole + 1) - gammaln(part + 1) - gammaln(whole - part + 1)
    return np.exp(ways + part * logits - whole * np.logaddexp(0, logits))


def usual(centre: float, school_sd: float, school_year_sd: float) -> np.ndarray:
    """The rate of a school at each place of b, on average over its years."""
    return rate(centre + school_sd * STANDARD[:, None] + school_year_sd * YEARS[None, :]) @ YEAR_DENSITY


def centre_of(pooled: float, school_sd: float, school_year_sd: float) -> float:
    """μ with which a school of the family is expected to have the pooled rate."""
    spread = (school_sd**2 + school_year_sd**2) ** 0.5
    return brentq(lambda centre: float(rate(centre + spread * STANDARD) @ DENSITY) - pooled, -12, 12)


def likelihood(counts: Counts, centres: Sequence[float], school_sd: float, school_year_sd: float) -> np.ndarray:
    """How probable a school's counts of each year are, at each place of b."""
    found = np.ones(len(STANDARD))
    for (part, whole), centre in zip(counts, centres, strict=True):
        logits = centre + school_sd * STANDARD[:, None] + school_year_sd * YEARS[None, :]
        found *= chance(part, whole, logits) @ YEAR_DENSITY
    return found


def usual_rate(
    counts: Counts, centres: Sequence[float], school_sd: float, school_year_sd: float
) -> tuple[float, float, float]:
    """The mean of what a school's rate usually is, and the 95% that it lies between, 0–100."""
    weights = DENSITY * likelihood(counts, centres, school_sd, school_year_sd)
    weights /= weights.sum()
    rates = 100 * usual(centres[-1], school_sd, school_year_sd)
    reached = np.cumsum(weights) - weights / 2
    low, high = np.interp([0.025, 0.975], reached, rates)
    return float(weights @ rates), float(low), float(high)


def to_come(
    counts: Counts, centres: Sequence[float], school_sd: float, school_year_sd: float, whole: int, pooled: float
) -> list[float]:
    """How probable 0, 1, … of ``whole`` pupils are in a year in which the family's rate is ``pooled``."""
    weights = DENSITY * likelihood(counts, centres, school_sd, school_year_sd)
    weights /= weights.sum()
    centre = centre_of(pooled, school_sd, school_year_sd)
    logits = centre + school_sd * STANDARD[:, None] + school_year_sd * YEARS[None, :]
    return [float(weights @ (chance(part, whole, logits) @ YEAR_DENSITY)) for part in range(whole + 1)]


def log_likelihood(schools: Sequence[Counts], school_sd: float, school_year_sd: float) -> float:
    """Of all the schools together; μ of each year makes the expected rate the pooled one."""
    years = range(len(schools[0]))
    pooled = [sum(school[at][0] for school in schools) / sum(school[at][1] for school in schools) for at in years]
    centres = [centre_of(each, school_sd, school_year_sd) for each in pooled]
    return sum(float(np.log(likelihood(school, centres, school_sd, school_year_sd) @ DENSITY)) for school in schools)


def most_likely_school_sd(schools: Sequence[Counts], school_year_sd: float) -> tuple[float, float]:
    """B between .01 and 2.5 at which the counts are most likely, and the log likelihood there."""
    found = minimize_scalar(lambda b: -log_likelihood(schools, b, school_year_sd), bounds=(0.01, 2.5), method="bounded",
                            options={"xatol": 1e-3})  # fmt: skip
    return float(found.x), -float(found.fun)
