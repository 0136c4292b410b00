"""Answers kept under everything that could change them: in memory, and in the home for other processes.

A key that changes leaves the old answer to fade. What lies in the home can be thrown away at any time; it is
read only by the code that wrote it, and an answer that cannot be read is found again.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.conf import settings

Answer = TypeVar("Answer")

MOST_IN_HOME = 4000
TIDY_DOWN_TO = 3000
TIDY_EVERY = 64
ROOMS_OF_A_FIGURE = ("analytics", "meaning", "performance", "register", "warehouse")


def _code_version() -> str:
    """Changes with the code that makes figures, so that no answer outlives a correction."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for room in ROOMS_OF_A_FIGURE:
        for path in sorted((package / room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


CODE_VERSION = _code_version()


class Kept(Generic[Answer]):
    """The answers to one kind of question: at most so many in memory, and some thousands in the home."""

    def __init__(self, kind: str, most: int) -> None:
        self._kind = kind
        self._most = most
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = threading.Lock()
        _EVERY.append(self)

    def get(self, key: Hashable, find: Callable[[], Answer]) -> Answer:
        """The answer kept under a key, or found now and kept."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        path = _folder() / hashlib.sha256(repr((CODE_VERSION, self._kind, key)).encode()).hexdigest()
        found = _read(path)
        answer: Answer = found[0] if found else find()
        if not found:
            _write(path, answer)
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer

    def forget(self) -> None:
        """Let go of what is in memory; what is in the home stays."""
        with self._lock:
            self._answers.clear()


_EVERY: list[Kept[Any]] = []


def forget_everything() -> None:
    """As after a release: no answer is known, in memory or in the home. Slow pages follow; nothing is lost."""
    for each in _EVERY:
        each.forget()
    shutil.rmtree(_folder(), ignore_errors=True)


def _folder() -> Path:
    return Path(settings.ACCORD_STATE) / "answers"


def _read(path: Path) -> tuple[object] | None:
    try:
        with path.open("rb") as file:
            # Written by ourselves, in a folder that only our own user may enter.
            answer = pickle.load(file)  # nosec B301
        os.utime(path)
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, IndexError, TypeError, ValueError):
        return None
    return (answer,)


def _write(path: Path, answer: object) -> None:
    """Written aside and renamed, so that a reader meets all of it or nothing; a full disk keeps nothing."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as file:
                pickle.dump(answer, file)
            os.replace(aside, path)
        except OSError:
            Path(aside).unlink(missing_ok=True)
    except OSError:
        return
    if int(path.name[:8], 16) % TIDY_EVERY == 0:
        tidy()


def tidy(most: int = MOST_IN_HOME, down_to: int = TIDY_DOWN_TO) -> int:
    """Where more than ``most`` answers lie in the home, throw away those not asked for longest; how many."""
    aged = []
    for path in _folder().iterdir():
        try:
            aged.append((path.stat().st_mtime_ns, path))
        except FileNotFoundError:
            continue
    going = sorted(aged)[: len(aged) - down_to] if len(aged) > most else []
    for _, path in going:
        path.unlink(missing_ok=True)
    return len(going)
