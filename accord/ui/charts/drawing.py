"""From a chart's specification to an accessible SVG, drawn once and kept by its content."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from threading import Lock
from typing import Any

import vl_convert

from accord.ui.charts.framed import Frame, framed
from accord.ui.charts.store import keep, kept

VEGA_LITE = "6.4"
MARKED_UP = re.compile(r'\s(?:aria-[a-z]+|role)="[^"]*"')
DRAWN_WITH = f"vl-convert {vl_convert.__version__}, Vega-Lite {VEGA_LITE}, form 2"

_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A specification with the words that stand for it where it cannot be seen.

    ``title`` is its finding or question; ``description`` one sentence. With a ``frame`` the title, what was asked,
    the source and the date stand in the picture itself: for one that leaves the page.
    """

    spec: Mapping[str, Any]
    title: str
    description: str
    frame: Frame | None = None

    @property
    def fingerprint(self) -> str:
        """The hash of everything that shows in the picture, and of what draws it."""
        around = None if self.frame is None else [self.frame.asked, self.frame.source]
        content = json.dumps([DRAWN_WITH, self.spec, self.title, self.description, around], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


def svg(drawing: Drawing) -> str:
    """The picture as SVG: one image with a name and a description, and no marks that speak by themselves."""
    known = kept(drawing.fingerprint)
    if known is not None:
        return known
    with _one_at_a_time:
        drawn = vl_convert.vegalite_to_svg(json.dumps(drawing.spec), vl_version=VEGA_LITE, allowed_base_urls=[])
    if drawing.frame is not None:
        drawn = framed(drawn, drawing.title, drawing.frame)
    finished = named(drawn, drawing.title, drawing.description)
    keep(drawing.fingerprint, finished)
    return finished


def png(drawing: Drawing, *, scale: float = 2.0) -> bytes:
    """The same picture in dots, for documents that take no SVG; ``scale`` 2 is sharp on paper at half width."""
    return dots(svg(drawing), scale=scale)


def dots(picture: str, *, scale: float = 2.0) -> bytes:
    """An SVG that was drawn here, in dots."""
    with _one_at_a_time:
        return bytes(vl_convert.svg_to_png(picture, scale=scale))


def named(drawn: str, title: str, description: str) -> str:
    """Vega's SVG without its roles and labels for every mark, with one title and one description."""
    bare = MARKED_UP.sub("", drawn)
    words = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return re.sub(r"<svg ([^>]*)>", lambda m: f'<svg {m.group(1)} role="img">{words}', bare, count=1)
