"""Days and periods in words."""

from __future__ import annotations

from datetime import date

from accord.register.rules.memberships import spelled
from accord.register.rules.periods import Period
from accord.ui.tables.tables import Cell


def since(period: Period) -> str:
    """``6 March 2013``, or that it was so from the beginning."""
    return spelled(period[0]) if period[0] else "the beginning"


def for_how_long(period: Period) -> str:
    """``from 1 September 2017 until 1 September 2023``: the second is the first day without it."""
    begun = f"from {since(period)}"
    return f"{begun} until {spelled(period[1])}" if period[1] else begun


def day_cell(day: date | None, words: str = "") -> Cell:
    """A day for people and for machines; ``words`` where there is none."""
    return Cell(spelled(day), day.isoformat()) if day else Cell(words, None)


def counted(number: int, noun: str) -> str:
    """``1 school``, ``2 schools``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
