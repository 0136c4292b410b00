"""Takes one recognised sheet through all checks to candidate releases, one for each year it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from accord.warehouse.checking.blocks import Block, blocks
from accord.warehouse.checking.figures import check_figures
from accord.warehouse.checking.places import PLACE_FIELDS, check_places
from accord.warehouse.checking.promised import with_promised
from accord.warehouse.checking.regions import (
    with_authorities_of_regions,
    without_unfilled_rows,
    without_yearless_rows,
)
from accord.warehouse.checking.repeats import check_limits, without_repeats
from accord.warehouse.checking.terms import whole_years
from accord.warehouse.described import (
    Description,
    keep_description,
    to_be_told,
    told,
    too_many_series,
    without_nameless,
)
from accord.warehouse.forms import ExtentRule, Form, Layout, Level
from accord.warehouse.limits import Limits
from accord.warehouse.outcomes import Candidate, Extent
from accord.warehouse.problems import Findings, Problem
from accord.warehouse.reading.rows import Sheet
from accord.warehouse.recognition import Recognised
from accord.warehouse.records.preparing import Said, prepare_records
from accord.warehouse.staging import write_release
from accord.warehouse.tables import ROW, Table, gather
from accord.warehouse.years import Years, find_years

PLACES_KEPT = ("level", "code", "kind", "members", *PLACE_FIELDS)


@dataclass(frozen=True, slots=True)
class Task:
    """What applies to every sheet of a file: where to write, the year or day given, the limits."""

    staging: Path
    year: int | None
    limits: Limits
    as_of: date | None = None
    descriptions: Mapping[str, Description] = field(default_factory=dict)
    """What files beside those of figures say of their columns, by the name of the file that they go with."""


def prepare_sheet(
    sheet: Sheet, found: Recognised, task: Task, findings: Findings, warnings: Findings
) -> tuple[Candidate, ...]:
    """The candidates of one sheet, written under the task's staging folder; none if there is any problem."""
    if found.form.records is not None:
        said = Said(task.as_of, task.year)
        return prepare_records(sheet, found, said, task.staging, task.limits, findings, warnings)
    if found.form.described_by is not None:
        return _prepare_described(sheet, found, task, findings, warnings)
    table = gather(sheet, found, task.limits, findings, warnings)
    return _prepare_table(table, table.frame, task, findings, warnings) if table.frame.height else ()


def _prepare_described(
    sheet: Sheet, found: Recognised, task: Task, findings: Findings, warnings: Findings
) -> tuple[Candidate, ...]:
    """The same of a file that says itself what its columns are."""
    plain = gather(sheet, to_be_told(found), task.limits, findings, warnings)
    if not plain.frame.height or findings:
        return ()
    description = task.descriptions.get(sheet.file)
    table, notes = told(plain, description, sheet)
    frame, left_out = without_nameless(table, plain.frame)
    warnings.add(*notes, *left_out)
    if (problem := too_many_series(table)) is not None:
        findings.add(problem)
        return ()
    candidates = _prepare_table(table, frame, task, findings, warnings)
    for each in candidates:
        keep_description(each.folder, table.form, description, table)
    return candidates


