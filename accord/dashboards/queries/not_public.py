"""What a page or file that is being made shows of results that are not public."""

from __future__ import annotations

from datetime import date

from accord.accounts.actions.reading import releases_noted
from accord.sharing.queries.terms import terms_of
from accord.sharing.rules.stage_words import terms_sentence


def not_public_words(on: date) -> str:
    """Who may see the results shown so far that are not public, and from when; empty where all of them are."""
    noted = sorted(releases_noted())
    if not noted:
        return ""
    return " ".join(sorted({terms_sentence(each, on) for each in terms_of(noted).values()}))


def not_public_rows(on: date) -> tuple[tuple[str, str], ...]:
    """The same as a line of the notes that travel with a file."""
    words = not_public_words(on)
    return (("Not public", words),) if words else ()


def not_public_mark() -> str:
    """What the name of a file ends with where something in it is not public."""
    return "-not-public" if releases_noted() else ""


def marked(text: str) -> str:
    """A text to copy, with what it must say where something in it is not public."""
    return f"{text} Not public: for those who may see it, and nobody else." if text and releases_noted() else text
