"""A list that comes as a file, turned into the text that somebody would have pasted."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from django.conf import settings

from accord.register.actions.group_lists import ListRefused
from accord.register.rules.group_lists import ListProblem
from accord.warehouse.sheet_cells import OF_A_LIST, read_cells

_NO_TEXT = (b"PK", b"\x1f\x8b", b"PAR1", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


def text_of(path: Path, name: str) -> str:
    """The text of a CSV, TSV or TXT, or the cells of a workbook set apart by tabs, line for line as people see them.

    A workbook is opened in a confined process. Raises `ListRefused` for what cannot be read.
    """
    with path.open("rb") as stream:
        start = stream.read(4096)
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if start.startswith(_NO_TEXT) or (b"\0" in start and not wide):
        return _text_of_workbook(path, name)
    if path.stat().st_size > OF_A_LIST.raw_bytes:
        most = OF_A_LIST.raw_bytes // 2**20
        raise _refused(f"{name} has more than the {most} MiB that a list may have.", "Send only the list.")
    content = path.read_bytes()
    return content.decode("utf-16", "replace") if wide else _decoded(content)


def _decoded(content: bytes) -> str:
    """UTF-8, else what spreadsheets on Windows write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _text_of_workbook(path: Path, name: str) -> str:
    scratch = Path(settings.ACCORD_STAGING) / f"list-{uuid4()}"
    cells = read_cells(path, scratch, original_name=name)
    if cells.problems:
        problems = [ListProblem(each.row, each.column or "", "", each.message, each.fix) for each in cells.problems]
        raise ListRefused(problems)
    lines: list[str] = []
    for number, row in cells.rows:
        lines.extend([""] * (number - 1 - len(lines)))
        lines.append("\t".join(_cell(each) for each in row))
    return "\n".join(lines)


def _cell(text: str) -> str:
    plain = " ".join(text.split())
    return f'"{plain.replace(chr(34), chr(34) * 2)}"' if '"' in plain else plain


def _refused(message: str, fix: str) -> ListRefused:
    return ListRefused([ListProblem(None, "", "", message, fix)])
