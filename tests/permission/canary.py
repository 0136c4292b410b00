"""Words that stand nowhere else: each is planted in one thing of the world, and found in whatever an answer is made of.

A canary names its kind and its owner (``list row`` of ``501``), so that a table can say who may see it.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from pypdf import PdfReader

from tests.factories.papers import tags

WORD = re.compile(r"qz[bcdfghjklmnpqrstvwx]{7}zq", re.IGNORECASE)
LETTERS = "bcdfghjklmnpqrstvwx"
PNG = b"\x89PNG\r\n\x1a\n"
WHERE = re.compile(r'(?:href|src|srcset|action|formaction|value)="([^"]*)"')

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)


@dataclass(frozen=True, slots=True)
class Canary:
    """What a word was planted in: its kind, and whose it is."""

    kind: str
    whose: str


@dataclass(slots=True)
class Aviary:
    """Every canary of a world, by its word in small letters; numbers stand for figures that nobody else has."""

    known: dict[str, Canary] = field(default_factory=dict)
    numbers: dict[str, Canary] = field(default_factory=dict)

    def word(self, kind: str, whose: str, before: str = "") -> str:
        """A new word for a thing, after what the thing would be called: ``Heron Alliance Qz…zq``."""
        digest = hashlib.sha256(f"{kind}|{whose}|{len(self.known)}".encode()).digest()
        made = "Qz" + "".join(LETTERS[each % len(LETTERS)] for each in digest[:7]) + "zq"
        assert made.lower() not in self.known
        self.known[made.lower()] = Canary(kind, whose)
        return f"{before} {made}".strip()

    def number(self, kind: str, whose: str, figure: int) -> int:
        """Have a figure, at least four digits long, count as a canary wherever it is printed whole."""
        assert figure > 1000 and str(figure) not in self.numbers
        self.numbers[str(figure)] = Canary(kind, whose)
        return figure

    def found_in(self, text: str) -> set[Canary]:
        """The canaries in a text, and figures with or without their comma."""
        found = {self.known[word.lower()] for word in WORD.findall(text) if word.lower() in self.known}
        if self.numbers:
            bare = re.sub(r"(?<=\d),(?=\d{3})", "", text)
            # A public id is drawn at random, and may have any four digits between its dashes.
            for figure in set(re.findall(r"(?<![\w.])\d{4,6}(?!\.?\w)", UUID.sub(" ", bare))):
                if figure in self.numbers:
                    found.add(self.numbers[figure])
        return found


def texts(content: bytes, kind: str, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in an answer with where it stood: a page, the parts of a workbook, what a picture says of itself.

    A file inside a file is opened too. What is no known kind is read as text, so that nothing is passed over.
    """
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            yield f"{name}archive comment", book.comment.decode("utf-8", "replace")
            for part in book.infolist():
                yield f"{name}name of a part", f"{part.filename} {part.comment.decode('utf-8', 'replace')}"
                yield from texts(book.read(part), part.filename.rpartition(".")[2], f"{name}{part.filename} ")
    elif content.startswith(b"%PDF-"):
        yield from ((f"{name}paper", said) for said in paper_texts(content))
    elif content.startswith(PNG):
        yield from ((f"{name}picture", said) for said in picture_texts(content))
    else:
        text = content.decode("utf-8", "replace")
        yield f"{name}{kind or 'text'}", unquote(unescape(text))


def paper_texts(content: bytes) -> Iterator[str]:
    """What a PDF shows on its pages, what it says of itself, and the words of its tags for those who cannot see it."""
    reader = PdfReader(io.BytesIO(content))
    yield " ".join(str(each) for each in (reader.metadata or {}).values())
    yield from (page.extract_text() for page in reader.pages)
    yield from (str(element["/Alt"]) for _, element in tags(content) if "/Alt" in element)


def picture_texts(content: bytes) -> Iterator[str]:
    """What the chunks of a PNG say beside its dots: plain, packed and international text, and its EXIF."""
    at = len(PNG)
    while at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        at += 12 + length
        if kind in (b"tEXt", b"eXIf"):
            yield body.decode("latin-1")
        elif kind == b"zTXt":
            key, _, packed = body.partition(b"\0")
            yield f"{key.decode('latin-1')} {zlib.decompress(packed[1:]).decode('latin-1')}"
        elif kind == b"iTXt":
            key, _, rest = body.partition(b"\0")
            is_packed, rest = rest[0], rest[2:]
            *said, text = rest.split(b"\0", 2)
            text = zlib.decompress(text) if is_packed else text
            yield " ".join(each.decode("utf-8", "replace") for each in (key, *said, text))


def addresses(page: str) -> list[str]:
    """Every address in a page and every value that a form would send on in one."""
    return [unquote(unescape(each)) for each in WHERE.findall(page) if "/" in each or "?" in each]
