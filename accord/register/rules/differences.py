"""What one extract says of an establishment that the one before did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

LONGEST = 250
_KINDS = {
    "name": "renamed",
    "la_code": "moved_authority",
    "estab": "renumbered",
    "phase": "new_phase",
    "low_age": "new_phase",
    "high_age": "new_phase",
    "type_name": "new_type",
}
_UNTOLD = frozenset({"type_code", "category", "pupils", "closed_on", "reason_closed", "opened_on", "reason_opened"})
"""Told with something else, or what changes at every census."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed: its kind, the field, and both values as text."""

    kind: str
    what: str
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What changed between two descriptions of one establishment, fields in their order."""
    found = []
    for what, now in after.items():
        was = before.get(what)
        if was == now or what in _UNTOLD or what == "details":
            continue
        kind = _status_kind(was, now) if what == "status" else _KINDS.get(what, "other")
        found.append(Difference(kind, what, as_text(was), as_text(now)))
    return found


def _status_kind(was: object, now: object) -> str:
    living = ("open", "closing")
    if now == "closed":
        return "closed"
    if now in living and was == "closed":
        return "reopened"
    return "opened" if now in living and was not in living else "other"


def as_text(value: object) -> str:
    """A value as it is listed: dates as written in the register of changes, nothing as nothing."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)[:LONGEST]
