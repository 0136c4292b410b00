"""Packs read back as a reader meets them: part by part, each with its sentences and the rows of its tables."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader


@dataclass(frozen=True, slots=True)
class Part:
    """What stands below one heading of the first level: its words in order, rows of tables as words too."""

    title: str
    words: str


def flat(text: str) -> str:
    """The text with single spaces, and none of the signs that only lay it out."""
    return re.sub(r"\s+", " ", text.replace("\u2060", "")).strip()


def parts_of_pdf(content: bytes) -> list[Part]:
    """A part for each bookmark, from its page to the page of the next."""
    reader = PdfReader(io.BytesIO(content))
    starts = [
        (str(each.title), reader.get_destination_page_number(each)) for each in reader.outline if hasattr(each, "title")
    ]
    pages = [flat(page.extract_text()) for page in reader.pages]
    ends = [start for _, start in starts[1:]] + [len(pages)]
    found = zip(starts, ends, strict=True)
    return [Part(flat(title), flat(" ".join(pages[start:end]))) for (title, start), end in found]


def parts_of_docx(content: bytes) -> list[Part]:
    """A part for each heading of the first level."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Paragraph) and block.style is not None and block.style.name == "Heading 1":
            parts.append((flat(block.text), []))
        parts[-1][1].append(_words(block))
    return [Part(title, flat(" ".join(words))) for title, words in parts]


def _words(block: Paragraph | Table) -> str:
    if isinstance(block, Paragraph):
        return block.text
    return " ".join(cell.text for row in block.rows for cell in row.cells)


def tags(content: bytes) -> list[tuple[str, Mapping[str, Any]]]:
    """Every element of the structure of a PDF: its kind and what is written on it, parents before children."""
    root = PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]
    return list(_below(root))


def _below(element: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    element = element.get_object()
    if not isinstance(element, dict):
        return
    if "/S" in element:
        yield str(element["/S"]), element
    children = element.get("/K", [])
    children = children.get_object() if hasattr(children, "get_object") else children
    for each in children if isinstance(children, list) else [children]:
        yield from _below(each) if hasattr(each, "get_object") else ()


def below(element: Mapping[str, Any]) -> list[str]:
    """The kinds of what lies below an element."""
    return [kind for kind, _ in _below(element)][1:]


def tables_of(word: Word) -> list[tuple[bool, Table]]:
    """The tables of a Word file, each with whether its first row is marked as its header."""
    return [(each.rows[0]._tr.trPr is not None and _marked(each), each) for each in word.tables]


def _marked(table: Table) -> bool:
    return table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
