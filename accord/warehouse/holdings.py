"""What releases hold: for which years, levels and columns there is any value at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from accord.warehouse.cells import CellStatus
from accord.warehouse.editions import Edition
from accord.warehouse.engine import engine

Held = dict[tuple[str, int, str, str], int]
"""Family, year, level and variable, with the number of cells that have a value. What is not held is not in it."""

_SQL = (
    "select list_position($paths, filename) as release, level, variable, count(*) as n"
    " from read_parquet($paths, filename = true) where status = $value and variable in (select unnest($variables))"
    " group by all"
)


def held(releases: Path, editions: Iterable[Edition], variables: Sequence[str]) -> Held:
    """How many values some columns have, by family, year and level, over all releases of the editions. One query."""
    refs = [ref for edition in editions for ref in edition.releases]
    found: Held = {}
    if not refs or not variables:
        return found
    paths = [str((ref.folder / "cells.parquet").resolve()) for ref in refs]
    bound = {"paths": paths, "value": str(CellStatus.VALUE), "variables": list(dict.fromkeys(variables))}
    for at, level, variable, number in engine().rows(releases, _SQL, bound):
        key = (refs[at - 1].family, refs[at - 1].year, level, variable)
        found[key] = found.get(key, 0) + number
    return found
