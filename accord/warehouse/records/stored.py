"""Reads the records of a published release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from accord.warehouse.records.preparing import RECORDS_FILE

SLICE = 2_000


def records(release: Path, first: Mapping[str, Sequence[str]] | None = None) -> Iterator[Mapping[str, Any]]:
    """Each record of a release, a slice at a time; those whose column has one of the ``first`` values come first."""
    frame = pl.scan_parquet(release / RECORDS_FILE)
    parts = [frame]
    for column, values in (first or {}).items():
        chosen = pl.col(column).is_in(list(values)).fill_null(False)
        parts = [frame.filter(chosen), frame.filter(~chosen)]
    for part in parts:
        whole = part.collect()
        for start in range(0, whole.height, SLICE):
            yield from whole.slice(start, SLICE).iter_rows(named=True)
