"""Which values of the national register may be corrected here, and how a corrected value is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from accord.register.rules.memberships import NotSense


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


CORRECTABLE: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "name": ("Name", str),
    "status": ("Status", str),
    "phase": ("Phase", str),
    "opened_on": ("Opened on", _day),
    "closed_on": ("Closed on", _day),
    "low_age": ("Lowest age", _whole),
    "high_age": ("Highest age", _whole),
    "religious_character": ("Religious character", str),
    "diocese": ("Diocese", str),
    "capacity": ("Places", _whole),
    "pupils": ("Pupils on roll", _whole),
    "district": ("District", str),
    "ward": ("Ward", str),
    "constituency": ("Constituency", str),
    "easting": ("Easting", _whole),
    "northing": ("Northing", _whole),
    "town": ("Town", str),
    "postcode": ("Postcode", str),
}
"""Field -> its name for people, and how its text is read. Numbers that identify a school are not corrected here."""


def corrected(what: str, text: str) -> Any:
    """The value that a correction's text stands for."""
    return CORRECTABLE[what][1](text)


def check_can_correct(what: str, text: str) -> None:
    """Raise `NotSense` for a field that is not corrected here, or a text that is no value of it."""
    if what not in CORRECTABLE:
        names = ", ".join(name for name, _ in CORRECTABLE.values())
        raise NotSense(f"{what} is not corrected here.", f"Choose one of {names}.")
    name, read = CORRECTABLE[what]
    try:
        value = read(text)
    except ValueError:
        shape = "a date such as 2024-09-01" if read is _day else "a whole number"
        raise NotSense(f"“{text}” is no value for {name.lower()}.", f"Give {shape}, or nothing.") from None
    if isinstance(value, int) and value < 0:
        raise NotSense(f"{name} cannot be below nothing.", "Give a whole number.")
    if what in ("name", "status", "phase") and not text:
        raise NotSense(f"{name} cannot be empty.", "Give a value.")
