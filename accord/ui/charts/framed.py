"""A picture that travels alone carries its title, what was asked, its source and its date inside itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from accord.ui.charts import theme
from accord.ui.charts.labels import wrapped

MARGIN = 16
TITLE_SIZE, TITLE_LINE, TITLE_LETTER = 19, 24, 10.2
TEXT_LINE = 19
SMALLEST_WIDTH = 420
MOST_LINES = 6
SIZED = re.compile(r'<svg ([^>]*?)width="([\d.]+)"([^>]*?)height="([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Frame:
    """The lines under a title, and those at the foot of the picture."""

    asked: tuple[str, ...]
    source: tuple[str, ...]


def framed(drawn: str, title: str, frame: Frame) -> str:
    """The SVG inside a larger one with its words around it. Raises `ValueError` for what is no sized SVG."""
    found = SIZED.search(drawn)
    if found is None:
        raise ValueError("A picture without a size cannot be framed")
    inner_width, inner_height = float(found[2]), float(found[4])
    width = max(SMALLEST_WIDTH, inner_width + 2 * MARGIN)
    room = width - 2 * MARGIN
    words, y = _lines([title], room / TITLE_LETTER, MARGIN, TITLE_LINE, f'font-size="{TITLE_SIZE}" font-weight="bold"')
    asked, y = _lines(frame.asked, room / theme.LETTER, y + 2, TEXT_LINE, f'font-size="{theme.TEXT_SIZE}"')
    top = y + 10
    source, end = _lines(
        frame.source, room / theme.LETTER, top + inner_height + 8, TEXT_LINE, f'font-size="{theme.TEXT_SIZE}"'
    )
    height = end + MARGIN
    inner = f'<svg x="{MARGIN}" y="{top:g}"{drawn[found.start() + len("<svg") :]}'
    ground = f'<rect width="{width:g}" height="{height:g}" fill="white"/>'
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">'
    )
    return "".join([opened, ground, *words, *asked, inner, *source, "</svg>"])


def _lines(texts: Sequence[str], letters: float, top: float, line: int, look: str) -> tuple[list[str], float]:
    """Text elements from a height downwards, and the height after the last."""
    drawn, y = [], top
    for text in texts:
        for each in wrapped(text, int(letters), MOST_LINES):
            y += line
            drawn.append(
                f'<text x="{MARGIN}" y="{y - 5:g}" font-family="{theme.FONT}" fill="{theme.INK}" {look}>'
                f"{escape(each)}</text>"
            )
    return drawn, y
