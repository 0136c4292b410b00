"""Rows about a part of a year, in files whose figures are those of whole years."""

from __future__ import annotations

import polars as pl

from accord.warehouse.forms import normal_header
from accord.warehouse.problems import Findings, Problem
from accord.warehouse.tables import ROW, Table, texts


def whole_years(table: Table, frame: pl.DataFrame, findings: Findings, warnings: Findings) -> pl.DataFrame:
    """The rows of whole years. Rows of a term or a month are left out; a file that has no others is a problem."""
    rule = table.form.whole_years
    if rule is None or rule.column not in frame.columns:
        return frame
    found = texts(frame[rule.column])
    parts = [text for text in found if text and normal_header(text) not in rule.words]
    if not parts:
        return frame
    rows = frame.filter(pl.col(rule.column).is_in(parts))
    (findings if rows.height == frame.height else warnings).add(_parts(table, rows, rule.column, sorted(parts), frame))
    return frame.filter(~pl.col(rule.column).is_in(parts)) if rows.height < frame.height else frame


def _parts(table: Table, rows: pl.DataFrame, column: str, parts: list[str], frame: pl.DataFrame) -> Problem:
    named = ", ".join(f"“{text[:40]}”" for text in parts[:5])
    said = f"{rows.height:,} rows are about a part of a year ({named})"
    code, message, fix = (
        (
            "part_of_a_year",
            f"All {said}, and Accord keeps whole years here.",
            "Send the file of the whole school year; it comes after the last term.",
        )
        if rows.height == frame.height
        else ("rows_left_out", f"{said}; they are left out.", "Nothing needs doing.")
    )
    return table.problem(code, message, fix, row=int(rows[ROW][0]), column=column, value=str(rows[column][0]))
