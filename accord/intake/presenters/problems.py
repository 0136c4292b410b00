"""What is wrong with a file, as a table that a data officer can work through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from accord.ui.tables.tables import Cell, Column, Table, said

COLUMNS = (
    Column("message", "What is wrong", words=True),
    Column("fix", "What to do", words=True),
    Column("file", "File"),
    Column("sheet", "Sheet"),
    Column("row", "Row", numeric=True),
    Column("column", "Column"),
    Column("value", "Value"),
)


def problems_table(code: str, caption: str, found: Sequence[Mapping[str, Any]]) -> Table:
    """One row for each problem; columns that no problem uses are left out."""
    used = [c for c in COLUMNS if any(each.get(c.code) not in (None, "") for each in found)]
    lines = tuple((tuple(_cell(each.get(c.code)) for c in used), False) for each in found)
    return Table(code, caption, tuple(used), lines)


def _cell(value: Any) -> Cell:
    if isinstance(value, int):
        return Cell(f"{value:,}", value)
    return said("" if value is None else str(value))
