"""Whether schools lie further apart than chance puts schools that are all alike, and limits that allow for it.

Spiegelhalter 2005 (Quality and Safety in Health Care 14, 347-351): the squared distances in standard errors, their
outer tenths brought in so that a few schools do not decide; where they average clearly more than chance gives, an
additive spread between schools is added. Brought in, squared distances average less than 1 by chance (.68 for tenths),
which he leaves as it is; here the average is divided by that, else limits for 95 in 100 hold 89 (decision 53).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from accord.analytics.comparison import Comparison
from accord.analytics.counts import Numbers
from accord.analytics.funnels import Limits
from accord.analytics.intervals import Z95
from accord.analytics.rates import Rate

FEWEST_SCHOOLS = 10
"""Of fewer schools nothing is said: the average of so few squared distances is anywhere by chance."""
BROUGHT_IN = 0.1
"""The share of the distances on either side that are brought in to the next (winsorised)."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far ``schools`` lie apart around ``percent`` (0–100).

    ``times`` is the average squared distance in standard errors, 1 by chance. ``between`` is the standard deviation
    between schools in percentage points that accounts for what is more, 0 where that may be chance.
    """

    schools: int
    percent: float
    times: float
    between: float

    def limits(self, whole: int) -> Limits:
        """Between which percentages 95 of 100 schools of so many pupils lie if they differ as these do.

        By the normal distribution, and never beyond 0 and 100.
        """
        share = self.percent / 100
        half = 100 * Z95 * math.sqrt(share * (1 - share) / whole + (self.between / 100) ** 2)
        return Limits(max(0.0, self.percent - half), min(100.0, self.percent + half))

    def placed(self, rate: Rate) -> Comparison:
        """Above those limits, below them, or inside; with a count that is a range, only where all of it is outside."""
        found = self.limits(rate.whole)
        if 100 * rate.high / rate.whole < found.low:
            return Comparison.BELOW
        return Comparison.ABOVE if 100 * rate.low / rate.whole > found.high else Comparison.CANNOT_TELL


def spread(rates: Sequence[Rate], percent: float) -> Spread | None:
    """Of schools around a percentage; None of fewer than ten, and around 0 or 100.

    ``times`` is beyond chance where it is over 1 + 2√(2/I), as he has it. The variance between schools is then
    (I·times − (I − 1)) / (Σw − Σw²/Σw) with w one over the variance by chance, as DerSimonian and Laird's.
    """
    share, schools = percent / 100, len(rates)
    if schools < FEWEST_SCHOOLS or not 0 < share < 1:
        return None
    wholes = np.array([each.whole for each in rates], dtype=np.float64)
    variances = share * (1 - share) / wholes
    distances = (np.array([each.share for each in rates]) - share) / np.sqrt(variances)
    times = float((_brought_in(distances) ** 2).mean()) / by_chance(BROUGHT_IN)
    if times <= 1 + 2 * math.sqrt(2 / schools):
        return Spread(schools, percent, times, 0.0)
    weights = 1 / variances
    between = (schools * times - (schools - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())
    return Spread(schools, percent, times, 100 * math.sqrt(between))


def by_chance(brought_in: float) -> float:
    """What squared normal distances average, a share of them on either side brought in to the next."""
    if not brought_in:
        return 1.0
    edge = NormalDist().inv_cdf(1 - brought_in)
    return 1 - 2 * brought_in - 2 * edge * NormalDist().pdf(edge) + 2 * brought_in * edge**2


def _brought_in(distances: Numbers) -> Numbers:
    low, high = np.quantile(distances, [BROUGHT_IN, 1 - BROUGHT_IN])
    return np.clip(distances, low, high)
