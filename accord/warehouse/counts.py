"""Answers from the releases: who is in them, and what each cell says, as arrays.

Only `performance` asks. SQL has bound parameters throughout; what differs between questions is chosen from
fixed texts here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.analytics.counts import Numbers
from accord.warehouse.cells import CellStatus
from accord.warehouse.editions import Edition
from accord.warehouse.engine import engine
from accord.warehouse.questions import Question

STATUSES = tuple(CellStatus)
ABSENT = 0
"""The status code of a cell that no release has; the codes of `STATUSES` begin at 1."""

Codes = NDArray[np.uint8]


def status_code(status: CellStatus) -> int:
    """The number that stands for a cell status in `Cells.status`."""
    return STATUSES.index(status) + 1


@dataclass(frozen=True, slots=True)
class Whom:
    """Which rows: of a level, and there the given codes, or those of one authority, or all of them."""

    level: str
    codes: tuple[str, ...] | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a release: a school, an authority, England, a trust; as that year's file names it."""

    year: int
    code: str
    name: str
    authority: str | None
    kind: str | None
    release: str
    row: int


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells by year, variable and code: ``number`` (NaN where there is none) and ``status`` codes."""

    years: tuple[int, ...]
    variables: tuple[str, ...]
    codes: tuple[str, ...]
    number: Numbers
    status: Codes

    def column(self, year: int, variable: str | None) -> tuple[Numbers, Codes]:
        """One variable of one year over all codes; absent everywhere if it was not asked for or found."""
        if variable is None or year not in self.years or variable not in self.variables:
            size = len(self.codes)
            return np.full(size, np.nan), np.zeros(size, dtype=np.uint8)
        at = self.years.index(year), self.variables.index(variable)
        return self.number[at], self.status[at]

    def only(self, codes: Sequence[str], at: NDArray[np.intp]) -> Cells:
        """The cells of some of the codes alone, which stand at these places among all."""
        return Cells(self.years, self.variables, tuple(codes), self.number[:, :, at], self.status[:, :, at])


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell as it was printed, with the release and the row it stands in."""

    year: int
    variable: str
    code: str
    text: str
    status: str
    release: str
    row: int
    number: float | None = None


def places(releases: Path, editions: Sequence[Edition], whom: Whom) -> list[Place]:
    """The rows of the editions that match, one a year and code, ordered by code and year."""
    asked = Question(editions, "places", whom.level)
    if not asked.releases:
        return []
    if whom.codes is not None:
        asked.only("code", whom.codes)
    if whom.authority is not None:
        asked.only("la", [whom.authority])
    sql = asked.sql("file.release, file.code, file.name, file.la, file.kind, file.row")
    found = engine().rows(releases, sql, asked.parameters())
    by_number = asked.releases
    listed = [
        Place(by_number[at - 1].year, code, name or "", la, kind, by_number[at - 1].id, row)
        for at, code, name, la, kind, row in found
    ]
    return sorted(listed, key=lambda place: (place.code, place.year))


def by_family(editions: Sequence[Edition], found: Iterable[Place]) -> dict[str, list[Place]]:
    """Rows of several families, each family's by itself, in their order; every family of the editions is there."""
    families = {release.id: edition.family for edition in editions for release in edition.every_release}
    apart: dict[str, list[Place]] = {edition.family: [] for edition in editions}
    for place in found:
        apart[families[place.release]].append(place)
    return apart


def variables(releases: Path, edition: Edition, level: str) -> list[str]:
    """The columns that the releases of an edition have cells of, at a level, in order of name."""
    asked = Question([edition], "cells", level)
    if not asked.releases:
        return []
    sql = "select distinct variable from read_parquet($paths) where level = $level order by variable"
    bound = {"paths": asked.parameters()["paths"], "level": level}
    return [name for (name,) in engine().rows(releases, sql, bound)]


