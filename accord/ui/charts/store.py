"""Pictures that were drawn before, by the hash of their content: all worker processes share them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings

MOST_KEPT = 2000
TIDY_DOWN_TO = 1500
TIDY_EVERY = 64


def folder() -> Path:
    """Where pictures are kept; what lies here can be thrown away at any time."""
    return Path(settings.ACCORD_STATE) / "charts"


def kept(fingerprint: str) -> str | None:
    """The picture with this fingerprint, or None. Reading it makes it recent."""
    path = folder() / f"{fingerprint}.svg"
    try:
        text = path.read_text(encoding="utf-8")
        os.utime(path)
    except FileNotFoundError:
        return None
    return text


def keep(fingerprint: str, text: str) -> None:
    """Keep a picture. Written aside and renamed, so that a reader meets all of it or nothing."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=folder(), suffix=".part")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(aside, folder() / f"{fingerprint}.svg")
    # Looking through the folder costs more than a picture saves, so one in so many writes does it.
    if int(fingerprint[:8], 16) % TIDY_EVERY == 0:
        tidy()


def tidy(most: int = MOST_KEPT, down_to: int = TIDY_DOWN_TO) -> int:
    """Where more than ``most`` are kept, throw away those not asked for longest. Returns how many."""
    aged = []
    for path in folder().glob("*.svg"):
        try:
            aged.append((path.stat().st_mtime_ns, path))
        except FileNotFoundError:
            continue
    if len(aged) <= most:
        return 0
    going = sorted(aged)[: len(aged) - down_to]
    for _, path in going:
        path.unlink(missing_ok=True)
    return len(going)
