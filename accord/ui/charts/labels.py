"""Placing labels beside what they name, without one lying on another."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence


def push_apart(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Centres as near as can be to those wanted, in the same order, so that no two boxes overlap.

    ``wanted`` and ``heights`` are in one unit, ``low``…``high`` the room there is. Neighbours that would
    overlap share a block around the middle of what they wanted (pool adjacent violators). Where the room is
    too small for all of them, they overlap by equal parts rather than leave the picture.
    """
    room, needed = high - low, sum(heights)
    squeeze = min(1.0, room / needed) if needed else 1.0
    tall = [height * squeeze for height in heights]
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    blocks: list[tuple[list[int], float, float]] = []
    for i in order:
        members, size = [i], tall[i]
        start = _held(wanted[i] - size / 2, size, low, high)
        while blocks and blocks[-1][1] + blocks[-1][2] > start + 1e-9:
            before, _, length = blocks.pop()
            members, size = before + members, length + size
            middle = sum(wanted[m] for m in members) / len(members)
            start = _held(middle - size / 2, size, low, high)
        blocks.append((members, start, size))
    centres = [0.0] * len(wanted)
    for members, start, _ in blocks:
        for m in members:
            centres[m] = start + tall[m] / 2
            start += tall[m]
    return centres


def _held(start: float, size: float, low: float, high: float) -> float:
    return min(max(start, low), max(low, high - size))


def wrapped(text: str, letters: int, lines: int = 2) -> list[str]:
    """The text on at most so many lines of so many letters, an ellipsis where it does not fit."""
    return textwrap.wrap(text, width=letters, max_lines=lines, placeholder=" …") or [""]
