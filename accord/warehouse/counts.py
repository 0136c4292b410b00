"""Answers from the releases: who is in them, and what each cell says, as arrays.

Only `performance` asks. SQL has bound parameters throughout; what differs between questions is chosen from
fixed texts here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.analytics.counts import Numbers
from accord.warehouse.cells import CellStatus
from accord.warehouse.connection import cursor
from accord.warehouse.editions import Edition

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


_RELEASES = """
with release as (
    select unnest($paths) as path, unnest($ids) as id, unnest($release_years) as year,
           unnest($ranks) as rank, unnest($england_ranks) as england_rank,
           unnest($elsewhere) as elsewhere
), owner as (
    select unnest($owner_years) as year, unnest($owner_authorities) as la, unnest($owner_releases) as id
)
"""
_FROM = """
from read_parquet($paths, filename = true) as file
join release on release.path = file.filename
left join owner on owner.year = release.year and owner.la = file.la
{also}
where file.level = $level
  and (file.level in ('england', 'england_all', 'trust') or coalesce(owner.id, release.elsewhere) = release.id
       or (file.la is null and release.elsewhere is null))
"""
_ONE_ROW = """
qualify row_number() over (
    partition by {key} order by
    case when level in ('england', 'england_all') then england_rank else rank end, file.row) = 1
"""


def places(releases: Path, editions: Sequence[Edition], whom: Whom) -> list[Place]:
    """The rows of the editions that match, one a year and code, ordered by code and year."""
    if not any(edition.releases for edition in editions):
        return []
    where, extra = _narrow(whom)
    once = _ONE_ROW.format(key="release.year, file.code")
    sql = (
        f"{_RELEASES} select release.year, file.code, file.name, file.la, file.kind, release.id, file.row,"
        f" file.level, rank, england_rank {_FROM.format(also='')} {where} {once}"
        " order by file.code, release.year"
    )
    found = cursor(releases).sql(sql, params=_bind(editions, "places", whom) | extra).fetchall()
    return [Place(r[0], r[1], r[2] or "", r[3], r[4], r[5], r[6]) for r in found]


def cells(
    releases: Path, editions: Sequence[Edition], whom: Whom, codes: Sequence[str], variables: Sequence[str]
) -> Cells:
    """The cells of the given codes and variables in all editions (of one family)."""
    years = tuple(sorted({edition.year for edition in editions}))
    names = tuple(dict.fromkeys(variables))
    shape = len(years), len(names), len(codes)
    number, status = np.full(shape, np.nan), np.zeros(shape, dtype=np.uint8)
    result = Cells(years, names, tuple(codes), number, status)
    if not all(shape):
        return result
    where, extra = _name_variables(names)
    once = _ONE_ROW.format(key="release.year, file.variable, file.code") if _overlap(editions) else ""
    sql = (
        f"{_RELEASES}, wanted as (select unnest($codes) as code, generate_subscripts($codes, 1) - 1 as at)"
        " select release.year as year, list_position($variables, file.variable) - 1 as variable,"
        " wanted.at as at, file.number as number, list_position($statuses, file.status) as status,"
        f" file.level, rank, england_rank {_FROM.format(also='join wanted on wanted.code = file.code')}"
        f" {where} {once}"
    )
    bound = _bind(editions, "cells", whom) | extra | {"codes": list(codes), "variables": list(names)}
    rows = cursor(releases).sql(sql, params=bound | {"statuses": list(STATUSES)}).fetchnumpy()
    place = np.searchsorted(years, rows["year"]), rows["variable"], rows["at"]
    number[place] = np.ma.filled(rows["number"], np.nan)
    status[place] = rows["status"]
    return result


def printed(
    releases: Path, editions: Sequence[Edition], whom: Whom, codes: Sequence[str], variables: Sequence[str]
) -> list[Printed]:
    """The same cells as they stand in the file, for showing how a figure was made."""
    if not codes or not variables or not any(edition.releases for edition in editions):
        return []
    names = tuple(dict.fromkeys(variables))
    where, extra = _name_variables(names)
    sql = (
        f"{_RELEASES} select release.year, file.variable, file.code, file.text, file.status, release.id,"
        f" file.row, file.level, rank, england_rank {_FROM.format(also='')} {where}"
        " and file.code in (select unnest($codes))"
        f" {_ONE_ROW.format(key='release.year, file.variable, file.code')}"
    )
    bound = _bind(editions, "cells", whom) | extra | {"codes": list(codes)}
    found = cursor(releases).sql(sql, params=bound).fetchall()
    return [Printed(r[0], r[1], r[2], r[3] or "", r[4], r[5], r[6]) for r in found]


def _overlap(editions: Sequence[Edition]) -> bool:
    return any(len(edition.releases) > 1 for edition in editions)


def _narrow(whom: Whom) -> tuple[str, dict[str, Any]]:
    if whom.codes is not None:
        return "and file.code in (select unnest($codes))", {"codes": list(whom.codes)}
    if whom.authority is not None:
        return "and file.la = $authority", {"authority": whom.authority}
    return "", {}


def _name_variables(names: Sequence[str]) -> tuple[str, dict[str, Any]]:
    # Each name is a parameter of its own: a constant list lets DuckDB skip row groups, a subquery does not.
    bound = {f"variable_{at}": name for at, name in enumerate(names)}
    return f"and file.variable in ({', '.join(f'${key}' for key in bound)})", bound


def _bind(editions: Sequence[Edition], file: str, whom: Whom) -> dict[str, Any]:
    listed = [(each, rank, release) for each in editions for rank, release in enumerate(each.releases)]
    ranks = {
        release.id: at
        for edition in editions
        for at, release in enumerate(sorted(edition.releases, key=lambda each: each.england_preference))
    }
    owners = [(e.year, la, id_) for e in editions for la, id_ in e.owners.items()]
    return {
        "paths": [str((release.folder / f"{file}.parquet").resolve()) for _, _, release in listed],
        "ids": [release.id for _, _, release in listed],
        "release_years": [edition.year for edition, _, _ in listed],
        "ranks": [rank for _, rank, _ in listed],
        "england_ranks": [ranks[release.id] for _, _, release in listed],
        "elsewhere": [edition.elsewhere for edition, _, _ in listed],
        "owner_years": [year for year, _, _ in owners],
        "owner_authorities": [la for _, la, _ in owners],
        "owner_releases": [id_ for _, _, id_ in owners],
        "level": whom.level,
    }


def newest_places(found: Sequence[Place]) -> Mapping[str, Place]:
    """The newest row of each code."""
    newest: dict[str, Place] = {}
    for place in found:
        if place.code not in newest or place.year > newest[place.code].year:
            newest[place.code] = place
    return newest