def _prepare_table(
    table: Table, rows: pl.DataFrame, task: Task, findings: Findings, warnings: Findings
) -> tuple[Candidate, ...]:
    rows = without_unfilled_rows(table, rows, findings, warnings)
    if findings and not rows.height:
        return ()
    years, problems = find_years(table, task.year)
    findings.add(*problems)
    if task.year is not None and years.years and task.year not in years.years:
        warnings.add(_called_otherwise(table, task.year, years.years[0]))
    frame = whole_years(table, without_yearless_rows(table, rows, warnings), findings, warnings)
    frame = check_places(table, frame, findings, warnings)
    if not frame.height and not findings:
        findings.add(_nobody(table))
    region = [table.form.regions.column] if table.form.regions else []
    places = frame.select(ROW, *([years.column] if years.column else []), *region, *PLACES_KEPT)
    places = with_authorities_of_regions(table, places)
    frame = frame.drop("kind", "members", *(name for name in PLACE_FIELDS if name != "la"))
    table, frame = with_promised(table, check_figures(table, frame, findings))
    check_limits(table, frame, findings)
    described = table.form.layout is Layout.TIDY and table.form.topic is None
    candidates: list[Candidate] = []
    for year, chosen in _by_year(frame, years):
        parts = _single(table, frame if chosen is None else frame.filter(chosen), findings, warnings)
        if not findings:
            here = places if chosen is None else places.filter(chosen)
            candidates.append(_written(table, year, parts, here, task))
            if described:
                keep_description(candidates[-1].folder, table.form, task.descriptions.get(table.sheet.file), table)
    return tuple(candidates)


def _by_year(frame: pl.DataFrame, years: Years) -> Iterator[tuple[int, pl.Series | None]]:
    """Each year and which rows are its own; None means all of them."""
    if years.column is None:
        yield from ((year, None) for year in years.years)
        return
    for year in years.years:
        texts = [text for text, meant in years.by_text.items() if meant == year]
        at = frame[years.column].is_in(texts)
        if at.any():
            yield year, at


def _single(table: Table, frame: pl.DataFrame, findings: Findings, warnings: Findings) -> list[Block]:
    kept: list[Block] = []
    left_out: set[int] = set()
    for block in blocks(table, frame):
        once, repeated = without_repeats(table, block, findings)
        kept.append(once)
        left_out.update(repeated)
    if left_out:
        warnings.add(_repeated(table, sorted(left_out)))
    return kept


def _written(
    table: Table, year: int, parts: list[Block], places: pl.DataFrame, task: Task
) -> Candidate:
    form = table.form
    folder = task.staging / str(sum(1 for entry in task.staging.iterdir() if entry.name.isdigit()) + 1)
    written = write_release(folder, parts, places, table.sheet.sheet, f"{form.family} {year}")
    return Candidate(
        family=form.family,
        form=form.code,
        year=year,
        extent=_extent(form, places),
        folder=folder,
        schools=written.schools,
        rows=written.rows,
        cells=written.cells,
        markers=written.markers,
        member=table.sheet.member,
        fingerprint=written.fingerprint,
    )


def _extent(form: Form, places: pl.DataFrame) -> Extent:
    """England where the form says so, where enough authorities appear, or where no row is a school's.

    Schools without any authority are no England: such a file answers for the schools it lists, and no others.
    """
    if form.extent is ExtentRule.ENGLAND:
        return Extent(True, ())
    codes = sorted(code for code in places["la"].unique() if code)
    if not codes:
        return Extent(not (places["level"] == Level.SCHOOL.value).any(), ())
    if len(codes) >= form.authorities_that_make_england:
        return Extent(True, ())
    return Extent(False, tuple(codes))


def _nobody(table: Table) -> Problem:
    return table.problem(
        "no_rows",
        "None of the rows is a school, an authority, a trust or England, so there is nothing to keep.",
        "Check that this is the file you meant: Accord keeps results of schools, authorities, trusts and England.",
        row=table.header_row,
    )


def _called_otherwise(table: Table, said: int, year: int) -> Problem:
    return table.problem(
        "year_called_otherwise",
        f"The year given is {said}; the columns say that this file is about the pupils of {year}, and it was taken in "
        f"as {year}.",
        "Nothing needs doing.",
        row=table.header_row,
    )


def _repeated(table: Table, rows: list[int]) -> Problem:
    count = len(rows)
    return table.problem(
        "rows_repeated",
        f"{count:,} row{'s repeat others' if count > 1 else ' repeats another'} with the same figures; each is "
        "counted once.",
        "Nothing needs doing.",
        row=rows[0],
    )
