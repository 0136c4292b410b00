"""What a page says about the installation it belongs to, read from the settings.

A page of last resort (a server error) is drawn without a request and without context processors, so the
components ask here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
DEFAULT_COLOUR = "#12436d"
DEAD_AFTER = 20.0
"""Seconds without a sign of life after which nobody should wait for the worker."""


@dataclass(frozen=True, slots=True)
class Installation:
    """``authority``: whose site this is; ``colour``: its brand colour as ``#rrggbb``."""

    authority: str
    colour: str
    demonstration: bool


def installation() -> Installation:
    """The installation these settings describe; a colour that is not ``#rrggbb`` is left aside."""
    colour = str(getattr(settings, "ACCORD_COLOUR", DEFAULT_COLOUR))
    demonstration = bool(getattr(settings, "ACCORD_DEMONSTRATION", False))
    return Installation(
        authority=str(getattr(settings, "ACCORD_AUTHORITY", "")) or "Accord",
        colour=colour if COLOUR.fullmatch(colour) else DEFAULT_COLOUR,
        demonstration=demonstration,
    )


def worker_lives(now: datetime) -> bool:
    """Whether the worker of this home, which does the long work, gave a sign of life lately."""
    sign = Path(settings.ACCORD_STATE) / "worker"
    try:
        return now.timestamp() - sign.stat().st_mtime < DEAD_AFTER
    except FileNotFoundError:
        return False
