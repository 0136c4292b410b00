"""Numbers as people read them: whole percentages, one decimal for scores, and never more than is so."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

PERCENTAGE, PROGRESS, SCALED = "percentage", "progress", "scaled_score"
VALUE_ADDED, POINTS = "value_added", "average_points"
RATE, RATIO, TOTAL = "rate", "ratio", "total"
PROGRESS_8, AVERAGE, GRADE = "progress_8", "average_score", "average_grade"
"""The kinds of measure, as definitions name them."""

AROUND_ZERO = (PROGRESS, PROGRESS_8)
"""Kinds that lie on either side of 0, England's average by construction."""
DFE_INTERVAL = (*AROUND_ZERO, VALUE_ADDED)
"""Kinds whose interval is made as the Department for Education makes it."""
UNCOUNTED = (SCALED, POINTS, AVERAGE, GRADE)
"""Averages of which it is not published how far single pupils lie apart."""
OF_SUMS = (RATE, RATIO, TOTAL)
"""Sums and what is divided by another sum: nothing that pupils average to."""

TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")
MINUS = "\u2212"


def whole(value: float) -> int:
    """Rounded half up, as published percentages are."""
    return math.floor(value + 0.5)


def percent(value: float) -> str:
    """A whole percentage. Not 0% where somebody did, nor 100% where somebody did not."""
    rounded = whole(value)
    if rounded == 0 and value > 0:
        return "less than 1%"
    if rounded == 100 and value < 100:
        return "more than 99%"
    return f"{rounded}%"


def interval(low: float, high: float) -> tuple[str, str]:
    """Limits as whole percentages; a half goes outwards, so that a limit of 61.5 still takes in 61."""
    return f"{math.ceil(low - 0.5)}%", f"{whole(high)}%"


def between_percent(low: float, high: float) -> str:
    """Certain bounds, outwards to whole percentages: what is printed contains what is so."""
    return f"{math.floor(low + 1e-9)}% and {math.ceil(high - 1e-9)}%"


def as_printed(value: float, kind: str, rounding: str = ROUND_HALF_UP) -> Decimal:
    """To as many decimals as the publisher prints of a kind of score, halves away from zero."""
    place = HUNDREDTH if kind in (PROGRESS_8, GRADE) else TENTH
    return Decimal(repr(round(value, 6))).quantize(place, rounding)


def signed(value: float | Decimal, kind: str = PROGRESS) -> str:
    """A progress score: +0.8, 0.0, −1.2; −0.09 of Progress 8."""
    rounded = as_printed(float(value), kind)
    if rounded == 0:
        return str(abs(rounded))
    return f"+{rounded}" if rounded > 0 else f"{MINUS}{-rounded}"


def score(value: float, kind: str) -> str:
    """A value of any kind, alone: 62%, +0.8, 104.6, or 105 where whole; 4.2% for a rate, 1,204 for a total."""
    if kind == PERCENTAGE:
        return percent(value)
    if kind in AROUND_ZERO:
        return signed(value, kind)
    if kind == RATE:
        return f"{as_printed(value, kind)}%"
    if kind == RATIO:
        return str(as_printed(value, kind))
    if kind == TOTAL:
        return f"{whole(value):,}"
    # A published average is often a whole number, and then no more than that is known.
    return f"{value:.0f}" if value == int(value) else str(as_printed(value, kind))


def limits(low: float, high: float, kind: str) -> tuple[str, str]:
    """The two ends of a 95% interval in the form of the measure."""
    if kind == PERCENTAGE:
        return interval(low, high)
    if kind in AROUND_ZERO:
        return signed(low, kind), signed(high, kind)
    return str(as_printed(low, kind, ROUND_FLOOR)), str(as_printed(high, kind, ROUND_CEILING))


def points(value: float) -> str:
    """A distance in percentage points, without its sign: ``4 points``, ``1 point``, ``less than 1 point``."""
    size = whole(abs(value))
    if size == 0 and value != 0:
        return "less than 1 point"
    return f"{size} point" if size == 1 else f"{size} points"


def points_between(low: float, high: float) -> str:
    """The limits of a difference, outwards, and never onto a 0 that they leave out: ``from +1 to +7 points``."""
    return f"from {_limit(low, ROUND_FLOOR)} to {_limit(high, ROUND_CEILING)} points"


def between_points(low: float, high: float) -> str:
    """The limits of a distance that is none of 0, as a size: ``6 to 28 points``, whatever its sign."""
    nearest, furthest = sorted((abs(low), abs(high)))
    low_limit, high_limit = _limit(nearest, ROUND_FLOOR), _limit(furthest, ROUND_CEILING)
    return f"{low_limit.lstrip('+')} to {high_limit.lstrip('+')} points"


def _limit(value: float, outwards: str) -> str:
    for place in (Decimal(1), TENTH):
        rounded = Decimal(repr(round(value, 6))).quantize(place, outwards)
        if rounded != 0:
            return f"+{rounded}" if rounded > 0 else f"{MINUS}{-rounded}"
        if abs(value) < 1e-9:
            return "0"
    return "just above 0" if value > 0 else "just below 0"
