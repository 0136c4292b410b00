"""Reads Excel workbooks (.xlsx) as text, sheet by sheet."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

import python_calamine

from accord.warehouse.limits import Limits
from accord.warehouse.problems import Problem, Refused
from accord.warehouse.reading.archives import check_declared_sizes, unreadable
from accord.warehouse.reading.cell_texts import as_text
from accord.warehouse.reading.rows import Row, Sheet
from accord.warehouse.reading.workbook_parts import (
    Marks,
    SheetPart,
    letters,
    marks_of,
    part_with_entities,
    percent_styles,
    sheet_parts,
)

ERROR_TEXT = "#ERROR"
"""What a cell with a spreadsheet error holds: never blank, for that would hide it."""

_BROKEN = (
    zipfile.BadZipFile, ElementTree.ParseError, expat.ExpatError, KeyError, ValueError, OSError,
    EOFError, NotImplementedError, python_calamine.CalamineError,
)  # fmt: skip


def workbook_sheets(path: Path, file: str, limits: Limits) -> Iterator[Sheet | Problem]:
    """The visible worksheets that hold anything; a problem for each hidden one, which is left out.

    Raises Refused where the workbook is broken, locked or larger than the limits.
    """
    check_declared_sizes(path, file, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            if (unsafe := part_with_entities(archive)) is not None:
                raise Refused([_unsafe(file, unsafe)])
            parts = sheet_parts(archive)
            styles = percent_styles(archive)
            if len(parts) > limits.members:
                raise Refused([_too_many(file, len(parts), limits)])
            seen = [part for part in parts if part.visible]
            marks = {part.name: _marks(archive, part, styles, limits, file) for part in seen}
    except _BROKEN as error:
        raise unreadable(file, error) from error
    filled = [part for part in seen if marks[part.name].filled]
    if not filled:
        raise Refused([_empty(file)])
    for part in parts:
        if not part.visible:
            yield _hidden(file, part.name)
    for part in filled:
        yield _sheet(path, file, part.name, marks[part.name])


def _marks(archive: zipfile.ZipFile, part: SheetPart, styles: frozenset[int], limits: Limits, file: str) -> Marks:
    def too_wide(rows: int, columns: int) -> Problem:
        return Problem(
            "sheet_too_large",
            f"The sheet reaches as far as row {rows:,} and column {columns:,}, more than Accord opens: often a single "
            "cell far from the rest.",
            "Delete what is beyond the table (select it, Delete, save), or save the sheet as CSV and send that.",
            file,
            part.name,
        )

    return marks_of(archive, part.part, styles, limits, too_wide)


def _sheet(path: Path, file: str, name: str, marks: Marks) -> Sheet:
    return Sheet(file, name, lambda: _rows(path, file, name, marks))


def _rows(path: Path, file: str, name: str, marks: Marks) -> Iterator[Row]:
    if marks.uncalculated:
        raise Refused(_uncalculated(file, name, marks))
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as workbook:
            for row, cells in enumerate(workbook.get_sheet_by_name(name).iter_rows()):
                yield row + 1, _texts(row, cells, marks)
    except _BROKEN as error:
        raise unreadable(file, error) from error


def _texts(row: int, cells: Sequence[object], marks: Marks) -> list[str]:
    percent = marks.percent.get(row, 0)
    texts = [as_text(value, bool(percent >> column & 1)) for column, value in enumerate(cells)]
    if marks.errors:
        for column in range(len(texts)):
            if (row, column) in marks.errors:
                texts[column] = ERROR_TEXT
    return texts


def _unsafe(file: str, part: str) -> Problem:
    return Problem(
        "unsafe_workbook",
        f"Its part “{part}” declares entities of its own, by which a workbook can bring in other files or grow without "
        "end. No spreadsheet program writes such a workbook.",
        "Do not open it. Fetch the file from its publisher instead.",
        file,
    )


def _uncalculated(file: str, sheet: str, marks: Marks) -> list[Problem]:
    return [
        Problem(
            "formula_without_result",
            "This cell holds a formula whose result was not saved with it, so there is nothing to read.",
            "Open the workbook in a spreadsheet program, save it there, and send it again.",
            file,
            sheet,
            row + 1,
            letters(column),
        )
        for row, column in sorted(marks.uncalculated)
    ]


def _too_many(file: str, count: int, limits: Limits) -> Problem:
    return Problem(
        "too_many_parts",
        f"This workbook holds {count:,} sheets; Accord takes up to {limits.members:,}.",
        "Send only the sheets with results.",
        file,
    )


def _empty(file: str) -> Problem:
    return Problem(
        "empty_file",
        "There is nothing in the sheets of this workbook that can be seen.",
        "Check that it opens and shows rows; unhide the sheet if it is hidden.",
        file,
    )


def _hidden(file: str, sheet: str) -> Problem:
    return Problem(
        "hidden_sheet",
        "This sheet is hidden, and what nobody sees is not read.",
        "Unhide the sheet and send the workbook again if it should be read.",
        file,
        sheet,
    )
