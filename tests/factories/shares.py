"""Percentage figures made from counts, as pooling makes them, and those that have none."""

from __future__ import annotations

from accord.analytics.figures import Coverage, Figure, Status
from accord.analytics.intervals import wilson_on_range

WHOLE = -1.0
"""The cohort of a single school: all of its pupils."""


def share(
    part: int,
    whole: int,
    *,
    most: int | None = None,
    cohort: float | None = WHOLE,
    schools: tuple[int, int] = (1, 1),
    hidden: int = 0,
) -> Figure:
    """``part`` (to ``most``) of ``whole`` pupils; ``hidden`` pupils more are suppressed."""
    high = part if most is None else most
    limits = wilson_on_range(part, high, whole)
    return Figure(
        status=Status.MEASURED,
        value=100 * ((part + high) // 2) / whole,
        low=100 * part / (whole + hidden),
        high=100 * (high + hidden) / (whole + hidden),
        part_low=part,
        part_high=high,
        whole=whole,
        interval_low=100 * limits[0],
        interval_high=100 * limits[1],
        coverage=Coverage(*schools, whole, whole + hidden),
        cohort=float(whole) if cohort == WHOLE else cohort,
    )  # fmt: skip


def printed(value: float) -> Figure:
    """A published whole percentage, known to half a point."""
    seen = Coverage(None, None, 0, None)
    low, high = max(0.0, value - 0.5), min(100.0, value + 0.5)
    return Figure(Status.MEASURED, value, low, high, None, None, None, None, None, seen)


def scored(value: float, whole: int, low: float | None, high: float | None, status: Status = Status.MEASURED) -> Figure:
    """A pooled score from so many pupils."""
    return Figure(status, value, None, None, None, None, whole, low, high, Coverage(12, 13, whole, whole + 30))


def without(status: Status) -> Figure:
    """A figure without a value."""
    some = (70, 72, 120) if status is Status.INCOMPLETE else (None, None, 0)
    return Figure(status, None, None, None, *some, None, None, Coverage(3, 13, some[2], 400))
