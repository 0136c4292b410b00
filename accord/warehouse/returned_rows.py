"""The rows of own returns, as a candidate or a release holds them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from accord.warehouse.returned import ROLES

FAMILY = "own_returns"
"""The family of files that hold what schools report themselves."""


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One row of a file: a school, the labels of its measure and group of pupils, and what was printed of them.

    A number is None where the cell holds none.
    """

    urn: str
    authority: str
    measure: str
    group: str
    pupils: int | None
    met: int | None
    row: int
    printed: dict[str, str]


def returned_rows(folder: Path) -> list[ReturnedRow]:
    """Every row, in the order of the file."""
    cells = pl.read_parquet(folder / "cells.parquet").filter(pl.col("level") == "school")
    found: dict[tuple[str, str, str], dict[str, tuple[float | None, str, str, int]]] = {}
    for variable, code, la, row, number, text in cells.select(
        "variable", "code", "la", "row", "number", "text"
    ).iter_rows():
        column, measure, group = variable.split("|", 2)
        found.setdefault((code, measure, group), {})[column] = (number, text or "", la or "", row)
    rows = [_row(key, columns) for key, columns in found.items()]
    return sorted(rows, key=lambda each: (each.row, each.urn, each.measure, each.group))


def _row(key: tuple[str, str, str], columns: dict[str, tuple[float | None, str, str, int]]) -> ReturnedRow:
    met, pupils = (columns.get(role.upper(), (None, "", "", 0)) for role in ROLES)
    urn, measure, group = key
    printed = {"PUPILS": pupils[1], "MET": met[1]}
    return ReturnedRow(urn, pupils[2], measure, group, _whole(pupils[0]), _whole(met[0]), pupils[3], printed)


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
