"""Authorities told by the order of rows alone: each follows its schools, and no column numbers it."""

from __future__ import annotations

import polars as pl

from accord.warehouse.forms import Level
from accord.warehouse.tables import ROW

UNNUMBERED = "row "
"""What the code of an authority's row without a number begins with; its row in the file follows."""


def with_authorities_by_place(frame: pl.DataFrame) -> pl.DataFrame:
    """Authorities with a ``uid`` of their own and the schools above them, up to the authority before, as ``members``.

    An authority with no school above it is nobody's, and is left out.
    """
    at_authority = pl.col("level") == Level.AUTHORITY.value
    parted = frame.sort(ROW).with_columns(at_authority.cum_sum().shift(1, fill_value=0).alias("part"))
    schools = parted.filter(pl.col("level") == Level.SCHOOL.value)
    above = schools.group_by("part").agg(pl.col("urn").cast(pl.String).alias("above"))
    parted = parted.join(above, on="part", how="left").filter(~at_authority | pl.col("above").is_not_null())
    number = pl.concat_str(pl.lit(UNNUMBERED), pl.col(ROW).cast(pl.String))
    return parted.with_columns(
        pl.when(at_authority).then(pl.col("above")).otherwise(pl.col("members")).alias("members"),
        pl.when(at_authority).then(number).otherwise(pl.col("uid").cast(pl.String)).cast(pl.Categorical).alias("uid"),
    ).drop("part", "above")
