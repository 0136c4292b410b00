"""Whether what came looks like the file that was asked for: a page, an empty answer or half a file is not."""

from __future__ import annotations

import csv
import os
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from accord.meaning.sources import Form

PAGES = ("text/html", "application/xhtml+xml")
BEGINNING, END = 4096, 65536
PAGE = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|title)\b", re.IGNORECASE | re.DOTALL)
ASKS_TO_SIGN_IN = re.compile(rb"type\s*=\s*[\"']?password|sign[ -]?in|log[ -]?in|login", re.IGNORECASE)
MARK = b"\xef\xbb\xbf"


class NotTheFile(Exception):
    """What came is not the file that was asked for; the message says what it is instead."""


def form_of(path: Path, forms: Sequence[Form], content_type: str) -> Form:
    """In which of some forms a file came. Raises `NotTheFile`, saying what came instead."""
    with path.open("rb") as handle:
        beginning = handle.read(BEGINNING).removeprefix(MARK)
    if not beginning.strip():
        raise NotTheFile("The answer was empty.")
    if PAGE.match(beginning) or content_type.partition(";")[0].strip().lower() in PAGES:
        asks = ASKS_TO_SIGN_IN.search(beginning)
        what = "a page that asks to sign in" if asks else "a page of the web"
        raise NotTheFile(f"Instead of a file came {what}.")
    if beginning.startswith(b"PK"):
        return _packed(path, forms)
    if Form.CSV not in forms:
        raise NotTheFile(f"The file is no {' or '.join(forms).upper()}, which it should be.")
    if beginning.lstrip()[:1] in (b"<", b"{", b"["):
        raise NotTheFile("Instead of a table came XML or JSON, most likely a message of an error.")
    if b"\0" in beginning and beginning[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise NotTheFile("Instead of a table came something that is no text.")
    _check_end(path)
    return Form.CSV


def _packed(path: Path, forms: Sequence[Form]) -> Form:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise NotTheFile("The file begins as a ZIP and is none: it was cut short or damaged on the way.") from error
    form = Form.XLSX if "[Content_Types].xml" in names else Form.ZIP
    if form not in forms:
        raise NotTheFile(f"A {form.upper()} came where a {' or '.join(forms).upper()} should.")
    return form


def _check_end(path: Path) -> None:
    """A table that ends within a row was cut short by somebody who said that this was all."""
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - END), os.SEEK_SET)
        end = handle.read()
    if end[-1:] in (b"\n", b"\r", b"\0"):
        return
    lines = end.decode("latin-1").splitlines()[-2:]
    if len(lines) == 2 and _cells(lines[1]) < _cells(lines[0]):
        raise NotTheFile("The table ends within a row: it was cut short before it was sent.")


def _cells(line: str) -> int:
    try:
        return len(next(csv.reader([line]), []))
    except csv.Error:
        return 0
