"""Half-open periods of days: ``[starts_on, ends_before)``, where None is without limit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

Period = tuple[date | None, date | None]


def overlap(one: Period, two: Period) -> bool:
    """Whether two periods share a day."""
    starts = max(one[0] or date.min, two[0] or date.min)
    ends = min(one[1] or date.max, two[1] or date.max)
    return starts < ends


def contains(period: Period, on: date) -> bool:
    """Whether a day lies in a period."""
    return (period[0] is None or period[0] <= on) and (period[1] is None or on < period[1])


def within(period: Period, limits: Period) -> bool:
    """Whether a period does not reach beyond another."""
    starts_inside = limits[0] is None or (period[0] is not None and period[0] >= limits[0])
    ends_inside = limits[1] is None or (period[1] is not None and period[1] <= limits[1])
    return starts_inside and ends_inside


def meet(periods: Sequence[Period]) -> Period | None:
    """The days that all of some periods share; None where there are none."""
    starts = max((each[0] or date.min for each in periods), default=date.min)
    ends = min((each[1] or date.max for each in periods), default=date.max)
    if starts >= ends:
        return None
    return (None if starts == date.min else starts, None if ends == date.max else ends)
