"""Reads the rows of a register's file as records; a row that cannot be one is set aside and named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from accord.warehouse.forms import Form, normal_header
from accord.warehouse.limits import Limits
from accord.warehouse.problems import Findings, Problem, Refused, shown
from accord.warehouse.reading.rows import Row, Sheet
from accord.warehouse.recognition import Recognised
from accord.warehouse.record_shapes import RecordShape
from accord.warehouse.tables import ROW, TextTable

_BATCH = 4096
_SPACE = " \t\r\n\u00a0\ufeff\u200b"


@dataclass(frozen=True, slots=True)
class RecordTable(TextTable):
    """Records as text: one column for each kept column that the file has, by its name in ``shape``."""

    shape: RecordShape


def read_table(
    sheet: Sheet, found: Recognised, limits: Limits, findings: Findings, warnings: Findings
) -> RecordTable:
    """The records of a sheet as text. Raises Refused where there are more rows than Accord reads at once."""
    shape = found.form.records
    assert shape is not None
    headers = [normal_header(header) for header in found.headers]
    positions: dict[str, int] = {}
    for column in shape.columns:
        header = next((name for name in column.headers if name in headers), None)
        if header is not None:
            positions[column.name] = headers.index(header)
    printed = {name: found.headers[at] for name, at in positions.items()}
    twice = [found.headers[at] for at in positions.values() if headers.count(headers[at]) > 1]
    frame = _frame(_rows(sheet, found, limits, warnings), positions)
    table = RecordTable(sheet, found.form, found.row, frame, printed, shape)
    missing = [name for name in shape.key if name not in positions]
    if missing:
        findings.add(_lacks(table, missing))
    findings.add(*(_twice(table, header) for header in twice))
    unknown = [header for header in found.headers if header and not _known(header, found.form, shape)]
    if unknown:
        warnings.add(_unknown(table, unknown))
    return table


def _known(header: str, form: Form, shape: RecordShape) -> bool:
    name = normal_header(header)
    return name in form.columns or name in shape.left_out


def _rows(sheet: Sheet, found: Recognised, limits: Limits, warnings: Findings) -> Iterator[Row]:
    width, count, aside = len(found.headers), 0, 0
    for number, cells in sheet.rows():
        if number <= found.row or not any(cell.strip(_SPACE) for cell in cells):
            continue
        if not count + aside and _names_columns(cells, found.form):
            raise Refused([_header_torn(sheet, found.row, f"row {number:,} holds names of columns")])
        if any(cell.strip(_SPACE) for cell in cells[width:]):
            warnings.add(_surplus(sheet, number, cells, width))
            aside += 1
            continue
        count += 1
        if count > limits.rows:
            raise Refused([_too_long(sheet, limits)])
        yield number, cells
    # The one that fits may be the rest of the header.
    if aside > count and count <= 1:
        why = f"{aside:,} of {aside + count:,} rows have more filled cells than there are headers"
        raise Refused([_header_torn(sheet, found.row, why)])


def _names_columns(cells: Sequence[str], form: Form) -> bool:
    """Whether most filled cells of a row are names of columns: then it is the rest of a header, and no record."""
    filled = [cell for cell in cells if cell.strip(_SPACE)]
    return 2 * sum(normal_header(cell) in form.columns for cell in filled) > len(filled)


def _frame(rows: Iterator[Row], positions: dict[str, int]) -> pl.DataFrame:
    places = list(positions.values())
    chunks: list[pl.DataFrame] = []
    numbers: list[int] = []
    batch: list[tuple[str, ...]] = []

    def chunk() -> None:
        across: Sequence[Sequence[str]] = list(zip(*batch, strict=True)) if batch else [()] * len(places)
        columns = [pl.Series(ROW, numbers, dtype=pl.Int32)]
        for name, texts in zip(positions, across, strict=True):
            columns.append(pl.Series(name, texts, dtype=pl.String).str.strip_chars(_SPACE))
        chunks.append(pl.DataFrame(columns))

    for number, cells in rows:
        numbers.append(number)
        batch.append(tuple(cells[at] if at < len(cells) else "" for at in places))
        if len(batch) == _BATCH:
            chunk()
            numbers, batch = [], []
    if batch or not chunks:
        chunk()
    return pl.concat(chunks, rechunk=True)


def _surplus(sheet: Sheet, number: int, cells: Sequence[str], width: int) -> Problem:
    beyond = next(cell for cell in cells[width:] if cell.strip(_SPACE))
    first = next((cell for cell in cells if cell.strip(_SPACE)), "")
    return Problem(
        "row_set_aside",
        f"Row {number:,} ({shown(first)}) has more filled cells than there are headers, so its values may stand under "
        "the wrong ones. It was set aside; the rest was taken in.",
        "Look for a comma that is not in quotation marks in that row, and send the file again with it put right.",
        sheet.file,
        sheet.sheet,
        number,
        value=shown(beyond),
    )


def _header_torn(sheet: Sheet, row: int, why: str) -> Problem:
    return Problem(
        "header_torn",
        f"The header seems to be torn in two: {why}.",
        "Put the whole header into one row, or download the file again.",
        sheet.file,
        sheet.sheet,
        row,
    )


def _lacks(table: RecordTable, names: Sequence[str]) -> Problem:
    wanted = ", ".join(table.shape.column(name).headers[0] for name in names)
    return table.problem(
        "column_missing",
        f"The file lacks the column {wanted}, without which its rows cannot be told apart.",
        "Download the file again, with all of its columns.",
        row=table.header_row,
    )


def _twice(table: RecordTable, header: str) -> Problem:
    return table.problem(
        "column_twice",
        f"The column {header} is there twice, and it cannot be told which of the two counts.",
        "Delete the one that does not belong, or download the file again.",
        row=table.header_row,
        column=header,
    )


def _unknown(table: RecordTable, names: Sequence[str]) -> Problem:
    few = ", ".join(shown(name) for name in names[:20])
    rest = f" and {len(names) - 20:,} more" if len(names) > 20 else ""
    return table.problem(
        "unknown_columns",
        f"Columns Accord does not know, and left out: {few}{rest}.",
        "Nothing needs doing if you do not need them; otherwise add them to the definition of this family of files.",
        row=table.header_row,
    )


def _too_long(sheet: Sheet, limits: Limits) -> Problem:
    return Problem(
        "too_many_rows",
        f"This file has more than {limits.rows:,} rows, more than Accord reads at once.",
        "Split it, and send the parts.",
        sheet.file,
        sheet.sheet,
    )
