"""Takes a recognised sheet of records through all checks to one candidate release."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from accord.warehouse.forms import ExtentRule, Form
from accord.warehouse.limits import Limits
from accord.warehouse.outcomes import Candidate, Extent
from accord.warehouse.problems import Findings, Problem
from accord.warehouse.reading.rows import Sheet
from accord.warehouse.recognition import Recognised
from accord.warehouse.record_shapes import RecordShape
from accord.warehouse.records.cells import typed
from accord.warehouse.records.dates import day_in_name, short_day_in_name
from accord.warehouse.records.reading import RecordTable, read_table
from accord.warehouse.records.years import year_of_records
from accord.warehouse.tables import ROW

RECORDS_FILE = "records.parquet"


@dataclass(frozen=True, slots=True)
class Said:
    """What the sender says: the day that an extract describes, or the year that records are of."""

    as_of: date | None
    year: int | None


def prepare_records(
    sheet: Sheet,
    found: Recognised,
    said: Said,
    staging: Path,
    limits: Limits,
    findings: Findings,
    warnings: Findings,
) -> tuple[Candidate, ...]:
    """The candidate of one sheet, written under ``staging``; none if there is any problem."""
    table = read_table(sheet, found, limits, findings, warnings)
    if findings:
        return ()
    frame = _each_once(table, _with_keys(table, typed(table, warnings), warnings), warnings)
    if not frame.height:
        findings.add(_nothing(table))
        return ()
    year = year_of_records(table, said.year, findings) if table.form.year.columns else None
    if findings:
        return ()
    folder = staging / str(sum(1 for entry in staging.iterdir() if entry.name.isdigit()) + 1)
    folder.mkdir(parents=True)
    ordered = frame.sort([*table.shape.key, ROW])
    ordered.with_columns(pl.lit(sheet.sheet, dtype=pl.String).alias("sheet")).write_parquet(folder / RECORDS_FILE)
    as_of = said.as_of or day_in_name(sheet.file) or _newest(table.shape, frame) or short_day_in_name(sheet.file)
    return (_candidate(table, ordered, folder, None if year else as_of, year),)


def _with_keys(table: RecordTable, frame: pl.DataFrame, warnings: Findings) -> pl.DataFrame:
    """The rows that have a key; the others are set aside and named."""
    keyed = pl.all_horizontal(
        pl.col(name).is_not_null() & (pl.col(name).cast(pl.String) != "0") for name in table.shape.key
    )
    lost = frame.filter(~keyed)
    name = table.shape.key[0]
    listed = warnings.most("row_set_aside")
    for row in lost[ROW].head(listed):
        warnings.add(
            table.problem(
                "row_set_aside",
                f"Row {row:,} has no {table.printed[name]}, so it cannot be told what it is about. It was set aside; "
                "the rest was taken in.",
                "Nothing needs doing if it is a note.",
                row=row,
                column=name,
            )
        )
    warnings.count("row_set_aside", max(0, lost.height - listed))
    return frame.filter(keyed)


def _each_once(table: RecordTable, frame: pl.DataFrame, warnings: Findings) -> pl.DataFrame:
    """Exact repeats once; of rows that share a key where it should come once, the first."""
    content = [name for name in frame.columns if name != ROW]
    once = frame.unique(content, keep="first", maintain_order=True)
    if once.height < frame.height:
        warnings.add(_repeated(table, frame.height - once.height))
    if not table.shape.once:
        return once
    key = list(table.shape.key)
    kept = once.unique(key, keep="first", maintain_order=True)
    for row, *values in once.join(kept.select(ROW), on=ROW, how="anti").select(ROW, *key).iter_rows():
        warnings.add(
            table.problem(
                "row_set_aside",
                f"Row {row:,} is about {values[0]} once more, and says something else than the row before it. It was "
                "set aside; the first was taken in.",
                "Find out which of the two is right.",
                row=row,
                column=key[0],
                value=str(values[0]),
            )
        )
    return kept


def _newest(shape: RecordShape, frame: pl.DataFrame) -> date | None:
    days = [day for name in shape.as_of if isinstance(day := frame[name].max(), date)]
    return max(days, default=None)


def _candidate(
    table: RecordTable, frame: pl.DataFrame, folder: Path, as_of: date | None, year: int | None
) -> Candidate:
    form = table.form
    return Candidate(
        family=form.family,
        form=form.code,
        year=year or (academic_year(as_of) if as_of else 0),
        extent=_extent(form, frame),
        folder=folder,
        schools=frame["urn"].n_unique() if "urn" in frame.columns else 0,
        rows=frame.height,
        cells=0,
        markers={},
        member=table.sheet.member,
        fingerprint=_fingerprint(form, frame),
        as_of=as_of,
    )


def academic_year(day: date) -> int:
    """The school year that a day lies in, by its summer; it turns on 1 September."""
    return day.year + (day.month >= 9)


def _extent(form: Form, frame: pl.DataFrame) -> Extent:
    if form.extent is ExtentRule.ENGLAND or "la_code" not in frame.columns:
        return Extent(True, ())
    codes = sorted(code for code in frame["la_code"].unique() if code)
    if len(codes) >= form.authorities_that_make_england:
        return Extent(True, ())
    return Extent(False, tuple(codes))


def _fingerprint(form: Form, frame: pl.DataFrame) -> str:
    """The same whatever the order of the rows: those that share a key go by what else they say."""
    digest = hashlib.sha256(form.family.encode())
    content = [name for name in frame.columns if name != ROW]
    key = form.records.key if form.records is not None else ()
    frame = frame.select(content).sort([*key, *(name for name in content if name not in key)])
    for name in content:
        values = frame[name].cast(pl.String).fill_null("").to_list()
        digest.update(f"\n{name}\n".encode() + "\x1f".join(values).encode())
    return digest.hexdigest()


def _repeated(table: RecordTable, count: int) -> Problem:
    return table.problem(
        "rows_repeated",
        f"{count:,} row{'s repeat others' if count > 1 else ' repeats another'} to the letter; each is kept once.",
        "Nothing needs doing.",
        row=table.header_row,
    )


def _nothing(table: RecordTable) -> Problem:
    return table.problem(
        "no_rows",
        "There is a header but no record below it that can be told from others.",
        "Download the file again, and check that it opens and shows rows.",
        row=table.header_row,
    )
