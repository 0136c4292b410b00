"""The text of an agreement as a page shows it: headings, paragraphs and lists."""

from __future__ import annotations

from dataclasses import dataclass

BULLET = "• "


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or the items of a list."""

    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A clause: its numbered heading and what stands below."""

    heading: str
    pieces: tuple[Piece, ...]


def parts_of(text: str) -> list[Part]:
    """The clauses of a text, in order."""
    clauses = (clause.split("\n") for clause in text.split("\n\n"))
    return [Part(heading, tuple(_pieces(lines))) for heading, *lines in clauses]


def _pieces(lines: list[str]) -> list[Piece]:
    found: list[Piece] = []
    for line in lines:
        if not line.startswith(BULLET):
            found.append(Piece(line))
        elif found and found[-1].items:
            found[-1] = Piece(items=(*found[-1].items, line.removeprefix(BULLET)))
        else:
            found.append(Piece(items=(line.removeprefix(BULLET),)))
    return found
