"""What releases hold on a school: every cell that was printed of it, in every release that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from accord.accounts.choices import Stage
from accord.accounts.queries.held import HeldTable
from accord.accounts.rules.field_classes import FieldClass
from accord.accounts.rules.rights import OPERATOR
from accord.intake.models.releases import Release
from accord.intake.queries.releases import every
from accord.performance.schools import releases_folder
from accord.sharing.queries.terms import terms_of
from accord.sharing.rules.stages import PUBLISHED, stage_on
from accord.warehouse.held_rows import cells_on, records_on

PUBLIC = "public"
COLUMNS = ("release", "family", "year", "settled", "state", "file", "school", "row", "column", "printed", "status")


def held_in_releases(numbers: Sequence[str], on: date) -> list[HeldTable]:
    """Two tables, where they have rows: cells of results, and rows of extracts of the register.

    Releases that were replaced or withdrawn, wait to be accepted or are not public on that day are held too, whoever
    asks: who may take such a file may not see them on a page.
    """
    cells: list[tuple[Any, ...]] = []
    records: list[tuple[Any, ...]] = []
    releases = list(every(OPERATOR, on).order_by("family", "year", "pk"))
    terms = terms_of(str(each.public_id) for each in releases)
    for release in releases:
        known = terms.get(str(release.public_id), PUBLISHED)
        about = _about(release, public=stage_on(known, on) is Stage.PUBLIC)
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


def _about(release: Release, *, public: bool) -> tuple[Any, ...]:
    state = PUBLIC if public else "not public"
    if release.withdrawn_at or not release.accepted_at:
        state = "withdrawn" if release.withdrawn_at else "held"
    return str(release.public_id), release.family, release.year, release.settled, state, release.intake.name


def _table(label: str, says: str, rows: Sequence[tuple[Any, ...]]) -> HeldTable:
    # A release that is not published, or not any more, is not for everybody.
    shown = all(row[4] == PUBLIC for row in rows)
    of = FieldClass.PUBLIC if shown else FieldClass.INTERNAL
    return HeldTable(label, says, COLUMNS, (of,) * len(COLUMNS), (), tuple(rows))
