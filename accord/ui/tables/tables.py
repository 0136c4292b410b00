"""A table once, for the page, the CSV and the spreadsheet: they cannot say different things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accord.ui.tables.shades import WORDS, Shade

REPORTED = frozenset({"value", "interval", "interval_low", "interval_high"})
"""Codes of columns that hold figures as they are reported, and their intervals."""
Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """``code`` is the name in files, ``title`` the one people read; ``meaning`` goes to the notes sheet.

    ``machine`` is False for a column that only links somewhere. ``sorted`` is ``ascending``,
    ``descending`` or empty. ``drawn_in`` marks estimates drawn towards others, for choosing where to look.
    """

    code: str
    title: str
    meaning: str = ""
    numeric: bool = False
    words: bool = False
    sorted: str = ""
    sort_href: str = ""
    file_only: bool = False
    drawn_in: bool = False

    @property
    def look(self) -> str:
        """The classes of its cells."""
        return " govuk-table__cell--numeric" if self.numeric else " accord-words" if self.words else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` is what people read; ``value`` what a machine reads (None where there is no number).

    ``shade`` makes it a cell of a heat table; ``word`` then says how it stands, where the shade's own
    word does not do.
    """

    text: str
    value: Value
    href: str = ""
    shade: Shade | None = None
    word: str = ""

    @property
    def shade_in_words(self) -> str:
        """What stands below the number of a heat cell."""
        return self.word or (WORDS[self.shade] if self.shade else "")


def said(text: str) -> Cell:
    """A cell whose words are its value."""
    return Cell(text, text)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``apart`` marks one of another kind than its neighbours (a published comparator)."""

    cells: tuple[Cell, ...]
    apart: bool = False
    columns: tuple[Column, ...] = ()

    @property
    def head(self) -> Cell:
        """The cell that names the row."""
        return next(cell for column, cell in self._shown if not column.file_only)

    @property
    def rest(self) -> list[tuple[str, Cell]]:
        """Each other cell that is shown, after the classes that it has beside every cell's: settled here, once."""
        return [(column.look + _heat(cell), cell) for column, cell in self._shown if not column.file_only][1:]

    @property
    def _shown(self) -> Iterator[tuple[Column, Cell]]:
        return zip(self.columns, self.cells, strict=True)


def _heat(cell: Cell) -> str:
    return f" accord-heat accord-heat--{cell.shade}" if cell.shade else ""


@dataclass(frozen=True, slots=True)
class Source:
    """What travels with a table: what was asked, when, and whose figures these are."""

    title: str
    asked: tuple[tuple[str, str], ...]
    made_on: str
    licence: str


@dataclass(frozen=True, slots=True)
class Table:
    """``code`` is unique on its page and names the file; a raw row may be longer than what is shown."""

    code: str
    caption: str
    all_columns: tuple[Column, ...]
    raw_rows: tuple[tuple[tuple[Cell, ...], bool], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError for a table of what is reported that has estimates drawn towards others beside it."""
        codes = {column.code.rpartition(".")[2] for column in self.all_columns}
        if codes & REPORTED and any(column.drawn_in for column in self.all_columns):
            raise ValueError(f"{self.code}: what a school usually does never stands in a table beside what it did.")

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns a page shows; files carry the others too."""
        return tuple(column for column in self.all_columns if not column.file_only)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows a page shows."""
        return tuple(Row(cells, apart, self.all_columns) for cells, apart in self.raw_rows)
