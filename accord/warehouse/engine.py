"""Who answers the SQL that asks the releases: DuckDB in this process, or Spark where one machine is not enough.

``ACCORD_ENGINE`` names it, ``duckdb`` or ``spark``. The texts are DuckDB's; Spark gets them translated, and both give
the same rows, in an order that nobody relies on unless the text says one.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from accord.warehouse.connection import cursor

DUCKDB, SPARK = "duckdb", "spark"
SETTING = "ACCORD_ENGINE"


class EngineMissing(RuntimeError):
    """The engine that the settings name is not one, or is not installed here. Says what to do."""


class Engine(Protocol):
    """What either does for a folder of releases, a text of SQL and what it binds."""

    def rows(self, releases: Path, sql: str, bound: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of the answer."""
        ...

    def columns(self, releases: Path, sql: str, bound: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer by column: arrays; of numbers that may be missing masked, or NaN where one is."""
        ...

    def names(self, releases: Path, path: Path) -> Sequence[str]:
        """The columns of a file of the folder."""
        ...


class DuckDB:
    """One locked connection a process and folder, and a cursor for each question."""

    def rows(self, releases: Path, sql: str, bound: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of the answer."""
        return cursor(releases).sql(sql, params=dict(bound)).fetchall()

    def columns(self, releases: Path, sql: str, bound: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer by column."""
        return cursor(releases).sql(sql, params=dict(bound)).fetchnumpy()

    def names(self, releases: Path, path: Path) -> Sequence[str]:
        """The columns of a file of the folder."""
        described = "describe select * from read_parquet($path)"
        return [name for name, *_ in cursor(releases).sql(described, params={"path": str(path)}).fetchall()]


@functools.lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine of this process. Raises `EngineMissing`."""
    named = os.environ.get(SETTING, "").strip().lower() or DUCKDB
    if named == DUCKDB:
        return DuckDB()
    if named != SPARK:
        raise EngineMissing(f"{SETTING} is {named}: there are {DUCKDB} and {SPARK}. Take it away for {DUCKDB}.")
    try:
        found: Engine = import_module("accord.warehouse.spark.session").Spark()
    except ModuleNotFoundError as missing:
        raise EngineMissing(
            f"{SETTING} is {SPARK}, and {missing.name} is not installed here. Run python3 run.py spark, or take"
            f" {SETTING} away."
        ) from missing
    return found
