"""Checks every figure cell of a table: each becomes a value, a status, or a problem with its row and column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from accord.warehouse.cells import SHARES, CellStatus, CellType
from accord.warehouse.checking.readings import Reading, read_cell
from accord.warehouse.forms import Column
from accord.warehouse.problems import Findings, Problem
from accord.warehouse.tables import ROW, Table

STATUS = pl.Enum([status.value for status in CellStatus])


def number_of(variable: str) -> str:
    """The name of the column that holds a variable's numbers."""
    return f"number:{variable}"


def status_of(variable: str) -> str:
    """The name of the column that holds a variable's statuses."""
    return f"status:{variable}"


def check_figures(table: Table, frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """A frame of the table's rows with numbers and statuses beside each figure's text; problems go into ``findings``.

    A column is read once for each distinct text in it, so the work grows with the variety, not with the rows.
    """
    columns: list[pl.Series] = []
    fractions: list[str] = []
    whole = False
    for variable, column in table.figures.items():
        distinct = frame[variable].unique()
        readings = {
            text: read_cell(text, column, table.form.markers, table.form.bands) for text in distinct.to_list()
        }
        _report(table, frame, variable, readings, findings)
        columns.extend(_read(frame[variable], distinct, list(readings.values())))
        if column.type in SHARES:
            numbers = [reading.number for text, reading in readings.items() if "%" not in text]
            fractions += [variable] if any(n is not None and 0 < n < 1 for n in numbers) else []
            whole = (
                whole
                or any("%" in text for text in readings)
                or any(n is not None and n > 1 for n in numbers)
            )
    if fractions and not whole:
        findings.add(_fractions(table, frame, fractions[0]))
    return frame.with_columns(columns)


def _read(text: pl.Series, distinct: pl.Series, readings: Sequence[Reading]) -> tuple[pl.Series, pl.Series]:
    """Numbers and statuses row by row; ``readings`` are of the ``distinct`` texts, in their order.

    Texts are categories: where each stands among the distinct ones is looked up by its code.
    """
    codes, own = text.to_physical().to_numpy(), distinct.to_physical().to_numpy()
    position = np.zeros(int(own.max(initial=0)) + 1, dtype=np.uint32)
    position[own] = np.arange(len(own))
    at = position[codes]
    numbers = pl.Series([reading.number for reading in readings], dtype=pl.Float64)
    statuses = pl.Series([reading.status.value if reading.status else None for reading in readings], dtype=STATUS)
    return numbers[at].alias(number_of(text.name)), statuses[at].alias(status_of(text.name))


def _report(
    table: Table, frame: pl.DataFrame, variable: str, readings: dict[str, Reading], findings: Findings
) -> None:
    by_code: dict[str, list[str]] = {}
    for text, reading in readings.items():
        if reading.wrong:
            by_code.setdefault(reading.wrong, []).append(text)
    for code, wrong in by_code.items():
        rows = frame.select(ROW, variable).filter(pl.col(variable).is_in(wrong))
        for row, text in rows.head(findings.listed).iter_rows():
            findings.add(_problem(table, variable, row, text, code))
        findings.count(code, max(0, rows.height - findings.listed))


_UNREADABLE_FIX = (
    "Put the published value back. If it is one of the publisher's markers that Accord does not know yet, "
    "add it to the definition of this family of files."
)


def _problem(table: Table, variable: str, row: int, text: str, wrong: str) -> Problem:
    column = table.figures[variable]
    name = table.printed[variable]
    at = f"Row {row:,}, column {name}"
    meant = {
        "unreadable_cell": (
            f"{at}: “{text[:80]}” is neither {_kind(column)} nor a known marker.",
            _UNREADABLE_FIX,
        ),
        "percent_out_of_range": (
            f"{at}: {text[:80]} cannot be a percentage, which runs from 0 to 100.",
            "Put the published percentage back.",
        ),
        "not_whole": (
            f"{at}: {text[:80]} is not a whole number, and {_whole_of(column)} are whole.",
            "Put the published number back; a percentage may stand in the wrong column.",
        ),
        "below_zero": (
            f"{at}: {text[:80]} is below zero, and pupils are not.",
            "Put the published number back.",
        ),
        "out_of_range": (
            f"{at}: {text[:80]} is outside {_plain(column.low)} to {_plain(column.high)}, where this figure lies.",
            "Put the published value back; look for a lost decimal point or a figure in the wrong column.",
        ),
    }
    message, fix = meant[wrong]
    return table.problem(wrong, message, fix, row=row, column=variable, value=text)


def _kind(column: Column) -> str:
    words = {
        CellType.COUNT: "a whole number",
        CellType.PERCENT: "a percentage",
        CellType.COVERAGE: "a percentage",
        CellType.BAND: "a band from 1 to 5",
        CellType.MONEY: "an amount in pounds",
    }
    return words.get(column.type, "a number")


def _whole_of(column: Column) -> str:
    return "bands" if column.type is CellType.BAND else "pupils and schools"


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _fractions(table: Table, frame: pl.DataFrame, variable: str) -> Problem:
    small = frame.filter(frame[variable].cast(pl.String).str.contains(r"^0?\.\d*[1-9]"))
    return table.problem(
        "fractions_for_percentages",
        "The percentages of this file all lie between 0 and 1: it seems to hold fractions (0.67 for 67%).",
        "Format those columns as percentages and save again, or send the file as published.",
        row=int(small[ROW][0]) if small.height else None,
        column=variable,
        value=str(small[variable][0]) if small.height else None,
    )
