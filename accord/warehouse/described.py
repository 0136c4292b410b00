"""Files that describe themselves: which of their columns are filters and which indicators."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import polars as pl

from accord.warehouse.cells import CellStatus, CellType
from accord.warehouse.checking.readings import read_cell
from accord.warehouse.forms import Column, DescribedBy, Form, normal_header
from accord.warehouse.problems import Problem
from accord.warehouse.reading.rows import Row, Sheet
from accord.warehouse.recognition import Recognised
from accord.warehouse.tables import Table, texts

DESCRIPTION_FILE = "description.json"
LONGEST_NAME = 40
MOST_WORDS = 500
"""A column of more words than these, of which nobody says what it is, tells of single places and is no filter."""
MOST_SERIES = 20_000
_YEARS = re.compile(r"(?:[_\W]*(?:19|20)\d\d(?:\d\d)?)+$")
_NO_NAME = re.compile(r"[^a-z0-9]+")
_NUMBER = Column("", CellType.NUMBER)


_BEFORE = (".meta", ".META", "_meta", "-meta")


def described_by(file: str) -> str | None:
    """The name of the file that a description of this name goes with (rates.meta.csv: rates.csv); else None."""
    stem, dot, ending = file.rpartition(".")
    before = next((stem.removesuffix(each) for each in _BEFORE if stem.endswith(each)), None)
    return f"{before}{dot}{ending}" if before else None


@dataclass(frozen=True, slots=True)
class Described:
    """One column of a file, as its description has it."""

    name: str
    type: str
    label: str
    unit: str
    grouping: str


Description = Mapping[str, Described]
"""What a description says of each column, by its normal header."""


def description_of(rows: Iterable[Row], rule: DescribedBy) -> Description | None:
    """The description that a sheet is; None where it is none."""
    listed = iter(rows)
    headers = [normal_header(cell) for cell in next(listed, (0, []))[1]]
    wanted = rule.headers
    if not {wanted["name"], wanted["type"], wanted["label"]} <= set(headers):
        return None
    at = {name: headers.index(header) for name, header in wanted.items() if header in headers}

    def said(cells: Sequence[str], name: str) -> str:
        return cells[at[name]].strip() if name in at and at[name] < len(cells) else ""

    found: dict[str, Described] = {}
    for _, cells in listed:
        name = normal_header(said(cells, "name"))
        if name:
            found[name] = Described(
                name,
                normal_header(said(cells, "type")),
                said(cells, "label"),
                said(cells, "unit"),
                normal_header(said(cells, "grouping")),
            )
    return found


def to_be_told(found: Recognised) -> Recognised:
    """The same with every unknown column kept as text, until it is told what each of them is."""
    form = found.form
    names = [form.canonical(header) for header in found.headers if header]
    unknown = tuple(dict.fromkeys(name for name in names if name not in form.columns))
    columns = {**form.columns, **{name: Column(name, CellType.TEXT) for name in unknown}}
    return replace(found, form=replace(form, columns=columns, labels=unknown))


def told(table: Table, description: Description | None, sheet: Sheet) -> tuple[Table, list[Problem]]:
    """The table with its indicators as figures and its filters as labels, and what there is to say of how it was told.

    The family is named for the file, without years, and for its columns: the same data set of another year is one
    with it, and another data set never is.
    """
    form, rule = table.form, table.form.described_by
    assert rule is not None
    unknown = [name for name in form.labels if name not in (*rule.beside, rule.time)]
    filters, indicators = (
        _by_content(table, unknown) if description is None else _by_description(description, unknown, rule)
    )
    several = [rule.time] if rule.time in table.frame.columns and len(texts(table.frame[rule.time])) > 1 else []
    concrete = replace(
        form,
        family=_family(form.family, sheet, filters, indicators),
        labels=(*several, *filters),
        labels_as_printed=True,
        columns={**form.columns, **{name: Column(name, CellType.NUMBER) for name in indicators}},
    )
    figures = {name: concrete.columns[name] for name in indicators}
    notes = [_without_description(table)] if description is None else []
    left = [name for name in unknown if name not in (*filters, *indicators)]
    if left:
        notes.append(_not_described(table, left))
    return replace(table, form=concrete, figures=figures), notes


def too_many_series(table: Table) -> Problem | None:
    """The problem of a file with more combinations of filters than a series can be chosen among; None for others."""
    number = table.frame.select(table.form.labels).n_unique() if table.form.labels else 1
    if number * max(1, len(table.figures)) <= MOST_SERIES:
        return None
    return table.problem(
        "too_many_series",
        f"The filters of this file have {number:,} combinations, with {len(table.figures):,} indicators each: more "
        f"series than the {MOST_SERIES:,} that Accord keeps of one file.",
        "Send the ZIP with its description, if a column was taken for a filter that is none; or split the file.",
        row=table.header_row,
    )


def _by_description(
    description: Description, unknown: Sequence[str], rule: DescribedBy
) -> tuple[list[str], list[str]]:
    groupings = {each.grouping for each in description.values() if each.grouping}
    filters = [
        name
        for name in unknown
        if name in groupings or (name in description and description[name].type == rule.filter)
    ]
    indicators = [name for name in unknown if name in description and description[name].type == rule.indicator]
    return filters, indicators


def _by_content(table: Table, unknown: Sequence[str]) -> tuple[list[str], list[str]]:
    """Columns of nothing but numbers and symbols are indicators, the others filters, if their words are few."""
    filters: list[str] = []
    indicators: list[str] = []
    for name in unknown:
        known = texts(table.frame[name])
        statuses = {read_cell(text, _NUMBER, table.form.markers, table.form.bands).status for text in known}
        if None not in statuses and CellStatus.VALUE in statuses:
            indicators.append(name)
        elif len(known) <= MOST_WORDS:
            filters.append(name)
    return filters, indicators


def _family(stem: str, sheet: Sheet, filters: Sequence[str], indicators: Sequence[str]) -> str:
    name = PurePosixPath(sheet.file).name.lower().removesuffix(".gz").rsplit(".", 1)[0]
    plain = _NO_NAME.sub("_", _YEARS.sub("", name)).strip("_")[:LONGEST_NAME].strip("_") or "data"
    columns = "\n".join((*sorted(filters), "", *sorted(indicators)))
    return f"{stem}_{plain}_{hashlib.sha256(columns.encode()).hexdigest()[:6]}"


def keep_description(folder: Path, form: Form, description: Description | None, table: Table) -> None:
    """Write beside a release what its columns are called, for showing them."""
    known = description or {}
    columns = [
        {
            "name": name,
            "is": "filter" if name in form.labels else "indicator",
            "label": known[name].label if name in known and known[name].label else table.printed.get(name, name),
            "unit": known[name].unit if name in known else "",
        }
        for name in (*form.labels, *table.figures)
    ]
    (folder / DESCRIPTION_FILE).write_text(json.dumps({"columns": columns}), encoding="utf-8")


def without_nameless(table: Table, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """The rows that say whose they are: schools with a URN, authorities with their three digits; and what was left."""
    notes: list[Problem] = []
    level, rows = frame[table.form.levels.column or ""], frame
    for words, name, wanted in (("School", "urn", r"^[1-9][0-9]{5}$"), ("Local authority", "la", r"^[0-9]{3}$")):
        headers = [each for each in table.form.places.get(name, ()) if each in frame.columns]
        codes = frame[headers[0]].cast(pl.String) if headers else pl.Series([""] * frame.height, dtype=pl.String)
        lost = frame.filter((level.cast(pl.String) == words) & ~codes.str.contains(wanted))
        if lost.height:
            notes.append(_nameless(table, words, name, lost))
            rows = rows.filter(~pl.col("row").is_in(lost["row"].implode()))
    return rows, notes


def _nameless(table: Table, level: str, name: str, lost: pl.DataFrame) -> Problem:
    what = "URN" if name == "urn" else "number of three digits"
    return table.problem(
        "rows_left_out",
        f"{lost.height:,} rows of the level “{level}” are left out: they have no {what}, by which Accord knows one.",
        "Nothing needs doing, unless the publisher offers the file with it.",
        row=int(lost["row"][0]),
        column=table.form.levels.column,
        value=level,
    )


def _without_description(table: Table) -> Problem:
    return table.problem(
        "no_description",
        "No description of the columns came with this file (meta.csv): columns of words were taken for filters, and "
        "columns of numbers for indicators.",
        "Send the ZIP that the publisher offers, or both files in one ZIP, if a column was taken for the wrong thing.",
        row=table.header_row,
    )


def _not_described(table: Table, names: Sequence[str]) -> Problem:
    return table.problem(
        "unknown_columns",
        f"Columns that nothing tells the meaning of, and left out: {', '.join(names[:20])}.",
        "Nothing needs doing if you do not need them.",
        row=table.header_row,
        column=names[0],
    )
