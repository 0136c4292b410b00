"""Tables and definitions in Markdown."""

from __future__ import annotations

from collections.abc import Sequence


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table; bars inside cells are kept from parting them."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def code(text: object) -> str:
    """A name as it is typed; an empty one is said to be empty."""
    return f"`{text}`" if str(text) else "(nothing)"


def codes(names: Sequence[object]) -> str:
    """Several such names."""
    return ", ".join(code(name) for name in names)


def _cell(cell: object) -> str:
    return str(cell).replace("|", "\\|").replace("\n", " ")
