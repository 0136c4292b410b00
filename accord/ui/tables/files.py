"""A table as CSV and as a spreadsheet, safe to open.

Text that a spreadsheet would take for a formula is defused: in CSV by a leading apostrophe, in XLSX by
writing text as text, which needs no change to it. Numbers are numbers in both, negative ones too.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl
import xlsxwriter

from accord.ui.tables.tables import Source, Table, Value

STARTS_A_FORMULA = frozenset("=+-@\t\r\n\u2212")
"""Full-width and small forms of these come to the same, and so does what is not seen before them."""
NO_CHARACTER = re.compile("[\ufffe\uffff\ud800-\udfff]")
"""What no XML may hold: a workbook with one would not open."""
LONGEST_CELL = 32_767
WIDEST = 60
NARROWEST = 9


def defused(value: Value) -> Value:
    """The value as a CSV may carry it: text that begins like a formula gets an apostrophe before it."""
    if isinstance(value, str) and _begins_like_a_formula(value):
        return f"'{value}"
    return value


def _begins_like_a_formula(text: str) -> bool:
    if text[:1].isascii() and text[:1].isalnum():
        return False  # as nearly all text begins
    for sign in text:
        plain = unicodedata.normalize("NFKC", sign)[:1]
        if plain in STARTS_A_FORMULA:
            return True
        if not (plain.isspace() or unicodedata.category(sign) in ("Cf", "Cc")):
            return False
    return False


def in_a_cell(text: str) -> str:
    """The text as a spreadsheet can hold it: no longer than a cell, and nothing that would spoil the file."""
    clean = NO_CHARACTER.sub("\ufffd", text)
    return clean if len(clean) <= LONGEST_CELL else f"{clean[: LONGEST_CELL - 1]}…"


def as_csv(table: Table) -> bytes:
    """Codes in the first row, one row each after it; UTF-8 with the mark that spreadsheets look for."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([defused(column.code) for column in table.all_columns])
    for cells, _ in table.raw_rows:
        writer.writerow(["" if cell.value is None else defused(cell.value) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def rows_as_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """Plain rows, whatever they mean, as a CSV of the same kind."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["" if value is None else defused(value) for value in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write a table of millions of rows as a CSV of the same kind; of its text each that differs is looked at once."""
    words = [name for name, kind in frame.schema.items() if kind in (pl.String, pl.Categorical)]
    safe = [pl.col(name).cast(pl.String).replace(_defused_words(frame[name])) for name in words]
    frame.with_columns(safe).write_csv(path, include_bom=True)


def _defused_words(column: pl.Series) -> dict[str, str]:
    return {text: str(defused(text)) for text in column.cast(pl.String).drop_nulls().unique()}


def as_xlsx(table: Table, source: Source) -> bytes:
    """Two sheets, nothing hidden: the table with its codes, and notes on what it and they mean."""
    lines = [("What this is", source.title), ("Table", table.caption), *_about(source)]
    lines += [("Note", note) for note in table.notes]
    return _workbook(source.title, [("Table", table)], [*lines, ("", ""), *_meanings(table)])


def as_workbook(sheets: Sequence[tuple[str, Table]], source: Source, sentences: Sequence[str]) -> bytes:
    """Several tables, each on a sheet of its own name, and notes: what they say in sentences, and what they mean."""
    lines = [("What this is", source.title), *(("In words", each) for each in sentences), *_about(source)]
    for name, table in sheets:
        lines += [("", ""), (f"Sheet {name}", table.caption), *(("Note", note) for note in table.notes)]
        lines += _meanings(table)
    return _workbook(source.title, sheets, lines)


def _about(source: Source) -> list[tuple[str, str]]:
    return [*source.asked, ("Made on", source.made_on), ("Licence", source.licence)]


def _meanings(table: Table) -> list[tuple[str, str]]:
    return [(column.code, column.meaning or column.title) for column in table.all_columns]


def _workbook(title: str, sheets: Sequence[tuple[str, Table]], notes: Sequence[tuple[str, str]]) -> bytes:
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": in_a_cell(title)[:255], "author": "", "company": ""})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for name, table in sheets:
        _write_table(book.add_worksheet(name), table, bold)
    _write_notes(book.add_worksheet("Notes"), notes, bold, wrapped)
    book.close()
    return out.getvalue()


def _write_table(sheet: xlsxwriter.worksheet.Worksheet, table: Table, bold: xlsxwriter.format.Format) -> None:
    for at, column in enumerate(table.all_columns):
        sheet.write_string(0, at, column.code, bold)
        longest = max([len(column.code)] + [len(str(cells[at].value or "")) for cells, _ in table.raw_rows])
        sheet.set_column(at, at, min(WIDEST, max(NARROWEST, longest + 1)))
    for down, (cells, _) in enumerate(table.raw_rows, start=1):
        for at, cell in enumerate(cells):
            if isinstance(cell.value, str):
                sheet.write_string(down, at, in_a_cell(cell.value))
            elif cell.value is not None:
                sheet.write_number(down, at, cell.value)
    sheet.freeze_panes(1, 1)


def _write_notes(
    sheet: xlsxwriter.worksheet.Worksheet,
    lines: Sequence[tuple[str, str]],
    bold: xlsxwriter.format.Format,
    wrapped: xlsxwriter.format.Format,
) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    for down, (name, text) in enumerate(lines):
        sheet.write_string(down, 0, in_a_cell(name), bold)
        sheet.write_string(down, 1, in_a_cell(text), wrapped)
