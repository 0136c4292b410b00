"""What a paper says, in order: headings, paragraphs, numbers, pictures and tables, whatever file it becomes."""

from __future__ import annotations

from dataclasses import dataclass

NARROWEST, WIDEST = 9, 34
"""Letters by which columns are told apart: shorter texts get as much room as the one, longer ones as the other."""


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 begins a part of the paper, on a page of its own where ``on_new_page``; 2 and 3 lie inside it."""

    text: str
    level: int = 1
    on_new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences. ``lead`` ones open a part in larger letters; ``small`` ones explain a picture or a source."""

    text: str
    lead: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Sentences that stand one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Up to three numbers that carry a part, each with what it counts."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG, with the sentence for those who cannot see it. ``fills`` gives it what room its page has left."""

    svg: str
    alt: str
    fills: bool = False


@dataclass(frozen=True, slots=True)
class Heads:
    """The head of a column; numbers stand to the right."""

    text: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, the heads of its columns, and rows as long as those."""

    caption: str
    columns: tuple[Heads, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def widths(self) -> tuple[float, ...]:
        """What share of the width each column gets: by its longest text, within bounds."""
        texts = (tuple(each.text for each in self.columns), *self.rows)
        longest = [max(len(row[at]) for row in texts) for at in range(len(self.columns))]
        bounded = [min(WIDEST, max(NARROWEST, each)) for each in longest]
        return tuple(each / sum(bounded) for each in bounded)


@dataclass(frozen=True, slots=True)
class Contents:
    """The parts of the paper (headings of level 1), with their pages where the file knows of pages."""

    title: str


Block = Heading | Paragraph | Bullets | Numbers | Picture | Grid | Contents


@dataclass(frozen=True, slots=True)
class Document:
    """A paper in British English on A4. ``kind`` stands above the title; ``foot`` on every page."""

    title: str
    kind: str
    made: str
    foot: str
    blocks: tuple[Block, ...]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))
