"""A recognised table, held column by column as text: the columns a form knows, and the row numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import polars as pl

from accord.warehouse.cells import CellType
from accord.warehouse.forms import Column, Form, normal_header
from accord.warehouse.limits import Limits
from accord.warehouse.problems import Findings, Problem, Refused, shown
from accord.warehouse.reading.rows import Line, Row, Sheet
from accord.warehouse.recognition import Recognised

ROW = "row"
_BATCH = 4096
_SPACE = " \t\r\n\u00a0\ufeff\u200b"
"""What is stripped from around a cell: spaces of every kind, marks that print as nothing."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """``frame`` has a column ``row`` and text columns; ``printed`` gives back the header each stands under."""

    sheet: Sheet
    form: Form
    header_row: int
    frame: pl.DataFrame
    printed: Mapping[str, str]

    def problem(
        self,
        code: str,
        message: str,
        fix: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> Problem:
        """A problem of this table; ``column`` is a column of ``frame`` and is told as printed."""
        name = None if column is None else self.printed.get(column, column)
        text = None if value is None else shown(value)
        return Problem(code, message, fix, self.sheet.file, self.sheet.sheet, row, name, text)


@dataclass(frozen=True, slots=True)
class Table(TextTable):
    """A column for each place and rule header (by normal header), and one for each figure (by variable)."""

    figures: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which positions of a row are kept, under which names."""

    positions: tuple[int, ...]
    names: tuple[str, ...]
    unheaded: frozenset[int]
    width: int


def gather(sheet: Sheet, found: Recognised, limits: Limits, findings: Findings, warnings: Findings) -> Table:
    """Read a sheet below its header; problems and warnings met on the way go into ``findings`` and ``warnings``.

    Short rows are filled up with blanks; blank rows are passed over; a filled cell that no header stands over is
    a problem, because its row has slipped. Raises Refused where the file is larger than the limits.
    """
    plan, figures, printed = _planned(sheet, found, findings, warnings)
    delimiter = sheet.lines.delimiter if sheet.lines else ""
    headers = (list(found.headers), delimiter.join(found.headers))
    chunks: list[pl.DataFrame] = []
    batch: list[Line] = []
    count = 0
    for number, row in _below(sheet, found.row):
        if isinstance(row, str) and (plan.unheaded or row.count(delimiter) != plan.width - 1):
            row = row.split(delimiter)
        if not isinstance(row, str) and (plan.unheaded or len(row) != plan.width):
            findings.add(*_surplus(sheet, plan, number, row))
            row += [""] * (plan.width - len(row))
        if _is_blank(row, delimiter):
            continue
        if row in headers:
            findings.add(_header_again(sheet, number))
            continue
        batch.append((number, row))
        count += 1
        if len(batch) == _BATCH:
            chunks.append(_chunk(plan, batch, delimiter))
            batch = []
            if count > limits.rows:
                raise Refused([_too_long(sheet, limits)])
    if batch or not chunks:
        chunks.append(_chunk(plan, batch, delimiter))
    frame = pl.concat(chunks, rechunk=True)
    table = Table(sheet, found.form, found.row, frame, printed, figures)
    if not count:
        findings.add(_no_rows(table))
    return table


def _below(sheet: Sheet, header: int) -> Iterator[Line]:
    rows: Iterator[Line] = sheet.lines.read() if sheet.lines else sheet.rows()
    return (row for row in rows if row[0] > header)


def _is_blank(row: str | Sequence[str], delimiter: str) -> bool:
    if isinstance(row, str):
        return not row.strip(_SPACE + delimiter)
    return not any(cell and cell.strip(_SPACE) for cell in row)


def _planned(
    sheet: Sheet, found: Recognised, findings: Findings, warnings: Findings
) -> tuple[_Plan, dict[str, Column], dict[str, str]]:
    positions: dict[str, int] = {}
    figures: dict[str, Column] = {}
    printed: dict[str, str] = {}
    unknown: list[str] = []
    given_way = found.form.given_way(found.headers)
    for position, header in enumerate(found.headers):
        column = found.form.column_for(header)
        if column is None:
            unknown.extend([header] if header else [])
            continue
        if found.form.canonical(header) in given_way:
            column = replace(column, variable=found.form.canonical(header))
        name = found.form.canonical(header) if column.type is CellType.TEXT else column.variable
        if name in positions:
            findings.add(_twice(sheet, found, header, printed[name]))
            continue
        positions[name] = position
        printed[name] = header
        if column.type is not CellType.TEXT:
            figures[name] = column
    used = _used(found.form, figures)
    kept = {name: position for name, position in positions.items() if name in used}
    plan = _Plan(
        positions=tuple(kept.values()),
        names=tuple(kept),
        unheaded=frozenset(place for place, header in enumerate(found.headers) if not header),
        width=len(found.headers),
    )
    if unknown:
        warnings.add(_unknown_columns(sheet, found, unknown))
    return plan, figures, printed


