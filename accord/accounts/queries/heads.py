"""The heads of the record that are kept in a file, outside the database."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from accord.accounts.rules.chain import Head
from accord.accounts.rules.whole_record import DONE, READS

LINE = re.compile(rf"({DONE}|{READS}) ([1-9][0-9]*) ([0-9a-f]{{64}})")
LONGEST_LINE = 120


class NotAHead(ValueError):
    """A line that is no head; says which and what one looks like."""


def heads_file(state: Path) -> Path:
    """Where heads are kept: one line each, ``done 1204 9f86…``."""
    return state / "record-heads.txt"


def heads_in(path: Path) -> Iterator[Head]:
    """Every head of a file, oldest first; none where there is no file. Raises NotAHead."""
    if not path.exists():
        return
    with path.open(encoding="ascii", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield head_of(line)
            except NotAHead as error:
                raise NotAHead(f"Line {number} of {path.name}: {error}") from error


def head_of(text: str) -> Head:
    """A head as it is written: ``done 1204 9f86…``. Raises NotAHead."""
    found = LINE.fullmatch(text.strip())
    if found is None:
        raise NotAHead(
            f"A head is the name of the record ({DONE} or {READS}), a number and 64 characters from 0 to f."
            " `accord audit head` prints it."
        )
    return Head(found[1], int(found[2]), found[3])


def last_head(path: Path) -> Head | None:
    """The last head of a file, without reading the rest; None where there is none that can be read."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - LONGEST_LINE))
        ending = file.read().decode("ascii", errors="replace").rstrip("\n").rpartition("\n")[2]
    try:
        return head_of(ending)
    except NotAHead:
        return None
