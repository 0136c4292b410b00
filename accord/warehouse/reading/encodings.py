"""Which encoding a text file is in: told by its byte-order mark, else by what decodes."""

from __future__ import annotations

import codecs
from pathlib import Path

from accord.warehouse.problems import Problem, Refused

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(path: Path, file: str) -> str:
    """The encoding of a text file: UTF-8 or UTF-16 with or without a mark, else Windows-1252.

    Raises Refused where no encoding fits, or where there are zero bytes, which text does not have.
    """
    with path.open("rb") as stream:
        start = stream.read(4096)
    for mark, name in _MARKS:
        if start.startswith(mark):
            _check(path, file, name)
            return name
    unmarked = _unmarked_utf16(start)
    if unmarked is not None:
        _check(path, file, unmarked)
        return unmarked
    _refuse_zero_bytes(path, file)
    for name in ("utf-8", "cp1252"):
        if _decodes(path, name):
            return name
    raise Refused([_unreadable(file)])


def _unmarked_utf16(start: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain English text is zero."""
    if len(start) < 4 or len(start) % 2:
        start = start[: len(start) // 2 * 2]
    even, odd = start[0::2], start[1::2]
    half = len(even) * 0.8
    if odd.count(0) > half and even.count(0) == 0:
        return "utf-16-le"
    if even.count(0) > half and odd.count(0) == 0:
        return "utf-16-be"
    return None


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _check(path: Path, file: str, name: str) -> None:
    if not _decodes(path, name):
        raise Refused([_unreadable(file)])


def _refuse_zero_bytes(path: Path, file: str) -> None:
    row = 1
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            at = chunk.find(b"\0")
            if at >= 0:
                row += chunk.count(b"\n", 0, at)
                raise Refused([_zero_byte(file, row)])
            row += chunk.count(b"\n")


def _zero_byte(file: str, row: int) -> Problem:
    return Problem(
        "zero_bytes",
        f"Row {row:,} holds zero bytes, which a text file never does: the file is damaged or is not text.",
        "Download the file again, or open it in a spreadsheet and save it as CSV.",
        file,
        row=row,
    )


def _unreadable(file: str) -> Problem:
    return Problem(
        "unreadable_text",
        "The letters in this file cannot be read: it is neither UTF-8, UTF-16 nor Windows text.",
        "Open the file in a spreadsheet and save it as CSV UTF-8.",
        file,
    )
