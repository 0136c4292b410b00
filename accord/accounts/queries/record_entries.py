"""The record's rows as entries of a chain, and the entry for a row that is to be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from accord.accounts.models.events import Event, Reading
from accord.accounts.rules.chain import Entry

AT_ONCE = 2_000


def event_parts(event: Event, person: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is plain and what is personal of an event; ``person`` is their public id, or empty."""
    plain = {
        "public_id": str(event.public_id),
        "at": instant(event.at),
        "actor": str(event.actor),
        "verb": event.verb,
        "kind": event.subject_kind,
    }
    personal = {
        "person": person,
        "on_behalf_of": event.on_behalf_of,
        "subject": event.subject_id,
        "detail": event.detail,
    }
    return plain, personal


def reading_parts(reading: Reading, person: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is plain and what is personal of a reading: who read it may be forgotten, what was read stays."""
    plain = {
        "at": instant(reading.at),
        "actor": str(reading.actor),
        "agreement": reading.agreement,
        "kind": reading.kind,
        "subject": reading.subject_id,
        "release": reading.release,
        "rows": reading.rows,
        "page": reading.page,
    }
    return plain, {"person": person, "on_behalf_of": reading.on_behalf_of, "grant": reading.grant}


def instant(moment: datetime) -> str:
    """A moment as it is hashed: in UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def done() -> Iterator[Entry]:
    """Every event, as numbered."""
    for event in Event.objects.select_related("person").order_by("sequence").iterator(AT_ONCE):
        yield _entry(event, event_parts(event, _public_id(event)))


def reads() -> Iterator[Entry]:
    """Every reading, as numbered."""
    for reading in Reading.objects.select_related("person").order_by("sequence").iterator(AT_ONCE):
        yield _entry(reading, reading_parts(reading, _public_id(reading)))


def _public_id(row: Event | Reading) -> str:
    return str(row.person.public_id) if row.person is not None else ""


def _entry(row: Event | Reading, parts: tuple[Mapping[str, Any], Mapping[str, Any]]) -> Entry:
    return Entry(row.sequence, row.before, row.digest, row.sealed, row.salt, *parts)
