"""Periods in words."""

from __future__ import annotations

from accord.register.rules.memberships import spelled
from accord.register.rules.periods import Period


def since(period: Period) -> str:
    """``6 March 2013``, or that it was so from the beginning."""
    return spelled(period[0]) if period[0] else "the beginning"


def for_how_long(period: Period) -> str:
    """``from 1 September 2017 until 1 September 2023``: the second is the first day without it."""
    begun = f"from {since(period)}"
    return f"{begun} until {spelled(period[1])}" if period[1] else begun
