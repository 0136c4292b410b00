"""What releases hold on a school: every cell that was printed of it, in every release that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accord.accounts.queries.held import HeldTable
from accord.accounts.rules.field_classes import FieldClass
from accord.intake.models.releases import Release
from accord.intake.queries.releases import every
from accord.performance.schools import releases_folder
from accord.warehouse.held_rows import cells_on, records_on

COLUMNS = ("release", "family", "year", "settled", "state", "file", "school", "row", "column", "printed", "status")


def held_in_releases(numbers: Sequence[str]) -> list[HeldTable]:
    """Two tables, where they have rows: cells of results, and rows of extracts of the register.

    Releases that were replaced or withdrawn, or wait to be accepted, are kept and so are held too.
    """
    cells: list[tuple[Any, ...]] = []
    records: list[tuple[Any, ...]] = []
    for release in every().order_by("family", "year", "pk"):
        about = _about(release)
        cells += [(*about, *cell) for cell in cells_on(releases_folder(), str(release.public_id), numbers)]
        names, rows = records_on(releases_folder(), str(release.public_id), numbers)
        for number, row in enumerate(rows, start=1):
            records += [
                (*about, "", number, name, "" if value is None else str(value), "")
                for name, value in zip(names, row, strict=True)
            ]
    tables = (
        ("releases.cells", "Results of the school, cell by cell, as they were printed", cells),
        ("releases.records", "Rows about the school in extracts of registers", records),
    )
    return [_table(label, says, rows) for label, says, rows in tables if rows]


def _about(release: Release) -> tuple[Any, ...]:
    state = "withdrawn" if release.withdrawn_at else "published" if release.accepted_at else "held"
    return str(release.public_id), release.family, release.year, release.settled, state, release.intake.name


def _table(label: str, says: str, rows: Sequence[tuple[Any, ...]]) -> HeldTable:
    # A release that is not published, or not any more, is not for everybody.
    shown = all(row[4] == "published" for row in rows)
    of = FieldClass.PUBLIC if shown else FieldClass.INTERNAL
    return HeldTable(label, says, COLUMNS, (of,) * len(COLUMNS), (), tuple(rows))
