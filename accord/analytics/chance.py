"""How many pupils of n meet a measure by chance, around a rate that is known.

With ``between`` = 0 that is the binomial. Where results of schools also vary from year to year it is the
beta-binomial with the same variance, n·p·q·(1 + (n − 1)·between): one function serves both.
"""

from __future__ import annotations

import functools

import numpy as np

from accord.analytics.counts import Numbers


def spread_between_years(share: float, whole: int, cohort: float, school_year_sd: float) -> float:
    """``between`` of a pool of schools: the ρ that gives the variance of FORMULAS 10, D = 1 + (N − 1) ρ."""
    if whole <= 1:
        return 0.0
    return max(0.0, cohort - 1) / (whole - 1) * school_year_sd**2 * share * (1 - share)


@functools.lru_cache(maxsize=4096)
def _distribution(whole: int, share: float, between: float) -> Numbers:
    steps = np.arange(whole, dtype=np.float64)
    more = between / (1 - between)
    with np.errstate(divide="ignore"):
        met = np.concatenate([[0.0], np.cumsum(np.log(share + steps * more))])
        not_met = np.concatenate([[0.0], np.cumsum(np.log(1 - share + steps * more))])
    ways = np.concatenate([[0.0], np.cumsum(np.log(steps + 1))])
    every = np.log1p(steps * more).sum()
    found: Numbers = np.exp(ways[-1] - ways - ways[::-1] + met + not_met[::-1] - every)
    found.flags.writeable = False
    return found


def distribution(whole: int, share: float, between: float = 0.0) -> Numbers:
    """The probability of 0, 1, … n pupils of ``whole``, where each meets it with probability ``share`` (0–1)."""
    if whole < 1 or not 0 <= share <= 1 or not 0 <= between < 1:
        raise ValueError("Chance needs pupils, a rate from 0 to 1, and a variation between years from 0 up to 1")
    return _distribution(whole, share, between)


def mid_p(part: int, whole: int, share: float, between: float = 0.0) -> tuple[float, float]:
    """How often chance gives so few, and so many: one-sided, half of the count itself in either.

    Twice the smaller is the two-sided mid-p value.
    """
    chances = distribution(whole, share, between)
    here = float(chances[part]) / 2
    return float(chances[:part].sum()) + here, float(chances[part + 1 :].sum()) + here


def as_far(part: int, whole: int, share: float, between: float = 0.0) -> float:
    """How often chance alone lands as far from ``share`` as ``part`` of ``whole``, on either side, or further."""
    away = np.abs(np.arange(whole + 1) - whole * share)
    return float(distribution(whole, share, between)[away >= away[part] - 1e-9].sum())
