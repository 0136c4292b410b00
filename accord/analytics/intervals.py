"""Intervals for a rate.

Wilson's score interval is for the year's own rate; on a count that is itself a range it runs from the lower
limit at the lowest count to the upper limit at the highest (FORMULAS 3 and 9). A pool over several years
allows for the variation of a school between years (FORMULAS 10).
"""

from __future__ import annotations

import math

import numpy as np

from accord.analytics.counts import Integers, Numbers

Z95 = 1.959963984540054
"""The 97.5% point of the standard normal distribution."""


def wilson(part: float, whole: float, z: float = Z95) -> tuple[float, float]:
    """Wilson's 95% score limits, as shares 0–1, for ``part`` of ``whole`` pupils (``whole`` > 0)."""
    if whole <= 0:
        raise ValueError("An interval needs at least one pupil")
    share = part / whole
    spread = z * z / whole
    centre = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)


def wilson_of_each(part: Numbers | Integers, whole: Integers) -> tuple[Numbers, Numbers]:
    """`wilson` of many at once: limits as shares for each ``part`` of its ``whole`` (> 0)."""
    share = part / whole
    spread = Z95 * Z95 / whole
    centre = (share + spread / 2) / (1 + spread)
    half = Z95 * np.sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return np.maximum(0.0, centre - half), np.minimum(1.0, centre + half)


def wilson_on_range(part_low: float, part_high: float, whole: float) -> tuple[float, float]:
    """Wilson's limits where the count is only known to lie between two values; shares 0–1."""
    return wilson(part_low, whole)[0], wilson(part_high, whole)[1]


def design_effect(part: float, wholes: list[int], school_year_sd: float) -> float:
    """How much wider a pool over years must be, because schools vary between years by more than chance.

    ``wholes`` are the pupils of each school-year, ``school_year_sd`` the standard deviation S of that
    variation on the logit scale. Returns D ≥ 1: use the interval of part / D in whole / D.
    """
    whole = sum(wholes)
    return effect_of_cohort(part, whole, sum(n * n for n in wholes) / whole, school_year_sd)


def effect_of_cohort(part: float, whole: float, cohort: float, school_year_sd: float) -> float:
    """`design_effect` where only Σn²/Σn of the school-years is known: the cohort of the average pupil."""
    share = (part + 1) / (whole + 2)
    return 1 + max(0.0, cohort - 1) * school_year_sd**2 * share * (1 - share)


def newcombe(first: tuple[float, float, float], second: tuple[float, float, float]) -> tuple[float, float]:
    """Newcombe's 95% limits for first − second, from each rate with its own Wilson limits (shares 0–1).

    Each is (rate, lower limit, upper limit). Source: Newcombe 1998, Statistics in Medicine 17, 873, method 10.
    """
    one, one_low, one_high = first
    two, two_low, two_high = second
    low = one - two - math.hypot(one - one_low, two_high - two)
    high = one - two + math.hypot(one_high - one, two - two_low)
    return max(-1.0, low), min(1.0, high)
