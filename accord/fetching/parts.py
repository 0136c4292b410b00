"""A file that is half here: its bytes so far, and beside them what must be the same for the rest to fit."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

PART, NOTE = ".part", ".part.json"


@dataclass(frozen=True, slots=True)
class Begun:
    """What a download began with: the address asked, the strong tag of that version, and its hash if one was given."""

    address: str
    etag: str = ""
    sha256: str = ""


class PartFile:
    """The bytes so far of one download, under a name of its own in a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path, self._note = folder / f"{name}{PART}", folder / f"{name}{NOTE}"

    def here(self, address: str) -> tuple[int, Begun]:
        """How many bytes are here of an address that can be gone on with; 0 where it has to begin anew."""
        begun = self._read()
        if begun is None or begun.address != address or not begun.etag or not self.path.exists():
            return 0, Begun(address)
        return self.path.stat().st_size, begun

    def begin(self, begun: Begun) -> IO[bytes]:
        """Begin anew. The note goes first: bytes without a note are nothing, and never taken for another version's."""
        self._note.unlink(missing_ok=True)
        self.path.write_bytes(b"")
        draft = self._note.with_suffix(".new")
        draft.write_text(json.dumps(asdict(begun)), encoding="utf-8")
        os.replace(draft, self._note)
        return self.go_on()

    def go_on(self) -> IO[bytes]:
        """Go on after the last byte that is here."""
        return self.path.open("ab")

    def drop(self) -> None:
        """Keep nothing of it."""
        self._note.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def _read(self) -> Begun | None:
        with suppress(OSError, ValueError, TypeError):
            return Begun(**json.loads(self._note.read_text(encoding="utf-8")))
        return None
