"""How often a password, a code or a letter may be tried, and what slows down whom.

Guessing is slowed down on three roads at once: one account from one address, one account from anywhere, one address
on any account. A browser from which somebody has signed in to an account before has a road of its own to that
account, so that a stranger who guesses (or who sprays many accounts) uses up the strangers' tries and not the
owner's. That is the scheme of OWASP's “Slow down online guessing attacks with device cookies”. A passkey cannot be
guessed and is never counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries within so long."""

    most: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Road:
    """One count: what is counted, in parts that together name it, and how many are allowed."""

    kind: str
    of: tuple[str, ...]
    limit: Limit


def password_roads(*, account: str, address: str, browser: str) -> tuple[Road, ...]:
    """The counts for one wrong password. ``browser`` is empty where nobody is known to have signed in from it."""
    account = account.strip().lower()
    if browser:
        return (Road("password, known browser", (account, browser), Limit(10, QUARTER)),)
    return (
        Road("password, account and address", (account, address), Limit(5, QUARTER)),
        Road("password, account", (account,), Limit(10, QUARTER)),
        Road("password, address", (address,), Limit(50, QUARTER)),
    )


def code_roads(*, person: str, browser: str) -> tuple[Road, ...]:
    """The counts for one wrong code of somebody whose password was right."""
    if browser:
        return (Road("code, known browser", (person, browser), Limit(10, QUARTER)),)
    return (Road("code", (person,), Limit(10, QUARTER)), Road("code in a day", (person,), Limit(30, DAY)))


def letter_roads(*, account: str, address: str) -> tuple[Road, ...]:
    """The counts for asking to have a letter about a forgotten password sent."""
    return (
        Road("letter, account", (account.strip().lower(),), Limit(3, HOUR)),
        Road("letter, address", (address,), Limit(20, HOUR)),
    )


def code_used(*, person: str, code: str) -> tuple[Road, ...]:
    """A code is good once, for as long as it could be good."""
    return (Road("code used", (person, code.replace(" ", "")), Limit(1, timedelta(minutes=3))),)


def still_counted(moments: Sequence[float], limit: Limit, now: float) -> list[float]:
    """The moments of the last so long."""
    return [moment for moment in moments if moment > now - limit.within.total_seconds()]
