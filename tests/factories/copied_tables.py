"""The tables of the tests' database, in a file of their own: migrating from nothing takes seconds each time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings


def copy_tables(database: Path) -> None:
    """Copy the tests' database, an SQLite file, as it is now."""
    name = str(settings.DATABASES["default"]["NAME"])
    with closing(sqlite3.connect(name)) as ours, closing(sqlite3.connect(database)) as copy:
        ours.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
