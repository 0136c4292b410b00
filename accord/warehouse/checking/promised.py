"""Figures that a form promises and a file lacks: kept as not available, so that their want is on record."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from accord.warehouse.cells import CellStatus
from accord.warehouse.checking.figures import STATUS, number_of, status_of
from accord.warehouse.tables import Table


def with_promised(table: Table, frame: pl.DataFrame) -> tuple[Table, pl.DataFrame]:
    """The table and its frame with a column of nothing for each promised figure that has none."""
    lacking = [name for name in table.form.promised if name not in table.figures]
    if not lacking:
        return table, frame
    status = pl.lit(CellStatus.NOT_AVAILABLE.value, dtype=pl.String).cast(STATUS)
    columns = [
        column
        for name in lacking
        for column in (
            pl.lit("", dtype=pl.String).cast(pl.Categorical).alias(name),
            pl.lit(None, dtype=pl.Float64).alias(number_of(name)),
            status.alias(status_of(name)),
        )
    ]
    known = {name: table.form.columns[name] for name in lacking}
    return replace(table, figures={**table.figures, **known}), frame.with_columns(columns)
