"""The shape of a register's records: which columns are kept under which names, and how their cells are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class RecordType(StrEnum):
    """How a cell of a record is read."""

    TEXT = "text"
    """Words, as they stand."""
    CODE = "code"
    """A code of letters and digits; a spreadsheet's ``.0`` after it is taken off."""
    URN = "urn"
    """The number of an establishment, of five to seven digits; anything else is none."""
    NUMBER_CODE = "number_code"
    """A code of digits that comes with and without leading zeros: kept without."""
    THREE_DIGITS = "three_digits"
    """A code of three digits, whose leading zeros a spreadsheet may have dropped."""
    FOUR_DIGITS = "four_digits"
    """A code of four digits, likewise."""
    EIGHT_DIGITS = "eight_digits"
    """A code of eight digits, likewise."""
    DATE = "date"
    """A day: 31-08-2021, 31/08/2021 or 2021-08-31, with or without a time."""
    WHOLE = "whole"
    """A whole number, never below zero."""
    NUMBER = "number"
    """A number."""


STORED: Mapping[RecordType, pl.DataType] = {
    RecordType.DATE: pl.Date(),
    RecordType.WHOLE: pl.Int32(),
    RecordType.NUMBER: pl.Float64(),
}
"""How values are stored; as text where nothing else is said."""


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """A column that is kept: the first of ``headers`` (normal) that a file has, under ``name``."""

    name: str
    type: RecordType
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordShape:
    """What is kept of each record.

    ``key`` names the columns without which a row is no record; with ``once`` a key comes only once. ``as_of`` names
    the date columns whose newest value is the day of the extract, if nothing else tells it. ``left_out`` are
    headers that are known and never kept.
    """

    columns: tuple[RecordColumn, ...]
    key: tuple[str, ...]
    once: bool
    as_of: tuple[str, ...]
    left_out: tuple[str, ...]

    def column(self, name: str) -> RecordColumn:
        """The column kept under a name."""
        return next(each for each in self.columns if each.name == name)

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        """Names and types as stored, in their order."""
        return {each.name: STORED.get(each.type, pl.String()) for each in self.columns}
