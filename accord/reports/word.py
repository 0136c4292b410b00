"""A document as a Word file on A4: headings, alternative text, header rows that repeat, British English."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from accord.reports.documents import Bullets, Contents, Document, Grid, Heading, Numbers, Paragraph, Picture
from accord.reports.letters import without_controls

BLUE, GREY = RGBColor(0x12, 0x43, 0x6D), RGBColor(0x3D, 0x3D, 0x3D)
WIDTH, PICTURE_WIDTH = Cm(17), Cm(15)
TABLE = "Light Shading"
SIZES = {"Title": 22, "Heading 1": 16, "Heading 2": 12, "Heading 3": 11, "Caption": 9}


def as_docx(document: Document, *, dots: Callable[[str], bytes], made_at: datetime) -> bytes:
    """The Word file; ``dots`` draws an SVG as PNG, and ``made_at`` goes into the properties of the file."""
    word = docx.Document()
    _page(word, document)
    _letters(word)
    told = word.core_properties
    told.title, told.language, told.author = without_controls(document.title)[:255], "en-GB", "Accord"
    told.created = told.modified = made_at
    _small(word.add_paragraph(without_controls(document.kind)))
    word.add_paragraph(without_controls(document.title), style="Title")
    _small(word.add_paragraph(without_controls(document.made)))
    for block in document.blocks:
        if isinstance(block, Contents):
            _contents(word, block, document)
        elif isinstance(block, Picture):
            _picture(word, block, dots(block.svg))
        else:
            _WRITERS[type(block)](word, block)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _page(word: Word, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{without_controls(document.foot)}  Page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)
    _small(foot)


def _letters(word: Word) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    normal.paragraph_format.space_after = Pt(5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    for name, size in SIZES.items():
        style = word.styles[name]
        style.font.size, style.font.color.rgb, style.font.bold = Pt(size), BLUE, True
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for which in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(which), "Arial")
        for which in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(which), None)


def _small(paragraph: Any) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8), GREY


def _heading(word: Word, block: Heading) -> None:
    made = word.add_heading(without_controls(block.text), block.level)
    made.paragraph_format.page_break_before = block.on_new_page


def _paragraph(word: Word, block: Paragraph) -> None:
    made = word.add_paragraph(without_controls(block.text))
    if block.small:
        _small(made)
    elif block.lead:
        made.runs[0].font.size = Pt(12)


def _bullets(word: Word, block: Bullets) -> None:
    for each in block.items:
        word.add_paragraph(without_controls(each), style="List Bullet")


def _numbers(word: Word, block: Numbers) -> None:
    for number, words in block.items:
        made = word.add_paragraph()
        run = made.add_run(without_controls(number))
        run.font.size, run.font.bold, run.font.color.rgb = Pt(16), True, BLUE
        made.paragraph_format.space_after = Pt(1)
        made.add_run(f"  {without_controls(words)}")


def _picture(word: Word, block: Picture, png: bytes) -> None:
    word.add_picture(io.BytesIO(png), width=PICTURE_WIDTH)
    word.inline_shapes[-1]._inline.docPr.set("descr", without_controls(block.alt))


def _grid(word: Word, block: Grid) -> None:
    caption = word.add_paragraph(without_controls(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = word.add_table(rows=1 + len(block.rows), cols=len(block.columns), style=TABLE)
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    cells = iter(table._cells)  # asked once: python-docx looks through the whole table for each single cell
    columns = list(zip(block.columns, block.widths, strict=True))
    for texts in (tuple(each.text for each in block.columns), *block.rows):
        for text, (column, share) in zip(texts, columns, strict=True):
            _cell(next(cells), text, int(WIDTH * share), numeric=column.numeric)
    word.add_paragraph()


def _cell(cell: Any, text: str, width: int, *, numeric: bool) -> None:
    cell.width = width
    paragraph = cell.paragraphs[0]
    paragraph.add_run(without_controls(text)).font.size = Pt(8)
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _contents(word: Word, block: Contents, document: Document) -> None:
    word.add_heading(without_controls(block.title), 2)
    parts = [each.text for each in document.blocks if isinstance(each, Heading) and each.level == 1]
    _bullets(word, Bullets(tuple(parts)))


_WRITERS: dict[type, Any] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Numbers: _numbers,
    Grid: _grid,
}
