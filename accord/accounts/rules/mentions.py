"""Whether something names a person or a school, and taking the names of others out of it: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

SOMEBODY_ELSE = "[another person]"
SHORTEST_NAME = 5
"""Shorter words are too often words and no names."""


@dataclass(frozen=True)
class Mentions:
    """What somebody or something is called: numbers, ids, e-mail addresses, names."""

    keys: frozenset[str]

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self.keys:
            return None
        longest_first = sorted(map(re.escape, self.keys), key=len, reverse=True)
        # Whole numbers and names only: neither 1000012 nor joann@example.org holds 100001 or ann@example.org.
        return re.compile(rf"(?<![\w.+-])(?:{'|'.join(longest_first)})(?!\w|[.-]\w)", re.IGNORECASE)

    def within(self, value: Any) -> bool:
        """Whether a text, or any text inside lists and mappings, names it. Numbers are amounts and name nothing."""
        if isinstance(value, str):
            return self._pattern is not None and self._pattern.search(value) is not None
        if isinstance(value, Mapping):
            return any(self.within(str(key)) or self.within(each) for key, each in value.items())
        if isinstance(value, list | tuple):
            return any(map(self.within, value))
        return False

    def taken_out(self, value: Any) -> Any:
        """The value with each mention replaced by words that say that somebody else stood there."""
        if isinstance(value, str):
            return self._pattern.sub(SOMEBODY_ELSE, value) if self._pattern is not None else value
        if isinstance(value, Mapping):
            return {self.taken_out(str(key)): self.taken_out(each) for key, each in value.items()}
        return [self.taken_out(each) for each in value] if isinstance(value, list | tuple) else value


def names_of(identifiers: Iterable[str]) -> Mentions:
    """Those of some identifiers by which somebody can be told; empty and very short ones are none."""
    return Mentions(frozenset(each.strip() for each in identifiers if len(each.strip()) >= SHORTEST_NAME))
