"""Two rates set against each other, with the interval of their difference."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accord.analytics.figures import HAS_VALUE, Figure
from accord.analytics.intervals import newcombe
from accord.analytics.rates import Rate, rate_of


class Direction(StrEnum):
    """What the interval of a difference allows one to say."""

    UP = "up"
    DOWN = "down"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Difference:
    """First minus second in percentage points, not rounded, with the limits of its 95% interval."""

    points: float
    low: float
    high: float

    @property
    def direction(self) -> Direction:
        """Up or down only where the whole interval lies on one side of 0."""
        if self.low > 0:
            return Direction.UP
        return Direction.DOWN if self.high < 0 else Direction.CANNOT_TELL


def gap(first: Figure, second: Figure) -> Difference | None:
    """This year's own rate of the first pupils less that of the second, who are other pupils.

    Newcombe's 95% interval for the two rates of this year alone: it covers what chance moves with so many
    pupils, not how schools vary from year to year. None where either has no counted pupils.
    """
    return _difference(rate_of(first), rate_of(second), None)


@dataclass(frozen=True, slots=True)
class Printed:
    """A published percentage that is taken as known but for its rounding: it lies from ``low`` to ``high``."""

    value: float
    low: float
    high: float


def printed(figure: Figure | None) -> Printed | None:
    """What a published figure may be; None where it has no value."""
    if figure is None or figure.value is None:
        return None
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return Printed(figure.value, low, high)


def printed_over_years(by_year: Sequence[tuple[int, Printed]]) -> Printed:
    """Published percentages of several years, each weighed by the pupils who are set beside it that year."""
    pupils = sum(number for number, _ in by_year)

    def weighed(percentages: Iterable[float]) -> float:
        return math.fsum(n * each for (n, _), each in zip(by_year, percentages, strict=True)) / pupils

    return Printed(*(weighed(getattr(each, end) for _, each in by_year) for end in ("value", "low", "high")))


def gap_to(figure: Figure, beside: Printed) -> Difference | None:
    """A figure less a published percentage: the interval of the figure, less everything the other may be.

    It covers what the figure's own interval covers: the rate of its year, or for a pool over years the underlying
    one. None without an interval.
    """
    if figure.status not in HAS_VALUE or figure.value is None or rate_of(figure) is None:
        return None
    if figure.interval_low is None or figure.interval_high is None:
        return None
    return Difference(
        figure.value - beside.value, figure.interval_low - beside.high, figure.interval_high - beside.low
    )


def underlying_gap(first: Rate | None, second: Rate | None, school_year_sd: float | None) -> Difference | None:
    """The underlying rate of the first pupils less that of the second, over some school-years.

    With the design effect D of each (FORMULAS 10), as if the ups and downs of a school's years met the two by
    themselves; they mostly meet both, so the interval is rather too wide. None where S has not been estimated.
    """
    return None if school_year_sd is None else _difference(first, second, school_year_sd)


def gap_of_rates(first: Rate, second: Rate) -> Difference | None:
    """`gap` of counts that belong to no figure."""
    return _difference(first, second, None)


def change(before: Figure, after: Figure, school_year_sd: float | None) -> Difference | None:
    """How much the underlying rate rose from one year to another.

    Newcombe's 95% interval with the design effect D of each year (FORMULAS 10 and 11): without it, a change
    that is none is covered only 83% of the time by a school of 60, 60% by one of 240. None where S has not been
    estimated for the measure, or a year has no counted pupils: then nobody can tell.
    """
    if school_year_sd is None:
        return None
    return _difference(rate_of(after), rate_of(before), school_year_sd)


def change_of_rates(before: Rate, after: Rate, school_year_sd: float | None) -> Difference | None:
    """The same of counts that belong to no figure yet; without S as if schools did not vary between years."""
    return _difference(after, before, school_year_sd)


def _difference(first: Rate | None, second: Rate | None, school_year_sd: float | None) -> Difference | None:
    """Where counts are ranges the limits stand at their ends, never at midpoints (FORMULAS 3)."""
    if first is None or second is None:
        return None
    one, two = first.effect(school_year_sd), second.effect(school_year_sd)
    if one is None or two is None:
        return None
    low = newcombe(first.with_limits(first.low, one), second.with_limits(second.high, two))[0]
    high = newcombe(first.with_limits(first.high, one), second.with_limits(second.low, two))[1]
    return Difference(100 * (first.share - second.share), 100 * low, 100 * high)
