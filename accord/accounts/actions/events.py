"""Writing the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accord.accounts.models.events import Event
from accord.accounts.models.people import Person


def record(
    verb: str,
    *,
    kind: str,
    subject: object,
    by: Person | None,
    at: datetime,
    detail: Mapping[str, Any] | None = None,
) -> Event:
    """Record one act, inside the caller's transaction. ``by`` is None for the operator."""
    return Event.objects.create(
        person=by, verb=verb, subject_kind=kind, subject_id=str(subject), at=at, detail=dict(detail or {})
    )
