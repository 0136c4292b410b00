"""Reads Parquet as text, slice by slice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from accord.warehouse.limits import Limits
from accord.warehouse.problems import Problem, Refused
from accord.warehouse.reading.archives import unreadable
from accord.warehouse.reading.cell_texts import as_text
from accord.warehouse.reading.rows import Row, Sheet

_SLICE = 20_000


def parquet_sheet(path: Path, file: str, limits: Limits) -> Sheet:
    """A Parquet file as a sheet; its column names are row 1. Raises Refused where it is broken or too large."""
    try:
        frame = pl.scan_parquet(path)
        names = frame.collect_schema().names()
        rows = int(frame.select(pl.len()).collect().item())
    except (PolarsError, OSError, pl.exceptions.PanicException) as error:
        raise unreadable(file, error) from error
    if rows > limits.rows or len(names) > limits.columns:
        raise Refused([_too_large(file, rows, len(names))])
    return Sheet(file, None, lambda: _rows(path, file, names, rows))


def _rows(path: Path, file: str, names: list[str], count: int) -> Iterator[Row]:
    yield 1, names
    try:
        for start in range(0, count, _SLICE):
            part = pl.scan_parquet(path).slice(start, _SLICE).collect()
            for number, values in enumerate(part.iter_rows(), start=start + 2):
                yield number, [as_text(value) for value in values]
    except (PolarsError, OSError, pl.exceptions.PanicException) as error:
        raise unreadable(file, error) from error


def _too_large(file: str, rows: int, columns: int) -> Problem:
    return Problem(
        "too_many_rows",
        f"This file has {rows:,} rows and {columns:,} columns, more than Accord reads at once.",
        "Split it, for instance by year, and send the parts.",
        file,
    )
