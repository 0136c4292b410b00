"""What would be so if one school, or one group of pupils, reached a percentage; and what a percentage would take.

Arithmetic in whole children, not a forecast: nobody else changes, and nothing is said of how likely it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from accord.analytics.rates import Rate
from accord.analytics.whole_children import needed

FEWEST_FOR_A_QUARTER = 4
"""Of fewer there is no best quarter."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How many more pupils that takes, and the percentage of all of them then (0–100); a range where counts are."""

    more_low: int
    more_high: int
    low: float
    high: float


def reached(group: Rate, theirs: Rate, percent: float) -> Reached:
    """The group, had ``theirs`` of it come to at least ``percent`` (0–100) of their own pupils.

    Whole children: the fewest with whom it is reached (FORMULAS 14). Where counts are ranges, from the most that
    these pupils may have had already to the fewest.
    """
    more_low, more_high = needed(theirs.high, theirs.whole, percent), needed(theirs.low, theirs.whole, percent)
    low, high = group.low + more_low, min(group.whole, group.high + more_high)
    return Reached(more_low, more_high, 100 * low / group.whole, 100 * high / group.whole)


def children_for(group: Rate, percent: float) -> tuple[int, int]:
    """How many children more a percentage of all takes: the fewest and the most that published figures allow."""
    return needed(group.high, group.whole, percent), needed(group.low, group.whole, percent)


def best_quarter(rates: Sequence[Rate]) -> float | None:
    """The percentage that at least a quarter of them reached or passed; None of fewer than four.

    Small schools reach the ends by chance: it is a mark to try, and no target.
    """
    if len(rates) < FEWEST_FOR_A_QUARTER:
        return None
    highest = sorted((100 * rate.share for rate in rates), reverse=True)
    return highest[math.ceil(len(rates) / 4) - 1]
