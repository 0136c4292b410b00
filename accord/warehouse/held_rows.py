"""Everything that one release holds on some schools, as it was printed: for telling them what is held."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from accord.warehouse.engine import engine
from accord.warehouse.records.preparing import RECORDS_FILE

CELLS_FILE = "cells.parquet"
_RECORDS = {
    ("urn",): "select * from read_parquet($path) where urn in (select unnest($codes))",
    ("urn", "link_urn"): "select * from read_parquet($path) where urn in (select unnest($codes))"
    " or link_urn in (select unnest($codes))",
}
"""By the columns of an extract of a register that hold a school's number."""

_CELLS = """
select code, row, variable, text, status from read_parquet($path)
where level = 'school' and code in (select unnest($codes)) order by code, row, variable
"""


def cells_on(releases: Path, release: str, codes: Sequence[str]) -> list[tuple[str, int, str, str, str]]:
    """Each cell of these schools in a release: code, row in the file, published column, text, status."""
    path = releases / release / CELLS_FILE
    if not path.exists():
        return []
    found = engine().rows(releases, _CELLS, {"path": str(path), "codes": list(codes)})
    return [(code, row, variable, text or "", status) for code, row, variable, text, status in found]


def records_on(releases: Path, release: str, codes: Sequence[str]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The rows of an extract of a register that name these schools, and the names of its columns."""
    path = releases / release / RECORDS_FILE
    if not path.exists():
        return [], []
    columns = list(engine().names(releases, path))
    sql = _RECORDS.get(tuple(name for name in ("urn", "link_urn") if name in columns))
    if sql is None:
        return columns, []
    return columns, engine().rows(releases, sql, {"path": str(path), "codes": list(codes)})
