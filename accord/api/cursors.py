"""Where a page of an answer ended, signed, so that the next one goes on there.

A cursor names the last row by what it is, and never by its number: rows that are added or taken away before it move
nothing. It belongs to one question, and says which edition of it the page before was made from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

SALT = "accord.api.cursor"
NOT_OF_THE_QUESTION = ("after", "limit")
Key = tuple[str | int, ...]


class NotACursor(ValueError):
    """What was given as a cursor is none, or belongs to another question; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """``after`` is the key of the last row that was given; ``edition`` what it was made from."""

    after: Key
    question: str
    edition: str


def question_of(path: str, asked: Mapping[str, str]) -> str:
    """One question, however its parts are ordered in the address and whatever page of it is asked for."""
    parts = sorted((name, value) for name, value in asked.items() if name not in NOT_OF_THE_QUESTION)
    return hashlib.sha256(repr((path, parts)).encode()).hexdigest()[:16]


def write(after: Sequence[str | int], question: str, edition: str) -> str:
    """The cursor as it stands in an address."""
    return Signer(salt=SALT).sign_object([list(after), question, edition], compress=True)


def read(text: str, question: str) -> Cursor:
    """The cursor in an address. Raises `NotACursor` for one that this site did not write for this question."""
    try:
        after, of, edition = Signer(salt=SALT).unsign_object(text)
    except (BadSignature, ValueError) as wrong:
        raise NotACursor("This is no cursor of ours. Take the address under “next” of the page before.") from wrong
    if of != question:
        raise NotACursor("This cursor belongs to another question. Begin that question without one.")
    return Cursor(tuple(after), of, edition)
