"""Regions in a file of areas, and rows that are set aside or passed over."""

from __future__ import annotations

import polars as pl

from accord.warehouse.forms import Level, normal_header
from accord.warehouse.problems import Findings, Problem
from accord.warehouse.tables import ROW, Table, texts
from accord.warehouse.years import summer_within


def with_authorities_of_regions(table: Table, places: pl.DataFrame) -> pl.DataFrame:
    """Each place once; a region's ``members`` are the authorities that a column places in it."""
    rule = table.form.regions
    if rule is None:
        return places
    once = places.unique(["level", "code"], keep="first", maintain_order=True)
    inside: dict[str, set[str]] = {}
    for region, la, level in once.select(rule.column, "la", "level").iter_rows():
        if level == Level.AUTHORITY.value and la:
            inside.setdefault(normal_header(rule.same.get(normal_header(region), region)), set()).add(la)
    members = [
        sorted(inside.get(normal_header(name or ""), ())) if level == Level.REGION.value else listed
        for name, level, listed in once.select("name", "level", "members").iter_rows()
    ]
    return once.with_columns(pl.Series("members", members, dtype=pl.List(pl.String))).drop(rule.column)


def without_yearless_rows(table: Table, frame: pl.DataFrame, warnings: Findings) -> pl.DataFrame:
    """The rows whose text of years holds a year; the others are set aside, and named by what stands there."""
    column = table.form.set_aside_without_year
    if column is None:
        return frame
    lost = [text for text in texts(frame[column]) if summer_within(text) is None]
    for text in lost:
        warnings.add(_set_aside(table, frame.filter(pl.col(column) == text), column, text))
    return frame.filter(~pl.col(column).is_in(lost)) if lost else frame


def without_unfilled_rows(table: Table, frame: pl.DataFrame, findings: Findings, warnings: Findings) -> pl.DataFrame:
    """The rows that hold a figure, where the form passes over those that hold none; a problem where none does."""
    if not table.form.unfilled_rows_pass or not table.figures or not frame.height:
        return frame
    filled = pl.any_horizontal(pl.col(list(table.figures)).cast(pl.String) != "")
    kept = frame.filter(filled)
    if not kept.height:
        findings.add(_nothing_filled_in(table))
    elif kept.height < frame.height:
        warnings.add(_unfilled(table, frame.filter(~filled)))
    return kept


def _nothing_filled_in(table: Table) -> Problem:
    return table.problem(
        "nothing_filled_in",
        "No row of this file holds a number.",
        "Fill in the rows whose numbers you know, and send the file again.",
        row=table.header_row,
    )


def _unfilled(table: Table, rows: pl.DataFrame) -> Problem:
    several = rows.height > 1
    return table.problem(
        "rows_unfilled",
        f"{rows.height:,} {'rows hold no number and were' if several else 'row holds no number and was'} passed over.",
        "Nothing needs doing, unless you know the numbers.",
        row=int(rows[ROW][0]),
    )


def _set_aside(table: Table, rows: pl.DataFrame, column: str, text: str) -> Problem:
    named = ", ".join(sorted(texts(rows[table.form.labels[0]]))[:5])
    return table.problem(
        "rows_set_aside",
        f"{rows.height:,} rows are set aside: the column {table.printed[column]} says “{text[:80]}”, which is no year "
        f"({named}).",
        "Nothing needs doing, unless you know the year: put it in and send the file again.",
        row=int(rows[ROW][0]),
        column=column,
        value=text,
    )
