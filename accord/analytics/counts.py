"""Counts recovered from rounded percentages, as ranges, in integers.

A published whole-number percentage of n pupils fits exactly one count up to n = 100; from 101 pupils on
it can fit several, so a count is a range. Source: FORMULAS 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

MOST_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class CountRanges:
    """For each school the counts that its percentage allows: low ≤ central ≤ high, and whether none fitted.

    ``swapped`` marks a percentage that fits no count over these pupils (the publisher used another
    denominator): the two nearest counts are then its bounds.
    """

    low: Integers
    central: Integers
    high: Integers
    swapped: Flags

    def only(self, at: NDArray[np.intp]) -> CountRanges:
        """Some of the schools."""
        return CountRanges(self.low[at], self.central[at], self.high[at], self.swapped[at])


def decimals_printed(percentages: Numbers) -> Integers:
    """To how many decimals (0–4) each value was printed.

    A column is printed alike: where most values need so many decimals, all have them. A single value with
    more, in a column of whole numbers, has them for itself alone.
    """
    needed = np.full(len(percentages), MOST_DECIMALS, dtype=np.int64)
    for decimals in reversed(range(MOST_DECIMALS)):
        scaled = percentages * 10.0**decimals
        needed[np.abs(scaled - np.rint(scaled)) < 1e-6] = decimals
    usual = int(np.median(needed)) if len(needed) else 0
    return np.maximum(needed, usual)


def recover(percentages: Numbers, pupils: Integers) -> CountRanges:
    """Counts behind percentages rounded half up.

    ``percentages`` (0–100, as printed) and ``pupils`` (eligible pupils, > 0) have one entry a school.
    The central count is the percentage of the pupils, rounded half up, kept inside its range.
    """
    scale: Integers = 10 ** decimals_printed(percentages)
    printed = np.rint(percentages * scale).astype(np.int64)
    double_whole = 200 * scale
    low = np.maximum(0, _divide_up(pupils * (2 * printed - 1), double_whole))
    high = np.minimum(pupils, _divide_up(pupils * (2 * printed + 1), double_whole) - 1)
    swapped = low > high
    low, high = np.minimum(low, high), np.maximum(low, high)
    central = (2 * pupils * printed + 100 * scale) // double_whole
    return CountRanges(low, np.clip(central, low, high), high, swapped)


def counts_of(printed: Numbers, pupils: Integers, are_counts: Flags) -> CountRanges:
    """Counts as printed where ``are_counts``, recovered from percentages elsewhere.

    A printed count above the pupils it is of is brought down to them, and marked as swapped.
    """
    ranges = recover(np.where(are_counts, 0.0, printed), pupils)
    exact = np.where(are_counts, printed, 0).astype(np.int64)
    fitting = np.minimum(exact, pupils)
    return CountRanges(
        low=np.where(are_counts, fitting, ranges.low),
        central=np.where(are_counts, fitting, ranges.central),
        high=np.where(are_counts, fitting, ranges.high),
        swapped=np.where(are_counts, exact > pupils, ranges.swapped),
    )


def share_of(pupils: Integers, percentages: Numbers) -> Integers:
    """A whole-number share of pupils, ⌊n × percent / 100 + ½⌋, in integers where the percentage is whole.

    Serves coverage (FORMULAS 6) and pupils with a scaled score (METHOD 1.4).
    """
    scale: Integers = 10 ** decimals_printed(percentages)
    printed = np.rint(percentages * scale).astype(np.int64)
    share: Integers = (2 * pupils * printed + 100 * scale) // (200 * scale)
    return share


def _divide_up(numerator: Integers, denominator: Integers) -> Integers:
    quotient: Integers = -((-numerator) // denominator)
    return quotient