def _used(form: Form, figures: Mapping[str, Column]) -> set[str]:
    """The names of columns that are read: figures, places, and what rules look at."""
    names = set(figures) | set(form.year.columns) | set(form.labels) | set(form.levels.special_columns)
    names.update(header for headers in form.places.values() for header in headers)
    names.update(name for name in (form.levels.column, form.levels.type_column, form.topic) if name)
    names.update(form.year.newest)
    names.update(rule.column for rule in (form.choice, form.whole_years) if rule is not None)
    if form.regions is not None:
        names.add(form.regions.column)
    return names


def _chunk(plan: _Plan, batch: Sequence[Line], delimiter: str) -> pl.DataFrame:
    """The rows of a batch as columns, in their order, whichever way they came."""
    lines = [(number, row) for number, row in batch if isinstance(row, str)]
    rows = [(number, row) for number, row in batch if not isinstance(row, str)]
    parts = [_of_lines(plan, lines, delimiter)] if lines else []
    if rows or not lines:
        parts.append(_of_cells(plan, rows))
    texts = pl.col(plan.names).str.strip_chars(_SPACE).cast(pl.Categorical)
    return pl.concat(parts).sort(ROW).with_columns(texts)


def _of_cells(plan: _Plan, rows: Sequence[Row]) -> pl.DataFrame:
    across = list(zip(*(cells for _, cells in rows), strict=True)) if rows else [()] * plan.width
    columns = [pl.Series(ROW, [number for number, _ in rows], dtype=pl.UInt32)]
    for name, position in zip(plan.names, plan.positions, strict=True):
        columns.append(pl.Series(name, across[position], dtype=pl.String))
    return pl.DataFrame(columns)


def _of_lines(plan: _Plan, lines: Sequence[tuple[int, str]], delimiter: str) -> pl.DataFrame:
    """Lines that have as many cells as there are headers, and nothing quoted."""
    numbers = pl.Series(ROW, [number for number, _ in lines], dtype=pl.UInt32)
    cells = pl.read_csv(
        "\n".join(text for _, text in lines).encode(), has_header=False, separator=delimiter, quote_char=None,
        infer_schema=False, empty_string_is_null=False,
    )  # fmt: skip
    kept = [cells.to_series(at).alias(name) for name, at in zip(plan.names, plan.positions, strict=True)]
    return pl.DataFrame([numbers, *kept])


def _surplus(sheet: Sheet, plan: _Plan, number: int, cells: list[str]) -> Iterator[Problem]:
    beyond = [cell for cell in cells[plan.width :] if cell.strip(_SPACE)]
    beyond += [cells[place] for place in plan.unheaded if place < len(cells) and cells[place].strip(_SPACE)]
    del cells[plan.width :]
    if beyond:
        yield Problem(
            "surplus_cells",
            f"Row {number:,} has {len(beyond):,} filled cell{'s' if len(beyond) > 1 else ''} that no header stands "
            "over, so its figures may have slipped into the wrong columns.",
            "Look for a stray comma in that row (text with a comma needs quotation marks), or for a missing header.",
            sheet.file,
            sheet.sheet,
            number,
            value=shown(beyond[0]),
        )


def _twice(sheet: Sheet, found: Recognised, header: str, first: str) -> Problem:
    names = header if normal_header(header) == normal_header(first) else f"{first} and {header}"
    return Problem(
        "column_twice",
        f"The column {names} is there twice, and it cannot be told which of the two counts.",
        "Delete the one that does not belong, or download the file again.",
        sheet.file,
        sheet.sheet,
        found.row,
        header,
    )


def _unknown_columns(sheet: Sheet, found: Recognised, names: Sequence[str]) -> Problem:
    few = ", ".join(shown(name) for name in names[:20])
    rest = f" and {len(names) - 20:,} more" if len(names) > 20 else ""
    return Problem(
        "unknown_columns",
        f"Columns Accord does not know, and left out: {few}{rest}.",
        "Nothing needs doing if you do not need them; otherwise add them to the definition of this family of files.",
        sheet.file,
        sheet.sheet,
        found.row,
        names[0],
    )


def _header_again(sheet: Sheet, number: int) -> Problem:
    return Problem(
        "header_again",
        f"Row {number:,} is the header once more: two files seem to have been put one below the other.",
        "Send the files one by one, or delete that row if everything below it belongs to the same year.",
        sheet.file,
        sheet.sheet,
        number,
    )


def _too_long(sheet: Sheet, limits: Limits) -> Problem:
    return Problem(
        "too_many_rows",
        f"This file has more than {limits.rows:,} rows, more than Accord reads at once.",
        "Split it, for instance by year, and send the parts.",
        sheet.file,
        sheet.sheet,
    )


def _no_rows(table: Table) -> Problem:
    return table.problem(
        "no_rows",
        "There is a header but no row of figures below it.",
        "Download the file again, and check that it holds schools.",
        row=table.header_row,
    )


def texts(column: pl.Series) -> Mapping[str, int]:
    """The distinct texts of a column and how often each stands there."""
    counts = column.value_counts()
    return dict(zip_longest(counts[column.name].to_list(), counts["count"].to_list()))
