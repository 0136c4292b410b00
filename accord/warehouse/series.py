"""Benchmark series as releases have them: one printed figure for each area and each text of years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from accord.warehouse.cells import CellStatus
from accord.warehouse.editions import Edition
from accord.warehouse.engine import engine
from accord.warehouse.questions import Question

_FIGURE = "VALUES"
_BETWEEN = "|"
_NAMED = "split_part(file.variable, $between, 2)"


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands for one area in one text of years."""

    level: str
    code: str
    years: str
    number: float | None
    status: CellStatus
    text: str
    release: str
    row: int


@dataclass(frozen=True, slots=True)
class Area:
    """An authority, a region or England; a region with its authorities."""

    level: str
    code: str
    name: str
    authorities: tuple[str, ...]


def series_names(releases: Path, edition: Edition) -> list[str]:
    """The names of all series that have a row for England, in order."""
    asked = Question([edition], "cells", "england")
    if not asked.releases:
        return []
    # Names of our own; values are bound.
    sql = f"select distinct named from ({asked.sql(f'{_NAMED} as named')}) order by named"  # nosec B608
    return [name for (name,) in engine().rows(releases, sql, asked.parameters() | {"between": _BETWEEN})]


def areas(releases: Path, edition: Edition, level: str) -> list[Area]:
    """Every area of a level, by code."""
    asked = Question([edition], "places", level)
    if not asked.releases:
        return []
    sql = asked.sql("distinct file.code, file.name, file.members")
    found = engine().rows(releases, sql, asked.parameters())
    listed = [Area(level, code, name or "", tuple(members or ())) for code, name, members in found]
    return sorted(listed, key=lambda each: each.code)


def printed_series(
    releases: Path, edition: Edition, series: str, level: str, codes: Sequence[str]
) -> list[Printed]:
    """The figures of one series for some areas of a level, in the order of code and of rows in the file."""
    asked = Question([edition], "cells", level)
    if not codes or not asked.releases:
        return []
    asked.only("code", codes)
    sql = asked.sql(
        "file.release, file.code, substr(file.variable, length($prefix) + 1), file.number, file.status, file.text,"
        " file.row",
        "join (select $prefix as prefix) as wanted on starts_with(file.variable, wanted.prefix)",
    )
    bound = asked.parameters() | {"prefix": f"{_FIGURE}{_BETWEEN}{series}{_BETWEEN}"}
    found = engine().rows(releases, sql, bound)
    by_number = asked.releases
    listed = [
        Printed(level, code, years, number, CellStatus(status), text or "", by_number[at - 1].id, row)
        for at, code, years, number, status, text, row in found
    ]
    return sorted(listed, key=lambda each: (each.code, each.row))
