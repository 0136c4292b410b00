"""A sign of life of the process that does the long work.

Pages ask `accord.ui.installation` whether it is recent.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EVERY = 5.0
"""Seconds between two beats; a few may be late before a page says that no worker lives."""


def sign_of_life(home: Path) -> Path:
    """The file whose age says when the worker last lived."""
    return home / "state" / "worker"


class Heartbeat:
    """Beats from a thread of its own until stopped, while the main thread works."""

    def __init__(self, home: Path) -> None:
        self._file = sign_of_life(home)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Give the first sign at once and go on."""
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._give()
        self._thread.start()

    def stop(self) -> None:
        """Stop, and take the sign away: a worker that ended in order is known to be gone at once."""
        self._stopped.set()
        self._thread.join(timeout=EVERY)
        self._file.unlink(missing_ok=True)

    def _beat(self) -> None:
        while not self._stopped.wait(EVERY):
            self._give()

    def _give(self) -> None:
        self._file.write_text(f"{time.time():.0f}\n", encoding="ascii")


class AnotherWorker(Exception):
    """A worker serves this home already."""


@contextmanager
def only_worker(home: Path) -> Iterator[None]:
    """Be the only worker of this home, or raise AnotherWorker. The place is free when this process ends."""
    descriptor = os.open(home / "worker.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AnotherWorker(f"Another worker serves {home} already.") from error
        yield
    finally:
        os.close(descriptor)
