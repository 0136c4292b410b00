"""Looking as somebody else: when it began, what was looked at, and when it stopped."""

from __future__ import annotations

from datetime import datetime

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person


def start_looking_as(*, person: Person, by: Person, at: datetime) -> None:
    """Record that somebody begins to look as another."""
    record("began to look as", kind="person", subject=person.public_id, by=by, at=at)


def note_page_looked_at(*, person: Person, page: str, by: Person, at: datetime) -> None:
    """Record a page that somebody opened while looking as another: its address without its question."""
    record("looked as", kind="person", subject=person.public_id, by=by, at=at, detail={"page": page[:200]})


def stop_looking_as(*, person: str, by: Person, at: datetime) -> None:
    """Record that somebody stopped; ``person`` is a public id, since that person may be gone."""
    record("stopped looking as", kind="person", subject=person, by=by, at=at)
