"""Replaying what happened to a group: the events alone tell who belonged to it on any day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accord.register.rules.periods import contains


@dataclass(frozen=True, slots=True)
class Belonged:
    """One membership as the events leave it."""

    urn: str
    role: str
    starts_on: date | None
    ends_before: date | None
    left_because: str = ""


Key = tuple[str, str]


def replay(events: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Belonged]:
    """The memberships after all events (verb, detail), oldest first. Verbs of other things are passed over."""
    kept: dict[Key, Belonged] = {}
    for verb, detail in events:
        if verb not in ("joined", "changed", "removed"):
            continue
        key = str(detail["urn"]), str(detail["starts_on"])
        if verb == "joined":
            kept[key] = Belonged(key[0], str(detail["role"]), _day(key[1]), _day(str(detail["ends_before"])))
            continue
        kept.pop(key)
        if verb == "changed":
            after = detail["after"]
            kept[key[0], str(after["starts_on"])] = Belonged(
                key[0],
                str(after["role"]),
                _day(str(after["starts_on"])),
                _day(str(after["ends_before"])),
                str(after["left_because"]),
            )
    return sorted(kept.values(), key=lambda each: (each.urn, each.starts_on or date.min))


def belonged_on(kept: Iterable[Belonged], on: date) -> list[Belonged]:
    """Those of some memberships that hold on a day."""
    return [each for each in kept if contains((each.starts_on, each.ends_before), on)]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
