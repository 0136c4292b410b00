"""Papers from plain descriptions: whatever a name holds, it stands in the file as it is and is nobody's markup."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import docx
import pytest
from docx.shared import Cm
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from accord.reports.documents import (
    Bullets,
    Contents,
    Document,
    Grid,
    Heading,
    Heads,
    Numbers,
    Paragraph,
    Picture,
)
from accord.reports.letters import OTHER_SIGNS, STAND_IN, drawable, without_controls
from accord.reports.pdf import CannotBePrinted, as_pdf
from accord.reports.word import as_docx
from tests.factories.papers import below, flat, parts_of_docx, parts_of_pdf, tables_of, tags

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 400 200">'
    '<rect width="400" height="200" fill="#eee"/><text x="9" y="40" font-family="Arial, sans-serif">{}</text></svg>'
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
HOSTILE = (
    r'#panic("x") $a$ @b [c] \d *e* _f_ `g` <h> // i /* j */ = k - l + m / n: ~ ## #{ #[ "q" '
    "'r' &amp; ]]> {{s}} %t"
)


def paper(name: str) -> Document:
    """Every kind of block, each with the name in it."""
    return Document(
        name,
        f"Pack of {name}",
        f"Made for {name}",
        f"Foot of {name}",
        (
            Heading(f"Summary of {name}"),
            Paragraph(f"Lead of {name}", lead=True),
            Numbers(((name, "first"), ("2", name), ("3", "third"))),
            Picture(SVG.format("5 of 6"), f"A picture of {name}", fills=True),
            Paragraph(f"Small print of {name}", small=True),
            Bullets((name, f"Second of {name}")),
            Heading("All of them", on_new_page=True),
            Contents("In this pack"),
            Heading(f"School {name}", on_new_page=True),
            Heading(f"Below {name}", 2),
            Grid(f"Rows of {name}", (Heads("Name"), Heads("Number", numeric=True)), ((name, "17"), ("other", name))),
        ),
    )


def word(document: Document) -> bytes:
    return as_docx(document, dots=lambda svg: PNG, made_at=AT)


printable = st.text(st.characters(min_codepoint=32, max_codepoint=0x17E, exclude_categories=("Cc", "Cf")), min_size=1)
anything = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)


@settings(max_examples=6, deadline=None)
@given(name=printable.map(lambda text: text.strip()[:60]).filter(lambda text: bool(flat(text))))
@example(name=HOSTILE)
@example(name="#")
@example(name="https://example.org/a_b")
def test_a_name_stands_in_a_pdf_as_it_is(name: str):
    document = paper(name)
    letters = "".join(flat(drawable(name)).split())
    found = parts_of_pdf(as_pdf(document))
    last = "".join(found[-1].words.split())
    assert "".join(found[-1].title.split()) == f"School{letters}"
    assert f"Rowsof{letters}" in last and f"{letters}17" in last and f"other{letters}" in last
    assert f"Leadof{letters}" in "".join(found[0].words.split())


@settings(max_examples=6, deadline=None)
@given(name=anything)
@example(name=HOSTILE)
@example(name="\x00\x07\u202e\ufffe\u200b")
def test_whatever_a_name_holds_every_file_opens(name: str):
    assert as_pdf(paper(name)).startswith(b"%PDF-")
    found = parts_of_docx(word(paper(name)))
    assert flat(without_controls(f"School {name}")) in found[-1].words


def test_letters_that_the_font_lacks_are_stood_in_for_and_all_others_are_drawn():
    every = [*map(chr, range(0x20, 0x250)), *OTHER_SIGNS]
    drawn = [sign for sign in every if drawable(sign) == sign and sign.strip()]
    assert len(drawn) > 300 and {"\u0175", "\u0177", "\u00f4", "\u2019", "\u2212"} <= set(drawn)
    text = " ".join(drawn)
    document = Document("All", "Letters", "Now", "Foot", (Heading("Letters"), Paragraph(text)))
    assert "".join(drawn) in "".join(flat(parts_of_pdf(as_pdf(document))[0].words).split())
    assert drawable("\u6f22\U0001f600") == STAND_IN * 2


def test_a_pdf_is_tagged_and_says_its_language_and_title():
    content = as_pdf(paper("Ash & Elm"))
    reader = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], reader.metadata.title, root["/MarkInfo"]["/Marked"]) == ("en-GB", "Ash & Elm", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    found = tags(content)
    tables = [element for kind, element in found if kind == "/Table"]
    assert len(tables) == 1 and below(tables[0]).count("/TH") == 2
    told = [element["/Alt"] for kind, element in found if kind == "/Figure" and "/Alt" in element]
    assert told == ["A picture of Ash & Elm"]
    assert b"pdfuaid" in content
    assert [float(side) for side in reader.pages[0].mediabox[2:]] == pytest.approx([595.28, 841.89], abs=0.01)


def test_a_picture_takes_the_room_that_the_first_page_leaves():
    for lines in (1, 12, 26):
        first = paper("Ash")
        filled = (*first.blocks[:4], Bullets(("A sentence of one line.",) * lines), Heading("Next", on_new_page=True))
        pages = PdfReader(io.BytesIO(as_pdf(Document("Ash", "k", "m", "f", filled)))).pages
        assert len(pages) == 2, lines


def test_what_is_no_pdf_for_everybody_is_refused():
    silent = Document("Ash", "k", "m", "f", (Heading("One"), Heading("Three", 3)))
    with pytest.raises(CannotBePrinted):
        as_pdf(silent)


def test_the_same_paper_is_the_same_pdf():
    assert as_pdf(paper("Ash")) == as_pdf(paper("Ash")) != as_pdf(paper("Oak"))


def test_a_word_file_is_of_a4_in_british_english_with_marked_headers_and_described_pictures():
    content = word(paper("Ash & Elm"))
    opened = docx.Document(io.BytesIO(content))
    section = opened.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert opened.core_properties.title == "Ash & Elm" and opened.core_properties.language == "en-GB"
    assert [marked for marked, _ in tables_of(opened)] == [True]
    assert sum(cell.width for cell in opened.tables[0].rows[0].cells) == pytest.approx(Cm(17), abs=Cm(0.01))
    assert [each._inline.docPr.get("descr") for each in opened.inline_shapes] == ["A picture of Ash & Elm"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("word/styles.xml").decode()
        assert 'w:lang w:val="en-GB"' in styles
        for name in archive.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(archive.read(name))
