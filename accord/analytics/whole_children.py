"""Percentages in children: how many more would have been needed, and what one child is worth."""

from __future__ import annotations

import math
from fractions import Fraction

FINEST = 10**6


def needed(part: int, whole: int, percent: float) -> int:
    """The fewest pupils more with whom ``part`` of ``whole`` would have been at least ``percent`` (0–100).

    0 where it is that already. Rounded up, ⌈n·percent/100 − k⌉: cut off instead, “would have made it” is
    false in 96% of cases (FORMULAS 14). Raises ValueError without pupils or for a percentage that is none.
    """
    if whole <= 0 or not 0 <= percent <= 100:
        raise ValueError("Children are counted of at least one pupil, and up to a percentage from 0 to 100")
    # As a fraction, so that 61% of 100 pupils is 61 and not 61.00000000000001.
    wanted = Fraction(percent).limit_denominator(FINEST) * whole / 100
    return max(0, math.ceil(wanted) - part)


def with_more(part: int, whole: int, more: int) -> float | None:
    """The percentage, had so many pupils more (fewer, if negative) met it; None where there are not so many."""
    if not 0 <= part + more <= whole:
        return None
    return 100 * (part + more) / whole
