"""A sheet of text: what every kind of file is turned into before anything is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Row = tuple[int, list[str]]
"""The row number a person sees, and its cells as text."""

Line = tuple[int, str | list[str]]
"""The same of a row that may stand as it was written: its number, and its text without the end of the line."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A sheet whose rows are lines of text. ``read`` starts a new pass over it, and may raise Refused.

    A row in which nothing is quoted is given as it stands: it parts at every ``delimiter``. Many such lines become
    columns at once far sooner than cell by cell.
    """

    delimiter: str
    read: Callable[[], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of text inside what was sent. ``rows`` starts a new pass over it, and may raise Refused."""

    file: str
    """What was sent and, inside an archive, which part of it: ``schools.zip/england_ks2final.csv``."""
    sheet: str | None
    rows: Callable[[], Iterator[Row]]
    lines: Lines | None = None
    """The same rows, where they are lines of text."""

    @property
    def member(self) -> str:
        """The part of a ZIP or workbook this is; the file's own name where it is the whole."""
        inside = self.file.partition("/")[2]
        return ": ".join(part for part in (inside, self.sheet) if part) or self.file
