"""Whether a rate rises or falls over all the years that may be compared, not only the last two.

A straight line through the yearly rates, each weighed by what chance and the movement of schools leave of it. Each
year's variance is D·p(1 − p)/N with D of FORMULAS 10, and p the rate of all years together: a year that came out
low by chance weighs neither more nor less for it, which holds the test at its level in small cohorts too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from accord.analytics.intervals import Z95
from accord.analytics.rates import Rate

FEWEST_YEARS = 3
"""Two years are a change (`accord.analytics.differences`), and no line."""


class Course(StrEnum):
    """What the years allow one to say."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Trend:
    """How far the line climbs from the first year to the last, in percentage points, with its 95% interval, which
    ends at −100 and 100."""

    points: float
    low: float
    high: float
    first: int
    last: int
    years: int

    def course(self, steady_within: float | None) -> Course:
        """Rising or falling where the interval leaves 0 out; steady where all of it lies within the margin.

        ``steady_within`` is the margin in points. None, or an interval that reaches beyond it on either side:
        nobody can tell. Not to be told from 0 is no proof of standing still. An interval beyond 0 and within the
        margin is called by its direction.
        """
        if self.low > 0:
            return Course.RISING
        if self.high < 0:
            return Course.FALLING
        if steady_within is not None and -steady_within <= self.low and self.high <= steady_within:
            return Course.STEADY
        return Course.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class Climb:
    """How far the line climbs from the first year to the last, as a share: by the counts themselves, at the least and
    at the most that the counts may be, and the standard error of it where the underlying rate does not change."""

    central: float
    least: float
    most: float
    error: float


def climb(by_year: Sequence[tuple[int, Rate]], school_year_sd: float | None) -> Climb | None:
    """The line through the rates of two comparable years or more, in the order of the years.

    None with fewer, without S, or where it is not known how large the schools' cohorts are.
    """
    if school_year_sd is None or len(by_year) < 2 or any(rate.cohort is None for _, rate in by_year):
        return None
    pull = _pull(by_year, school_year_sd)
    span = by_year[-1][0] - by_year[0][0]
    variance = _variance(by_year, school_year_sd)
    error = math.sqrt(math.fsum(each**2 * spread for each, spread in zip(pull, variance, strict=True)))
    central, least, most = (
        math.fsum(each * part / rate.whole for each, (_, rate), part in zip(pull, by_year, parts, strict=True))
        for parts in _ends(by_year, pull)
    )
    return Climb(span * central, span * least, span * most, span * error)


def trend(by_year: Sequence[tuple[int, Rate]], school_year_sd: float | None) -> Trend | None:
    """The line through the rates of some comparable years, in the order of the years.

    None with fewer than three years, without S, or where it is not known how large the schools' cohorts are.
    Where counts are ranges the limits stand at those ends that lie furthest out (FORMULAS 3).
    """
    found = climb(by_year, school_year_sd) if len(by_year) >= FEWEST_YEARS else None
    if found is None:
        return None
    low, high = max(-1.0, found.least - Z95 * found.error), min(1.0, found.most + Z95 * found.error)
    return Trend(100 * found.central, 100 * low, 100 * high, by_year[0][0], by_year[-1][0], len(by_year))


def _variance(by_year: Sequence[tuple[int, Rate]], school_year_sd: float) -> list[float]:
    """Of each year's rate as a share, at the rate of all years together."""
    share = (sum(rate.central for _, rate in by_year) + 1) / (sum(rate.whole for _, rate in by_year) + 2)
    moves = school_year_sd**2 * share * (1 - share)
    return [share * (1 - share) * (1 + max(0.0, (rate.cohort or 0.0) - 1) * moves) / rate.whole for _, rate in by_year]


def _pull(by_year: Sequence[tuple[int, Rate]], school_year_sd: float) -> list[float]:
    """How much each year's rate counts in the slope: weighted least squares."""
    weights = [1 / spread for spread in _variance(by_year, school_year_sd)]
    middle = math.fsum(w * year for w, (year, _) in zip(weights, by_year, strict=True)) / math.fsum(weights)
    away = [year - middle for year, _ in by_year]
    scale = math.fsum(w * each**2 for w, each in zip(weights, away, strict=True))
    return [w * each / scale for w, each in zip(weights, away, strict=True)]


def _ends(by_year: Sequence[tuple[int, Rate]], pull: Sequence[float]) -> list[list[int]]:
    """The counts themselves, those that make the slope least, and those that make it most."""
    rates = [rate for _, rate in by_year]
    least = [rate.low if each > 0 else rate.high for each, rate in zip(pull, rates, strict=True)]
    most = [rate.high if each > 0 else rate.low for each, rate in zip(pull, rates, strict=True)]
    return [[rate.central for rate in rates], least, most]
