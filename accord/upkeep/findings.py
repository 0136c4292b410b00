"""What a look at a home may find: what is wrong, what that means, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Asked:
    """Which home is looked at, and when."""

    home: Path
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found. ``which`` names the single ones; a note is nothing wrong.

    ``mend`` puts it right and loses nothing, and says what it did; None where somebody has to decide.
    """

    what: str
    means: str
    do: str
    which: Sequence[str] = ()
    note: bool = False
    mend: Callable[[], str] | None = None


def many(number: int, one: str, more: str = "") -> str:
    """``1 file``, ``2 files``."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"
