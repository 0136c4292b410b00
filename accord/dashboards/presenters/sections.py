"""A part of a page: its finding, its picture, its table."""

from __future__ import annotations

from dataclasses import dataclass

from accord.dashboards.presenters.pictures import Picture
from accord.ui.tables.tables import Table

MOST_ROWS = 300
"""A longer table is taken away as a file instead of being read on the page."""


@dataclass(frozen=True, slots=True)
class Section:
    """A finding with its picture and its table.

    ``folded`` tables open on asking; ``sentences`` come before the picture; ``undrawn`` says why there is none.
    """

    code: str
    finding: str
    picture: Picture | None
    table: Table
    folded: bool
    sentences: tuple[str, ...] = ()
    undrawn: str = "There is no figure to draw here. The table says why."

    @property
    def long(self) -> int:
        """The number of rows, where there are too many for a page; else 0."""
        rows = len(self.table.raw_rows)
        return rows if rows > MOST_ROWS else 0
