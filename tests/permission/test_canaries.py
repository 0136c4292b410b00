"""A planted canary is found in everything that an answer can be made of: else finding none would say nothing."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from datetime import UTC, datetime

import pytest
from django.http import FileResponse, HttpResponse

from accord.reports.documents import Document, Heading, Paragraph
from accord.reports.pdf import as_pdf
from accord.reports.word import as_docx
from accord.ui.tables.files import as_csv, as_xlsx
from accord.ui.tables.tables import Column, Source, Table, said
from tests.permission.asking import Answered, Tally
from tests.permission.canary import PNG, Aviary, Canary, texts
from tests.permission.expectations import Ask, Cell
from tests.permission.telling import foreign, may_see, rule
from tests.permission.viewers import named, viewers, written
from tests.permission.world import World

pytestmark = pytest.mark.django_db

SECRET = Canary("name of a list", "502")
STRANGER = "data_manager own"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture(kind: bytes, body: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return PNG + head + chunk(kind, body) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def book(word: str, part: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr(part, f"<said>{word}</said>")
    return file.getvalue()


def table(word: str) -> Table:
    return Table("t", "Things", (Column("name", "Name", "what it is called"),), (((said(word),), False),))


def bodies(word: str) -> dict[str, tuple[bytes, str]]:
    """The word in everything that is sent, with the type it is sent as."""
    text = word.encode()
    escaped = "".join(f"&#{ord(each)};" for each in word)
    percent = "".join(f"%{ord(each):02x}" for each in word)
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {
        "page": (b"<p>" + text + b"</p>", "text/html"),
        "page, escaped": (f"<p>{escaped}</p>".encode(), "text/html"),
        "page, in an attribute": (f'<a title="{word.upper()}">'.encode(), "text/html"),
        "page, in an address": (f'<a href="/x/{percent}/">'.encode(), "text/html"),
        "page, in a comment": (f"<!-- {word} -->".encode(), "text/html"),
        "CSV": (f"a,b\r\n1,{word}\r\n".encode("utf-8-sig"), "text/csv"),
        "JSON": (json.dumps({"a": [{"b": word}]}).encode(), "application/json"),
        "SVG": (f"<svg><desc>{word}</desc></svg>".encode(), "image/svg+xml"),
        "XLSX, shared strings": (book(word, "xl/sharedStrings.xml"), sheet),
        "XLSX, a second sheet": (book(word, "xl/worksheets/sheet2.xml"), sheet),
        "XLSX, properties": (book(word, "docProps/core.xml"), sheet),
        "XLSX, custom properties": (book(word, "docProps/custom.xml"), sheet),
        "XLSX, comments": (book(word, "xl/comments1.xml"), sheet),
        "XLSX, a part's name": (book("", f"xl/{word}.xml"), sheet),
        "ZIP with a book inside": (_zip("inner.xlsx", book(word, "xl/sharedStrings.xml")), "application/zip"),
        "PNG, text": (picture(b"tEXt", b"Title\0" + text), "image/png"),
        "PNG, packed text": (picture(b"zTXt", b"Title\0\0" + zlib.compress(text)), "image/png"),
        "PNG, international": (picture(b"iTXt", b"Title\0\0\0\0\0" + text), "image/png"),
        "PNG, packed international": (picture(b"iTXt", b"Title\0\1\0\0\0" + zlib.compress(text)), "image/png"),
        "unknown kind": (b"\x00\x01" + text, "application/octet-stream"),
    }


def _zip(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr(name, content)
    return file.getvalue()


def cell(viewer: str) -> Cell:
    return Cell(named(viewer), "GET", Ask("x", "GET", "/x/"), 200)


def answered(content: bytes = b"", kind: str = "text/html", **more: object) -> Answered:
    response = HttpResponse(content, content_type=kind)
    for name, value in more.get("headers", {}).items():  # type: ignore[attr-defined]
        response[name] = value
    if "cookie" in more:
        response.set_cookie("messages", more["cookie"])
    return Answered(response, content, more.get("logs", ()), more.get("letters", ()), (), more.get("asked", ""))  # type: ignore[arg-type]


@pytest.fixture
def aviary() -> Aviary:
    return Aviary()


@pytest.mark.parametrize("medium", sorted(bodies("x")))
def test_a_planted_one_is_found(aviary: Aviary, medium: str) -> None:
    word = aviary.word(SECRET.kind, SECRET.whose)
    content, kind = bodies(word)[medium]
    found = foreign(cell(STRANGER), answered(content, kind), aviary, Tally())
    assert len(found) == 1 and "the name of a list of 502 in" in found[0], found
    mine = foreign(cell("data_manager other"), answered(content, kind), aviary, Tally())
    assert mine == []
    clean, _ = bodies("nothing")[medium]
    assert foreign(cell(STRANGER), answered(clean, kind), aviary, Tally()) == []


def test_a_planted_one_is_found_beside_the_body(aviary: Aviary) -> None:
    word = aviary.word(SECRET.kind, SECRET.whose)
    places = {
        "header": answered(headers={"Location": f"/x/?q={word}"}),
        "file name": answered(headers={"Content-Disposition": f'attachment; filename="{word}.csv"'}),
        "cookie": answered(cookie=word),
        "letter": answered(letters=(f"Subject: {word}",)),
        "log": answered(logs=(f"Not Found: /x/{word}",)),
    }
    missed = [place for place, found in places.items() if not foreign(cell(STRANGER), found, aviary, Tally())]
    assert missed == [] and len(places) == 5
    # Even of those who may see it, nothing goes into a log.
    assert foreign(cell("data_manager other"), places["log"], aviary, Tally())


def test_nobodys_name_stands_in_an_address(aviary: Aviary) -> None:
    word = aviary.word("name of a person", STRANGER)
    page = f'<p>{word}</p><form action="/people/?text={word}">'.encode()
    found = foreign(cell(STRANGER), answered(page), aviary, Tally())
    assert found == [f"{cell(STRANGER)}: the name of a person of {STRANGER} in an address"]
    assert foreign(cell(STRANGER), answered(f"<p>{word}</p>".encode()), aviary, Tally()) == []


def test_a_figure_is_found_with_and_without_its_comma(aviary: Aviary) -> None:
    aviary.number("figure in a held file", "502", 3503)
    assert aviary.found_in("d680d3e6-3503-45b6-8017-0123456789ab") == set()
    for text in ("3,503 pupils", "3503", "a,3503,b", '{"pupils":3503}'):
        assert aviary.found_in(text) == {Canary("figure in a held file", "502")}, text
    for text in ("13503", "0.3503", "35031", "2024-3503.5"):
        assert aviary.found_in(text) == set(), text


def test_the_files_that_the_product_writes_are_read(aviary: Aviary) -> None:
    word = aviary.word(SECRET.kind, SECRET.whose)
    source = Source(f"About {word}", (("Asked", word),), "30 November 2026", "a licence")
    said = Document("Coast", "pack", "today", "foot", (Heading("Schools"), Paragraph(word)))
    named = Document(f"About {word}", "pack", "today", "foot", (Heading("Schools"),))
    written_as = {
        "csv": as_csv(table(word)),
        "xlsx": as_xlsx(table(word), source),
        "pdf": as_pdf(said),
        "title of a pdf": as_pdf(named),
        "docx": as_docx(said, dots=str.encode, made_at=datetime(2026, 11, 30, tzinfo=UTC)),
    }
    for kind, content in written_as.items():
        assert any(SECRET in aviary.found_in(text) for _, text in texts(content, kind)), kind


def test_what_one_sent_oneself_is_not_told(aviary: Aviary) -> None:
    word = aviary.word(SECRET.kind, SECRET.whose)
    assert foreign(cell(STRANGER), answered(f"<p>{word}</p>".encode(), asked=f"/x/?q={word}"), aviary, Tally()) == []


def test_every_canary_of_the_world_is_written_of(world: World) -> None:
    kinds = {each.kind for each in (*world.aviary.known.values(), *world.aviary.numbers.values())}
    assert {kind for kind in kinds if rule(kind)} == kinds and len(kinds) >= 20
    assert sorted(set(written("canaries.yaml")) - kinds) == []
    seen = sum(may_see(each, viewer) for each in world.aviary.known.values() for viewer in viewers())
    print(f"{len(world.aviary.known)} words and {len(world.aviary.numbers)} figures of {len(kinds)} kinds; "
          f"{seen} of {len(world.aviary.known) * len(viewers())} pairs with a viewer allowed")
    assert len(world.aviary.known) > 300


def test_a_stream_is_read_to_its_end(aviary: Aviary) -> None:
    word = aviary.word(SECRET.kind, SECRET.whose)
    response = FileResponse(io.BytesIO(word.encode()), content_type="text/csv")
    content = b"".join(response.streaming_content)
    found = Answered(response, content, (), (), (), "")
    assert foreign(cell(STRANGER), found, aviary, Tally())
