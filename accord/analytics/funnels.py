"""Funnel limits: how far results lie apart around a known rate by chance alone, for any number of pupils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accord.analytics.chance import distribution, spread_between_years
from accord.analytics.comparison import Comparison
from accord.analytics.counts import Numbers
from accord.analytics.rates import Rate

TAIL_95 = 0.025
TAIL_99_8 = 0.001


@dataclass(frozen=True, slots=True)
class Around:
    """What the funnel is around: a rate known to lie between ``low`` and ``high`` (0–100), as rounding leaves it.

    With ``school_year_sd`` (S, logit scale) the limits are for *underlying* rates: they also hold the usual
    movement of a school from year to year, by the beta-binomial of that variance (FORMULAS 10). Without it they
    are for this year's own rates: chance alone, by the binomial.
    """

    low: float
    high: float
    school_year_sd: float | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which percentages (0–100) the middle 1 − 2·tail of results lie."""

    low: float
    high: float


def limits(around: Around, whole: int, tail: float = TAIL_95, cohort: float | None = None) -> Limits:
    """Exact limits for ``whole`` pupils by mid-p, read off between counts along straight lines.

    A result lies under the lower limit just where its one-sided mid-p value is under ``tail``. For a group of
    several schools ``cohort`` is Σn²/Σn; None means one school. Interpolated as by Spiegelhalter 2005
    (Statistics in Medicine 24, 1185), on mid-p values in place of cumulative ones.
    """
    low = _crossing(around, around.low / 100, whole, tail, cohort)
    high = _crossing(around, around.high / 100, whole, 1 - tail, cohort)
    return Limits(100 * low / whole, 100 * high / whole)


def curve(around: Around, wholes: Sequence[int], tail: float = TAIL_95) -> list[Limits]:
    """The limits of single schools of each size, for drawing."""
    return [limits(around, whole, tail) for whole in wholes]


def placed(rate: Rate, around: Around, tail: float = TAIL_95) -> Comparison:
    """Above the limits, below them, or inside: with a count that is a range, only where all of it is outside."""
    found = limits(around, rate.whole, tail, rate.cohort)
    if 100 * rate.high / rate.whole < found.low:
        return Comparison.BELOW
    if 100 * rate.low / rate.whole > found.high:
        return Comparison.ABOVE
    return Comparison.CANNOT_TELL


def _crossing(around: Around, share: float, whole: int, level: float, cohort: float | None) -> float:
    """The count at which the mid-p distribution function reaches a level; never beyond 0 and ``whole``."""
    between = 0.0
    if around.school_year_sd is not None:
        between = spread_between_years(share, whole, cohort or whole, around.school_year_sd)
    chances: Numbers = distribution(whole, share, between)
    reached = np.cumsum(chances) - chances / 2
    return float(np.interp(level, reached, np.arange(whole + 1)))
