"""How many rights wait for somebody to confirm them, in a sentence: for the page about it and for the first page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from accord.register.rules.memberships import spelled


def confirming_sentence(closes: Sequence[date], kept: int) -> str:
    """``closes`` is when the round of each right that waits closes; ``kept`` are posts that were not confirmed."""
    told = []
    if closes:
        verb = "1 right waits" if len(closes) == 1 else f"{len(closes):,} rights wait"
        told.append(f"{verb} for you to confirm by {spelled(min(closes) - timedelta(days=1))}.")
    if kept:
        posts = f"{kept:,} posts of heads and chairs were" if kept > 1 else "1 post of a head or chair was"
        told.append(f"{posts} not confirmed by anybody in time, and kept: confirm or end it.")
    return " ".join(told) or "No right waits for you to confirm it."
