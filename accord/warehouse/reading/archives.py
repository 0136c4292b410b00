"""Unpacks ZIP and GZ into a scratch folder: sizes are checked as declared and again while unpacking."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from errno import ENOMEM
from pathlib import Path, PurePosixPath
from typing import Protocol

from accord.warehouse.limits import Limits
from accord.warehouse.problems import Problem, Refused

_CHUNK = 1 << 20
_ENCRYPTED = 0x1
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)

_MEMORY_WORDS = ("out of memory", "Cannot allocate", "memory allocation", "Error -4 while")
"""Of expat, the system, Rust's and zlib's libraries."""


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def check_declared_sizes(path: Path, file: str, limits: Limits) -> None:
    """Refuse a ZIP or XLSX that is damaged, locked, or declares more parts or bytes than the limits allow."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except _DAMAGED as error:
        raise unreadable(file, error) from error
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refused([_locked(file)])
    declared = sum(entry.file_size for entry in entries)
    if declared > limits.expanded_bytes:
        raise Refused([_too_large(file, declared, limits)])


def zip_members(path: Path, file: str, limits: Limits, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Each file in a ZIP, by name, unpacked under ``scratch`` and removed after use.

    Raises Refused for damaged or locked archives, for paths that lead outside, and for too many or too large parts.
    """
    check_declared_sizes(path, file, limits)
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if _is_content(entry)]
        if not entries:
            raise Refused([_nothing_inside(file)])
        if len(entries) > limits.members:
            raise Refused([_too_many(file, len(entries), limits)])
        for entry in entries:
            if _leads_outside(entry.filename):
                raise Refused([_outside(file, entry.filename)])
        left = limits.expanded_bytes
        for number, entry in enumerate(entries, start=1):
            unpacked = scratch / f"member_{number}"
            try:
                with archive.open(entry) as stream:
                    left -= _copied(stream, unpacked, file, left, limits)
                yield entry.filename, unpacked
            except _DAMAGED as error:
                raise unreadable(f"{file}/{entry.filename}", error) from error
            finally:
                unpacked.unlink(missing_ok=True)


def unpacked_gzip(path: Path, file: str, limits: Limits, scratch: Path) -> Path:
    """The content of a GZ file, unpacked under ``scratch``."""
    target = scratch / "unpacked"
    try:
        with gzip.open(path) as stream:
            _copied(stream, target, file, limits.expanded_bytes, limits)
    except _DAMAGED as error:
        raise unreadable(file, error) from error
    return target


def _copied(stream: _Readable, target: Path, file: str, most: int, limits: Limits) -> int:
    size = 0
    with target.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise Refused([_too_large(file, size, limits)])
            out.write(chunk)
    return size


def _is_content(entry: zipfile.ZipInfo) -> bool:
    """Not a folder, nor what macOS and Windows leave in archives."""
    parts = PurePosixPath(entry.filename).parts
    if entry.is_dir() or not parts or "__MACOSX" in parts:
        return False
    return parts[-1] not in (".DS_Store", "Thumbs.db", "desktop.ini") and not parts[-1].startswith("._")


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in (path.parts[0] if path.parts else "")


def unreadable(file: str, error: BaseException) -> Exception:
    """Why a file could not be unpacked: MemoryError where that ran out, for libraries say so in words of their
    own and no file is to be called damaged for it; else Refused, as cut short or broken."""
    why: BaseException | None = error
    while why is not None:
        if isinstance(why, MemoryError) or getattr(why, "errno", None) == ENOMEM:
            return MemoryError(str(error))
        if any(words in str(why) for words in _MEMORY_WORDS):
            return MemoryError(str(error))
        why = why.__cause__ or why.__context__
    return Refused([_damaged(file)])


def _damaged(file: str) -> Problem:
    return Problem(
        "damaged_archive",
        "This file is damaged or was cut short: it cannot be unpacked.",
        "Download it again; if that does not help, ask whoever sent it for another copy.",
        file,
    )


def _locked(file: str) -> Problem:
    return Problem(
        "password_protected",
        "This archive is protected by a password, so it cannot be opened.",
        "Unpack it with its password and send the files inside.",
        file,
    )


def _too_large(file: str, size: int, limits: Limits) -> Problem:
    return Problem(
        "unpacks_too_large",
        f"Unpacked, this file has {size // 2**20:,} MiB or more; Accord unpacks up to "
        f"{limits.expanded_bytes // 2**20:,} MiB.",
        "Send the files inside it one by one, without those that hold no results.",
        file,
    )


def _too_many(file: str, count: int, limits: Limits) -> Problem:
    return Problem(
        "too_many_parts",
        f"This archive holds {count:,} files; Accord takes up to {limits.members:,} at once.",
        "Send only the files with results.",
        file,
    )


def _nothing_inside(file: str) -> Problem:
    return Problem(
        "empty_file",
        "There is no file in this archive.",
        "Pack it again, and check that it holds the file you mean to send.",
        file,
    )


def _outside(file: str, name: str) -> Problem:
    return Problem(
        "unsafe_archive",
        f"This archive holds a file named “{name}”, which would be written outside its folder.",
        "Do not open it. Fetch the file from its publisher instead.",
        file,
    )
