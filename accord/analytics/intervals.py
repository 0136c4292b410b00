"""Intervals for a rate.

Wilson's score interval is for the year's own rate; on a count that is itself a range it runs from the lower
limit at the lowest count to the upper limit at the highest (FORMULAS 3 and 9). A pool over several years
allows for the variation of a school between years (FORMULAS 10).
"""

from __future__ import annotations

import math

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


def wilson_on_range(part_low: float, part_high: float, whole: float) -> tuple[float, float]:
    """Wilson's limits where the count is only known to lie between two values; shares 0–1."""
    return wilson(part_low, whole)[0], wilson(part_high, whole)[1]


def design_effect(part: float, wholes: list[int], school_year_sd: float) -> float:
    """How much wider a pool over years must be, because schools vary between years by more than chance.

    ``wholes`` are the pupils of each school-year, ``school_year_sd`` the standard deviation S of that
    variation on the logit scale. Returns D ≥ 1: use the interval of part / D in whole / D.
    """
    whole = sum(wholes)
    share = (part + 1) / (whole + 2)
    clustering = sum(n * n for n in wholes) / whole - 1
    return 1 + max(0.0, clustering) * school_year_sd**2 * share * (1 - share)
