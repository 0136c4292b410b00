"""Lists as they stand in an address: ``a,b``, and years as ``2017-2019,2022``."""

from __future__ import annotations

import re
from collections.abc import Iterable

FIRST_YEAR, LAST_YEAR = 1990, 2100
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


class NotRead(ValueError):
    """A list in an address that cannot be read; the message says what to write instead."""


def words(text: str) -> tuple[str, ...]:
    """The words of a list, each once, in the order they were written in."""
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def years(text: str) -> tuple[int, ...]:
    """The summers of a list, oldest first. Raises `NotRead`."""
    found: set[int] = set()
    for word in words(text):
        match = _YEARS.fullmatch(word)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            raise NotRead(f"“{word}” is no year. Write summers, such as 2019, or 2017-2019,2022.")
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def unknown(asked: Iterable[str], known: Iterable[str]) -> list[str]:
    """Those that are not known, in their order."""
    there = set(known)
    return [each for each in asked if each not in there]
