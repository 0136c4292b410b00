"""Reads CSV and its relatives: comma, semicolon or tab; any line ending; text as it stands."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from statistics import mode

from accord.warehouse.problems import Problem, Refused
from accord.warehouse.reading.encodings import encoding_of
from accord.warehouse.reading.rows import Line, Lines, Row, Sheet

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 40
_LONGEST_CELL = 100_000
_SWALLOWED = 5
"""A cell that spans lines and holds this many delimiters is a row swallowed by a quotation mark left open."""

csv.field_size_limit(_LONGEST_CELL)


def delimited_sheet(path: Path, file: str, headed: Callable[[list[Row]], bool]) -> Sheet:
    """A text file as a sheet. ``headed`` says whether sample rows hold a header that is known.

    The delimiter is the one under which the header is known, else the one that gives most rows the most columns.
    """
    encoding = encoding_of(path, file)
    delimiter = _delimiter(path, encoding, headed)
    lines = Lines(delimiter, lambda: _lines(path, file, encoding, delimiter))
    return Sheet(file, None, lambda: _parted(lines.read(), delimiter), lines)


def _delimiter(path: Path, encoding: str, headed: Callable[[list[Row]], bool]) -> str:
    widest, best = 0, ","
    for delimiter in DELIMITERS:
        sample = _sample(path, encoding, delimiter)
        if headed(sample):
            return delimiter
        width = mode(len(cells) for _, cells in sample) if sample else 0
        if width > widest:
            widest, best = width, delimiter
    return best


def _sample(path: Path, encoding: str, delimiter: str) -> list[Row]:
    """The first rows, as far as they are well formed: a stray mark further down says nothing of the delimiter."""
    sample: list[Row] = []
    with contextlib.suppress(csv.Error):
        sample.extend(islice(_parted(_records(path, encoding, delimiter), delimiter), _SAMPLE))
    return sample


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    """Each row as its line stands; as its cells where something is quoted, or nothing is there."""
    with path.open(encoding=encoding, newline="") as stream:
        for number, line in enumerate(stream, start=1):
            if '"' in line or len(line) > _LONGEST_CELL:
                # The row may go on in the lines that follow.
                yield number, next(csv.reader(chain([line], stream), delimiter=delimiter, strict=True))
            else:
                yield number, line.rstrip("\r\n") or []


def _parted(records: Iterator[Line], delimiter: str) -> Iterator[Row]:
    return ((number, row.split(delimiter) if isinstance(row, str) else row) for number, row in records)


def _lines(path: Path, file: str, encoding: str, delimiter: str) -> Iterator[Line]:
    last = 0
    try:
        for number, row in _records(path, encoding, delimiter):
            last = number
            if not isinstance(row, str) and any(_swallowed_a_row(cell, delimiter) for cell in row):
                raise Refused([_open_quotation(file, number)])
            yield number, row
    except csv.Error as error:
        raise Refused([_broken(file, last + 1, str(error))]) from error


def _swallowed_a_row(cell: str, delimiter: str) -> bool:
    return "\n" in cell and cell.count(delimiter) >= _SWALLOWED


def _open_quotation(file: str, row: int) -> Problem:
    return Problem(
        "open_quotation",
        f"Row {row:,} has a quotation mark that is not closed, so that it swallows the rows after it.",
        'Close or remove the stray " in that row, or download the file again.',
        file,
        row=row,
    )


def _broken(file: str, row: int, reason: str) -> Problem:
    if "unexpected end" in reason or "field larger" in reason:
        return _open_quotation(file, row)
    return Problem(
        "broken_row",
        f"Row {row:,} is not well formed: a quotation mark stands where none can be.",
        'Remove the stray " in that row (inside quotation marks it is written ""), or download the file again.',
        file,
        row=row,
    )
