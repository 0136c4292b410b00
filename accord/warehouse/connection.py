"""One locked DuckDB connection a process and folder; a cursor for each question.

A connection shared by threads gives wrong rows, so nobody gets the connection itself. It can read the
releases folder and nothing else.
"""

from __future__ import annotations

import functools
import threading
from pathlib import Path

import duckdb

_LOCK = threading.Lock()


def cursor(releases: Path) -> duckdb.DuckDBPyConnection:
    """A cursor of its own over the releases in a folder."""
    with _LOCK:
        return _connection(releases.resolve()).cursor()


@functools.lru_cache(maxsize=8)
def _connection(releases: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"threads": 2, "autoinstall_known_extensions": False})
    folder = str(releases).replace("'", "''")
    connection.execute("set enable_progress_bar = false")
    # A release never changes, so what its files say of themselves is read once.
    connection.execute("set parquet_metadata_cache = true")
    connection.execute(f"set allowed_directories = ['{folder}/']")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection
