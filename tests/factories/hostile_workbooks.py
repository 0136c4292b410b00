"""Workbooks made part by part, as no spreadsheet program makes them: the small KS2 file with something evil in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from tests.factories.ks2_files import table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"


def cell(reference: str, text: str) -> str:
    """A cell with a text of its own."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def letters(column: int) -> str:
    """A, B, …, Z, AA: what a column is called."""
    name = ""
    while column >= 0:
        column, place = divmod(column, 26)
        name, column = chr(65 + place) + name, column - 1
    return name


def rows(cells: Sequence[Sequence[str]], instead: Mapping[str, str] | None = None) -> str:
    """Rows as XML; ``instead`` gives the XML of a cell by its reference."""
    instead = instead or {}
    out = []
    for at, row in enumerate(cells, start=1):
        places = [f"{letters(column)}{at}" for column in range(len(row))]
        out.append(f'<row r="{at}">' + "".join(
            instead.get(place) or cell(place, text) for place, text in zip(places, row, strict=True)
        ) + "</row>")  # fmt: skip
    return "".join(out)


def sheet(inside: str, *, before: str = "", after: str = "") -> str:
    """A worksheet around its rows."""
    return f'{HEAD}{before}<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData>{after}</worksheet>'


def workbook(parts: Mapping[str, str | bytes] | None = None, *, kind: str = "sheet") -> bytes:
    """A workbook of one sheet, the small KS2 file; ``parts`` are put in, or take the place of what is there."""
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    main = f"{office}.sheet.main+xml" if kind == "sheet" else "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        f'<Override PartName="/{BOOK}" ContentType="{main}"/>'
        f'<Override PartName="/{SHEET}" ContentType="{office}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="{BOOK}"/></Relationships>',
        BOOK: f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Results" sheetId="1" r:id="rId1"/></sheets></workbook>',
        LINKS: f'{HEAD}<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        SHEET: sheet(rows(table())),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (made | dict(parts or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


def linked(target: str, kind: str, *, mode: str = "External") -> str:
    """The workbook's relations, with one more that points outside."""
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId9" Type="{OFFICE}/{kind}" Target="{escape(target)}" TargetMode="{mode}"/>'
        "</Relationships>"
    )


def formula(reference: str, text: str, result: str | None) -> str:
    """A cell with a formula, and its result as it was last seen."""
    value = "" if result is None else f"<v>{escape(result)}</v>"
    return f'<c r="{reference}" t="str"><f>{escape(text)}</f>{value}</c>'
