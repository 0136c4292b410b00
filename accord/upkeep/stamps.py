"""What a home remembers of its backups, outside its database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path


def last_backup(home: Path) -> datetime | None:
    """When the last backup of a home was made; None where none is known of."""
    try:
        return datetime.fromisoformat(_stamp(home).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None


def note_backup(home: Path, at: datetime) -> None:
    """Remember that a backup was made."""
    _stamp(home).write_text(f"{at.isoformat()}\n", encoding="ascii")


def _stamp(home: Path) -> Path:
    return home / "state" / "last-backup"
