"""Where scans are kept."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def scan_path(sha256: str) -> Path:
    """The file of a scan, under the hash of its bytes."""
    return Path(settings.ACCORD_HOME) / "scans" / sha256
