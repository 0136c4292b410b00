"""Whose page it is: a group in the register, or a local authority."""

from __future__ import annotations

from dataclasses import dataclass

from accord.performance.selections import Who
from accord.register.queries.groups import group_called


@dataclass(frozen=True, slots=True)
class Subject:
    """``room`` and ``key`` make its address: groups/elm-alliance, authorities/850."""

    who: Who
    room: str
    key: str
    name: str
    kind: str

    @property
    def is_authority(self) -> bool:
        """Whether the publisher has a row of its own for these schools."""
        return self.room == "authorities"


def subject(room: str, key: str) -> Subject | None:
    """The subject at an address, or None where there is none.

    An authority is known by its code alone: its name stands in the releases.
    """
    if room == "authorities":
        return Subject(Who.authority(key), room, key, f"Local authority {key}", "Local authority")
    found = group_called(key)
    if found is None:
        return None
    return Subject(Who.group(key), room, key, found.name, found.get_kind_display())
