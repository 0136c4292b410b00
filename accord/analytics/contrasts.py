"""Tests of a change over the years, of a gap beside England's, and of a place among random groups.

They join the tests of levels (`accord.analytics.findings`) in one family. All are of underlying rates: the movement of
schools from year to year is in them (FORMULAS 10), counts that are ranges are tested at their nearest end, and
variances are those of no difference, so that a count that came out extreme by chance weighs no more for it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from accord.analytics.comparison import Comparison
from accord.analytics.findings import Q
from accord.analytics.intervals import Z95
from accord.analytics.random_groups import Place
from accord.analytics.rates import Rate
from accord.analytics.trends import climb

NEIGHBOURS = 1.168
"""How much further from the middle groups of neighbours lie than random groups: 15.9% of them are in the outer tenth
(FORMULAS 15), so z is 1.645 where 1.408 has that share beyond it."""
FEWEST_VARIED = 4.0
"""N·p(1 − p) below this, divided by D, has tails that a normal curve does not have: such a rate is not tested."""

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Contrast:
    """The two-sided p value of a difference in percentage points, its 95% interval, and its standard error.

    A place among random groups has no points: all but ``p`` and ``side`` is then None.
    """

    p: float
    side: Comparison
    points: float | None = None
    low: float | None = None
    high: float | None = None
    error: float | None = None

    def power(self, points: float, tested: int, q: float = Q) -> float | None:
        """How often (0–1) a true difference of so many points is found if it alone differs among ``tested``."""
        if self.error is None:
            return None
        needed = _NORMAL.inv_cdf(1 - q / tested / 2)
        return _NORMAL.cdf(abs(points) / self.error - needed)


def change(by_year: Sequence[tuple[int, Rate]], school_year_sd: float | None) -> Contrast | None:
    """Whether the underlying rate stood still over comparable years, by the line through them (`trends.climb`).

    ``by_year`` is in the order of the years. None with fewer than two of them, without S or the schools' numbers, and
    with too few pupils for a test.
    """
    found = climb(by_year, school_year_sd)
    if found is None or not all(_varied(rate, school_year_sd) for _, rate in by_year):
        return None
    return _contrast(found.central, found.least, found.most, (0.0, 0.0), found.error)


def gap(first: Rate, second: Rate, usual: tuple[float, float], school_year_sd: float | None) -> Contrast | None:
    """Whether the rate of the first pupils less that of the second is England's, which lies in ``usual`` (shares).

    The pupils have nobody in common. Their schools move as if each of the two by itself, which is more than they do:
    where a school has a good year, it has it for both. None as of `change`.
    """
    if school_year_sd is None or not (_varied(first, school_year_sd) and _varied(second, school_year_sd)):
        return None
    beside = sum(usual) / 2
    # The rates of both if the gap were England's: what both have together, parted by it.
    low = (first.central + second.central - first.whole * beside) / (first.whole + second.whole)
    rates = [min(0.99, max(0.01, each)) for each in (low + beside, low)]
    variance = math.fsum(
        p * (1 - p) * _effect(rate, p, school_year_sd) / rate.whole
        for rate, p in zip((first, second), rates, strict=True)
    )
    least = first.low / first.whole - second.high / second.whole
    most = first.high / first.whole - second.low / second.whole
    return _contrast(first.share - second.share, least, most, usual, math.sqrt(variance))


def rank(place: Place) -> Contrast:
    """Whether the group could be one of the random ones, if neighbours are as alike as they usually are."""
    lower = min(1 - 0.5 / place.draws, max(0.5 / place.draws, place.lower))
    z = _NORMAL.inv_cdf(lower) / NEIGHBOURS
    return Contrast(2 * _NORMAL.cdf(-abs(z)), Comparison.ABOVE if z > 0 else Comparison.BELOW)


def _contrast(central: float, least: float, most: float, usual: tuple[float, float], error: float) -> Contrast:
    low, high = usual
    away = least - high if least > high else most - low if most < low else 0.0
    side = Comparison.ABOVE if central > (low + high) / 2 else Comparison.BELOW
    ends = max(-1.0, least - Z95 * error), min(1.0, most + Z95 * error)
    p = 2 * _NORMAL.cdf(-abs(away) / error)
    return Contrast(p, side, 100 * central, 100 * ends[0], 100 * ends[1], 100 * error)


def _varied(rate: Rate, school_year_sd: float | None) -> bool:
    effect = rate.effect(school_year_sd)
    share = (rate.central + 1) / (rate.whole + 2)
    return effect is not None and rate.whole * share * (1 - share) / effect >= FEWEST_VARIED


def _effect(rate: Rate, share: float, school_year_sd: float) -> float:
    return 1 + max(0.0, (rate.cohort or 0.0) - 1) * school_year_sd**2 * share * (1 - share)
