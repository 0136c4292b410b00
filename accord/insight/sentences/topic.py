"""What a figure is about, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """What a figure is about, in words: ``phrase`` of the measure, ``pupils`` as a noun, the summer."""

    kind: str
    phrase: str
    pupils: str
    year: int
