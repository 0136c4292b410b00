"""Reads the cells of records as what their columns hold. What cannot be read becomes nothing, and is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from accord.warehouse.problems import Findings
from accord.warehouse.record_shapes import STORED, RecordColumn, RecordType
from accord.warehouse.records.dates import read_day
from accord.warehouse.records.reading import RecordTable
from accord.warehouse.tables import ROW

_NO_NUMBER = frozenset(
    {"..", "-", ".", ":", "x", "z", "c", "u", "k", "n/a", "na", "not applicable", "not recorded", "supp", "low"}
)
"""Words of the publisher for a number that is not there; nothing is wrong with them."""
LARGEST_WHOLE = 2**31 - 1
URN_LENGTHS = range(5, 8)
NO_URN = "0"
"""Stands in some copies of the register for a place without a URN."""


def typed(table: RecordTable, warnings: Findings) -> pl.DataFrame:
    """The records with every column of their shape, read as its type; those the file lacks are empty."""
    columns = [table.frame[ROW]]
    for column in table.shape.columns:
        if column.name not in table.frame.columns:
            kind = STORED.get(column.type, pl.String())
            columns.append(pl.Series(column.name, [None] * table.frame.height, dtype=kind))
            continue
        columns.append(_read(table, column, warnings))
    return pl.DataFrame(columns)


def _read(table: RecordTable, column: RecordColumn, warnings: Findings) -> pl.Series:
    """Each distinct text is read once; most columns of a register have few."""
    texts = table.frame[column.name]
    read = _READERS.get(column.type, _text)
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for text in texts.unique().to_list():
        try:
            values[text] = read(text) if text else None
        except ValueError:
            values[text] = None
            wrong.append(text)
    if wrong:
        _tell(table, column, wrong, warnings)
    kind = STORED.get(column.type, pl.String())
    meant = pl.Series(column.name, list(values.values()), dtype=kind)
    return texts.replace_strict(pl.Series(list(values), dtype=pl.String), meant, return_dtype=kind).alias(column.name)


def _tell(table: RecordTable, column: RecordColumn, wrong: list[str], warnings: Findings) -> None:
    rows = table.frame.filter(pl.col(column.name).is_in(wrong)).select(ROW, column.name)
    for row, text in rows.head(warnings.listed).iter_rows():
        warnings.add(
            table.problem(
                "cell_unreadable",
                f"Row {row:,}: “{text[:80]}” under {table.printed[column.name]} is no {_MEANT[column.type]}; it was "
                "left out, and the rest of the row taken in.",
                "Put it right at the source, if it matters to you.",
                row=row,
                column=column.name,
                value=text,
            )
        )
    warnings.count("cell_unreadable", max(0, rows.height - warnings.listed))


def _text(text: str) -> str:
    return text


def _code(text: str) -> str:
    return text.removesuffix(".0")


def _urn(text: str) -> str:
    """Schools have six digits, children's centres five; a note below the table ("Total") has none."""
    code = _number_code(text)
    if not (code.isascii() and code.isdigit() and len(code) in URN_LENGTHS) and code != NO_URN:
        raise ValueError(text)
    return code


def _number_code(text: str) -> str:
    code = _code(text)
    return code.lstrip("0") or "0" if code.isdigit() else code


def _digits(count: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        code = _code(text)
        return code.zfill(count) if code.isdigit() else code

    return read


def _whole(text: str) -> int | None:
    number = _number(text)
    if number is None:
        return None
    if number != int(number) or not 0 <= number <= LARGEST_WHOLE:
        raise ValueError(text)
    return int(number)


def _number(text: str) -> float | None:
    if text.lower() in _NO_NUMBER:
        return None
    plain = text.replace(",", "").removesuffix("%")
    if not plain.replace(".", "", 1).removeprefix("-").isdigit() or not plain.isascii():
        raise ValueError(text)
    return float(plain)


_READERS: Mapping[RecordType, Callable[[str], Any]] = {
    RecordType.CODE: _code,
    RecordType.URN: _urn,
    RecordType.NUMBER_CODE: _number_code,
    RecordType.THREE_DIGITS: _digits(3),
    RecordType.FOUR_DIGITS: _digits(4),
    RecordType.EIGHT_DIGITS: _digits(8),
    RecordType.DATE: read_day,
    RecordType.WHOLE: _whole,
    RecordType.NUMBER: _number,
}
_MEANT = {
    RecordType.URN: "URN",
    RecordType.DATE: "date",
    RecordType.WHOLE: "whole number",
    RecordType.NUMBER: "number",
}
