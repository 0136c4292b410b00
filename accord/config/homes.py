"""Where an installation keeps everything: its folders, its secret key and its lock.

Nothing here needs Django, so that the settings can ask before Django starts.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOMS = ("releases", "raw", "staging", "definitions", "static", "state")
"""The folders of a home; `state` holds what is true of the running processes only."""

RESTORING = "restoring"
"""The file that stands in a home while a backup is being put back into it."""

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def home_path() -> Path:
    """The folder named by ACCORD_HOME, else the one the XDG convention gives, as an absolute path."""
    named = os.environ.get("ACCORD_HOME", "").strip()
    return Path(named or "~/.local/share/accord").expanduser().absolute()


def lay_out(home: Path) -> Path:
    """Make the home and its folders, readable by their owner only. Returns the home.

    Raises OSError when the place cannot be written to.
    """
    home.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    for room in ROOMS:
        (home / room).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return home


def secret_key(home: Path) -> str:
    """The key that signs sessions: from ACCORD_SECRET_KEY, else kept in the home, made when absent.

    Two processes that start together must agree, so the first complete file wins and is never replaced.
    """
    given = os.environ.get("ACCORD_SECRET_KEY", "")
    if given:
        return given
    kept = home / "secret_key"
    if not kept.exists():
        _keep_new_key(kept)
    return kept.read_text(encoding="ascii").strip()


def _keep_new_key(kept: Path) -> None:
    draft = kept.with_name(f"secret_key.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    # A hard link appears whole or not at all, and fails where another process came first.
    with suppress(FileExistsError):
        os.link(draft, kept)
    draft.unlink()


@contextmanager
def locked(home: Path, name: str) -> Iterator[None]:
    """Hold the lock of this name for as long as the block runs; waits for whoever has it.

    The operating system releases it when the process ends, however it ends.
    """
    descriptor = os.open(home / f"{name}.lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def authority_name(home: Path) -> str:
    """The authority that this home belongs to, as it names itself; empty where nobody has said."""
    named = home / "authority"
    return named.read_text(encoding="utf-8").strip() if named.exists() else ""


def marked_as_demonstration(home: Path) -> bool:
    """Whether what is kept here is invented."""
    return (home / "DEMONSTRATION").exists()
