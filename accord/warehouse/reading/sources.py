"""Opens what was sent, whatever it is, as sheets of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from accord.warehouse.limits import Limits
from accord.warehouse.problems import Problem, Refused
from accord.warehouse.reading.archives import unpacked_gzip, zip_members
from accord.warehouse.reading.delimited import delimited_sheet
from accord.warehouse.reading.geojson import geojson_sheet
from accord.warehouse.reading.kinds import Kind, kind_of, refused_kind
from accord.warehouse.reading.parquet import parquet_sheet
from accord.warehouse.reading.rows import Row, Sheet
from accord.warehouse.reading.spreadsheets import workbook_sheets


@dataclass(frozen=True, slots=True)
class Opening:
    """How files are opened: within which limits, unpacked where, and what counts as a known header."""

    limits: Limits
    scratch: Path
    headed: Callable[[list[Row]], bool]


def sheets(path: Path, file: str, opening: Opening) -> Iterator[Sheet | Problem]:
    """Every sheet of text in a file, and a problem for each part that is not read.

    Raises Refused where the file as a whole cannot be opened or is larger than the limits.
    """
    if kind_of(path) is Kind.ZIP:
        yield from _in_zip(path, file, opening)
    else:
        yield from _in_file(path, file, opening, inside=False)


def _in_file(path: Path, file: str, opening: Opening, *, inside: bool) -> Iterator[Sheet | Problem]:
    kind = kind_of(path)
    problem = refused_kind(kind, file)
    if problem is not None:
        raise Refused([problem])
    if inside and kind in (Kind.ZIP, Kind.GZIP):
        raise Refused([_nested(file)])
    if kind is Kind.GZIP:
        yield from _in_file(unpacked_gzip(path, file, opening.limits, opening.scratch), file, opening, inside=True)
    elif kind is Kind.XLSX:
        yield from workbook_sheets(path, file, opening.limits)
    elif kind is Kind.GEOJSON:
        yield geojson_sheet(path, file)
    elif kind is Kind.PARQUET:
        yield parquet_sheet(path, file, opening.limits)
    else:
        yield delimited_sheet(path, file, opening.headed)


def _in_zip(path: Path, file: str, opening: Opening) -> Iterator[Sheet | Problem]:
    """The sheets of every member. A member that is no table does not refuse those that are; a broken one does."""
    for name, unpacked in zip_members(path, file, opening.limits, opening.scratch):
        label = f"{file}/{name}"
        problem = refused_kind(kind_of(unpacked), label)
        if problem is not None and problem.code != "password_protected":
            yield problem
        elif kind_of(unpacked) is Kind.TEXT:
            yield _text_in_zip(unpacked, label, opening)
        else:
            yield from _in_file(unpacked, label, opening, inside=True)


def _text_in_zip(path: Path, label: str, opening: Opening) -> Sheet | Problem:
    """What looks like text and is not may be anything people put into archives: no reason to refuse the rest."""
    try:
        return delimited_sheet(path, label, opening.headed)
    except Refused as refused:
        return refused.problems[0]


def _nested(file: str) -> Problem:
    return Problem(
        "archive_in_archive",
        "This is an archive inside an archive, which Accord does not open.",
        "Unpack it once and send the files inside.",
        file,
    )
