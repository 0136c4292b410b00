"""Whether anybody is there to do the long work."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

DEAD_AFTER = 20.0
"""Seconds without a sign of life after which nobody should wait for the worker."""


def worker_lives(now: datetime) -> bool:
    """Whether the worker of this home gave a sign of life lately."""
    sign = Path(settings.ACCORD_STATE) / "worker"
    try:
        return now.timestamp() - sign.stat().st_mtime < DEAD_AFTER
    except FileNotFoundError:
        return False
