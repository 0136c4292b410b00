"""What kind of file something is, told by its first bytes and, for archives, by what is inside."""

from __future__ import annotations

import codecs
import re
import zipfile
from enum import StrEnum
from pathlib import Path

from accord.warehouse.problems import Problem


class Kind(StrEnum):
    """Kinds of file, those that are read and those that are known in order to be refused well."""

    TEXT = "text"
    XLSX = "xlsx"
    ZIP = "zip"
    GZIP = "gzip"
    PARQUET = "parquet"
    GEOJSON = "geojson"
    EMPTY = "empty"
    OLD_EXCEL = "old_excel"
    LOCKED_EXCEL = "locked_excel"
    OTHER_SPREADSHEET = "other_spreadsheet"
    HTML = "html"
    PUPIL_TRANSFER = "pupil_transfer"
    OTHER_MARKUP = "other_markup"
    DOCUMENT = "document"


_DOCUMENTS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"SQLite format 3", b"\x7fELF", b"MZ")
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<?xml", b"<body", b"<table", b"<script", b"<!--", b"<ctfile")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|script)\b")
_ELEMENT = re.compile(rb"<([a-z_][\w.:-]*)")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def kind_of(path: Path) -> Kind:
    """The kind of a file. Anything that begins like nothing known is taken for text."""
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(path)
    if start.startswith(b"\x1f\x8b"):
        return Kind.GZIP
    if start.startswith(b"PAR1"):
        return Kind.PARQUET
    if start.startswith(_COMPOUND):
        return Kind.LOCKED_EXCEL if _LOCKED in path.read_bytes() else Kind.OLD_EXCEL
    if start.startswith(_DOCUMENTS):
        return Kind.DOCUMENT
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not text and path.stat().st_size == len(start):
        return Kind.EMPTY
    if text.startswith(b"{") and b"featurecollection" in text:
        return Kind.GEOJSON
    return _markup(text) if text.startswith(_MARKUP) else _markup_in_utf_16(start)


def _markup(text: bytes) -> Kind:
    """Which markup it is, by its first element: web pages too may begin with ``<?xml`` or a comment."""
    first = _ELEMENT.search(text)
    if first is not None and first[1].rpartition(b":")[2] == b"ctfile":
        return Kind.PUPIL_TRANSFER
    return Kind.HTML if _PAGE.search(text) or not text.startswith(b"<?xml") else Kind.OTHER_MARKUP


def _markup_in_utf_16(start: bytes) -> Kind:
    """Markup that begins with the mark of UTF-16; else it is text."""
    if not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Kind.TEXT
    text = start[: len(start) // 2 * 2].decode("utf-16", "replace").lstrip().lower().encode()
    return _markup(text) if text.startswith(_MARKUP) else Kind.TEXT


def _inside_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Kind.ZIP
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "xl/workbook.bin" in names or {"mimetype", "content.xml"} <= names:
        return Kind.OTHER_SPREADSHEET
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        return Kind.DOCUMENT
    return Kind.ZIP


_AS_CSV = "Open it in a spreadsheet, save it as CSV UTF-8 or as an Excel workbook (.xlsx), and send that."
_REFUSALS = {
    Kind.EMPTY: (
        "empty_file",
        "There is nothing in this file.",
        "Download it again, and check that it opens and shows rows.",
    ),
    Kind.OLD_EXCEL: (
        "old_spreadsheet",
        "This is a spreadsheet in the form Excel used before 2007 (.xls), or another old Office file.",
        _AS_CSV,
    ),
    Kind.LOCKED_EXCEL: (
        "password_protected",
        "This spreadsheet is protected by a password, so it cannot be opened.",
        "Open it with its password, save it without one, and send that.",
    ),
    Kind.OTHER_SPREADSHEET: (
        "other_spreadsheet",
        "This is a spreadsheet of a kind Accord does not read (.xlsb or .ods).",
        _AS_CSV,
    ),
    Kind.HTML: (
        "web_page",
        "This is a web page or other markup, not a table, whatever its name says. A download that ended on a page "
        "asking to sign in or wait looks like this.",
        "Open the address in a browser, download the file itself, and send that.",
    ),
    Kind.PUPIL_TRANSFER: (
        "pupil_file",
        "This is a Common Transfer File (CTF): it names single pupils, and goes from school to school.",
        "Do not send it here, and delete copies that nobody needs. Send the published table of schools instead.",
    ),
    Kind.OTHER_MARKUP: (
        "xml_file",
        "This is XML, a file for programs, not a table.",
        "Send the table the publisher offers beside it: CSV, Excel (.xlsx), ZIP, GZ or Parquet.",
    ),
    Kind.DOCUMENT: (
        "not_a_table",
        "This is a document, a picture or a program, not a table of figures.",
        "Send the table the publisher offers beside it: CSV, Excel (.xlsx), ZIP, GZ or Parquet.",
    ),
}


def refused_kind(kind: Kind, file: str) -> Problem | None:
    """The problem of a kind of file that is not read, or None if it is read."""
    words = _REFUSALS.get(kind)
    return None if words is None else Problem(*words, file)
