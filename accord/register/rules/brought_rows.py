"""Where a row of a brought list stands: certain, waiting for a person, or settled by one."""

from __future__ import annotations

from enum import StrEnum

CERTAIN = frozenset({"exact", "old_number", "old_name"})
"""How a school may be matched without anybody looking."""


class Standing(StrEnum):
    """What a row still needs before its list can be put in force."""

    MATCHED = "matched"
    """Matched without doubt."""
    CLOSE = "close"
    """Matched to a name that is nearly the same: somebody has to see it."""
    HELD = "held"
    """Nobody is guessed: somebody has to choose."""
    DECIDED = "decided"
    """Somebody chose the school."""
    LEFT_OUT = "left_out"
    """Somebody left the row out."""
    GROUP_ONLY = "group_only"
    """The row names no school: it says where a group lies."""


WAITING = frozenset({Standing.CLOSE, Standing.HELD})


def standing(*, certainty: str, matched: bool, decided: bool, left_out: bool) -> Standing:
    """Where a row stands. ``certainty`` is empty on a row that names no school."""
    if left_out:
        return Standing.LEFT_OUT
    if not certainty:
        return Standing.GROUP_ONLY
    if decided and matched:
        return Standing.DECIDED
    if not matched or certainty not in CERTAIN | {"close"}:
        return Standing.HELD
    return Standing.MATCHED if certainty in CERTAIN else Standing.CLOSE