def cells(
    releases: Path, editions: Sequence[Edition], whom: Whom, codes: Sequence[str], variables: Sequence[str]
) -> Cells:
    """The cells of the given codes and variables in all editions (of one family)."""
    family = editions[0].family if editions else ""
    return cells_of_families(releases, editions, whom, codes, {family: variables})[family]


def cells_of_families(
    releases: Path,
    editions: Sequence[Edition],
    whom: Whom,
    codes: Sequence[str],
    variables: Mapping[str, Sequence[str]],
) -> dict[str, Cells]:
    """The cells of the given codes: of each family its own variables, in all its editions. One question."""
    found = {family: no_cells(_years(family, editions), codes, names) for family, names in variables.items()}
    wanted = [each for each in editions if each.family in found and found[each.family].number.size]
    if not wanted:
        return found
    names = list(dict.fromkeys(name for each in found.values() for name in each.variables))
    asked = Question(wanted, "cells", whom.level)
    asked.only("variable", names)
    asked.only("code", codes)
    sql = asked.sql(
        "file.release, list_position($variables, file.variable) - 1 as variable, wanted.at as at,"
        " file.number as number, list_position($statuses, file.status) as status",
        "join (select unnest($codes) as code, generate_subscripts($codes, 1) - 1 as at) as wanted"
        " on wanted.code = file.code",
    )
    bound = {"variables": names, "statuses": list(STATUSES), "codes": list(codes)}
    rows = engine().columns(releases, sql, asked.parameters() | bound)
    released = [(edition.family, edition.year) for edition in wanted for _ in edition.releases]
    for family, each in found.items():
        _fill(each, rows, [year if name == family else None for name, year in released], names)
    return found


def _years(family: str, editions: Sequence[Edition]) -> list[int]:
    return sorted({edition.year for edition in editions if edition.family == family})


def no_cells(years: Sequence[int], codes: Sequence[str], variables: Sequence[str]) -> Cells:
    """Room for cells, all of them absent."""
    names = tuple(dict.fromkeys(variables))
    shape = len(years), len(names), len(codes)
    return Cells(tuple(years), names, tuple(codes), np.full(shape, np.nan), np.zeros(shape, dtype=np.uint8))


def _fill(into: Cells, rows: Mapping[str, Any], years: Sequence[int | None], names: Sequence[str]) -> None:
    """Put the rows of one family in their places: ``years`` has the year of each of its releases, None of others."""
    year_of = np.array([-1 if year is None else into.years.index(year) for year in years])
    variable_of = np.array([into.variables.index(name) if name in into.variables else -1 for name in names])
    year, variable = year_of[rows["release"] - 1], variable_of[rows["variable"]]
    own = (year >= 0) & (variable >= 0)
    place = year[own], variable[own], rows["at"][own]
    into.number[place] = np.ma.filled(rows["number"][own], np.nan)
    into.status[place] = rows["status"][own]


def printed(
    releases: Path, editions: Sequence[Edition], whom: Whom, codes: Sequence[str], variables: Sequence[str]
) -> list[Printed]:
    """The same cells as they stand in the file, for showing how a figure was made."""
    asked = Question(editions, "cells", whom.level)
    if not codes or not variables or not asked.releases:
        return []
    asked.only("variable", list(dict.fromkeys(variables)))
    asked.only("code", codes)
    columns = "file.release, file.variable, file.code, file.text, file.status, file.row, file.number"
    sql = asked.sql(columns)
    found = engine().rows(releases, sql, asked.parameters())
    by_number = asked.releases
    return [
        Printed(by_number[at - 1].year, variable, code, text or "", status, by_number[at - 1].id, row, number)
        for at, variable, code, text, status, row, number in found
    ]


def newest_places(found: Sequence[Place]) -> Mapping[str, Place]:
    """The newest row of each code."""
    newest: dict[str, Place] = {}
    for place in found:
        if place.code not in newest or place.year > newest[place.code].year:
            newest[place.code] = place
    return newest
