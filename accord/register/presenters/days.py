"""Days and numbers as cells and pages show them."""

from __future__ import annotations

from datetime import date

from accord.register.rules.memberships import spelled
from accord.ui.tables.tables import Cell


def day_cell(day: date | None, words: str = "") -> Cell:
    """A day for people and for machines; ``words`` where there is none."""
    return Cell(spelled(day), day.isoformat()) if day else Cell(words, None)


def counted(number: int, noun: str) -> str:
    """``1 school``, ``2 schools``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
