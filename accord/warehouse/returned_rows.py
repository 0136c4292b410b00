"""The rows of own returns, as a candidate or a release holds them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

FAMILY = "own_returns"
"""The family of files that hold what schools report themselves."""
OF_PUPILS = ("PUPILS", "MET")
OF_SESSIONS = ("SESSIONS_POSSIBLE", "SESSIONS_MISSED")
PAIRS = (OF_PUPILS, OF_SESSIONS)
"""The columns of the two numbers of a row: of what, and how much of it. A measure names its own."""


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One row of a file: a school, the labels of its measure and group of pupils, and what was printed of them.

    ``numbers`` are by column, None where the cell holds none; so are the texts, ``printed``.
    """

    urn: str
    authority: str
    measure: str
    group: str
    numbers: dict[str, int | None]
    row: int
    printed: dict[str, str]

    def filled(self, pair: tuple[str, str]) -> bool:
        """Whether anything is printed in a pair of columns."""
        return any(self.printed[column] for column in pair)

    @property
    def pair(self) -> tuple[str, str]:
        """The pair of columns that its numbers stand in: of pupils, unless of sessions alone."""
        return OF_SESSIONS if self.filled(OF_SESSIONS) and not self.filled(OF_PUPILS) else OF_PUPILS

    @property
    def pupils(self) -> int | None:
        """What is counted of: pupils, or sessions possible."""
        return self.numbers[self.pair[0]]

    @property
    def met(self) -> int | None:
        """How much of it: who met the measure, or sessions missed."""
        return self.numbers[self.pair[1]]


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
    every = {column: columns.get(column, (None, "", "", 0)) for pair in PAIRS for column in pair}
    numbers = {column: _whole(number) for column, (number, *_) in every.items()}
    printed = {column: text for column, (_, text, *_) in every.items()}
    urn, measure, group = key
    _, _, authority, row = next(iter(columns.values()))
    return ReturnedRow(urn, authority, measure, group, numbers, row, printed)


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
