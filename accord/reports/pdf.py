"""A document as a tagged PDF on A4 that any reader may open and a screen reader can read (PDF/UA-1), by typst.

Whatever a name holds, it reaches typst as data and is never read as its markup.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import font_source_sans_pro
import typst

from accord.reports.documents import Block, Document, Grid, Picture
from accord.reports.letters import STAND_IN, drawable

TEMPLATE = Path(__file__).with_name("document.typ")
FONTS = Path(font_source_sans_pro.__file__).with_name("files")
FONT = "Source Sans Pro"
FAMILY = re.compile(r'font-family="[^"]*"')


class CannotBePrinted(ValueError):
    """Typst does not make a PDF/UA of it; the message says why."""


def as_pdf(document: Document) -> bytes:
    """The PDF, the same for the same document. Raises `CannotBePrinted`."""
    pictures = {f"picture-{at}.svg": _letters(each.svg) for at, each in enumerate(document.pictures)}
    told = json.dumps(_drawable(_plain(document)))
    files = {"main.typ": TEMPLATE.read_bytes(), "document.json": told.encode(), **pictures}
    try:
        made: bytes = typst.compile(
            cast(Any, files),  # a dictionary of files with their content, which its own types leave out
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            timestamp=0,
        )
    except typst.TypstError as error:
        raise CannotBePrinted(str(error)) from error
    return made


def _plain(document: Document) -> dict[str, Any]:
    drawn = {id(each): at for at, each in enumerate(document.pictures)}
    blocks = [_block(each, drawn) for each in document.blocks]
    title = document.title if drawable(document.title).strip() else STAND_IN
    return {"title": title, "kind": document.kind, "made": document.made, "foot": document.foot} | {
        "blocks": blocks
    }


def _block(block: Block, drawn: dict[int, int]) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Picture):
        return {"is": kind, "file": f"picture-{drawn[id(block)]}.svg", "alt": block.alt, "fills": block.fills}
    if isinstance(block, Grid):
        return {"is": kind, "widths": list(block.widths), **asdict(block)}
    return {"is": kind, **asdict(block)}


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, dict):
        return {key: _drawable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(each) for each in value]
    return value


def _letters(svg: str) -> bytes:
    """The picture in the letters of the paper."""
    tags = re.split(r"(<[^>]*>)", svg)
    told = "".join(tag if tag.startswith("<") else drawable(tag) for tag in tags)
    return FAMILY.sub(f'font-family="{FONT}"', told).encode()
