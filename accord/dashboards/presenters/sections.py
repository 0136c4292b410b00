"""A part of a page: its finding, its picture, its table."""

from __future__ import annotations

from dataclasses import dataclass

from accord.dashboards.presenters.pictures import Picture
from accord.ui.tables.tables import Table


@dataclass(frozen=True, slots=True)
class Section:
    """A finding with its picture and its table.

    ``folded`` tables open on asking; ``sentences`` come before the picture.
    """

    code: str
    finding: str
    picture: Picture | None
    table: Table
    folded: bool
    sentences: tuple[str, ...] = ()
