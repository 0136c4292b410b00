"""The Department for Education's bands for progress scores, by the rule of a year.

A rule is a function of what is printed of a school and of that year's cuts; definitions name it by year, so a new one
can come without the old bands changing (METHOD 1.3: on 23 February 2026 DfE asked whether to band by percentiles).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum


class Band(IntEnum):
    """As published: 1 is the highest."""

    WELL_ABOVE = 1
    ABOVE = 2
    AVERAGE = 3
    BELOW = 4
    WELL_BELOW = 5


@dataclass(frozen=True, slots=True)
class Printed:
    """The score of a school and its 95% limits, in points, as the publisher prints them."""

    score: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Banding:
    """How a year is banded: the name of the rule in `RULES`, and the cuts on the printed score."""

    rule: str
    well_above: float
    well_below: float

    def band(self, printed: Printed) -> Band:
        """The band of a school. Raises `KeyError` for a rule that does not exist."""
        return RULES[self.rule](printed, self)


def by_printed_limits(printed: Printed, banding: Banding) -> Band:
    """Above where the printed lower limit is over 0, below where the upper is under it; "well" by the cuts.

    A printed limit of 0 is average. Limits made again from σ would miss 1.5–1.7% of schools. Source: FORMULAS 8.
    """
    if printed.lower > 0:
        return Band.WELL_ABOVE if printed.score >= banding.well_above else Band.ABOVE
    if printed.upper < 0:
        return Band.WELL_BELOW if printed.score <= banding.well_below else Band.BELOW
    return Band.AVERAGE


RULES: Mapping[str, Callable[[Printed, Banding], Band]] = {"printed_limits": by_printed_limits}
"""The rules that definitions may name."""
