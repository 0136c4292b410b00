"""How many processes are to be killed, and when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """How many kills of each kind. Except while reading, reading is done once and its result used again."""

    seed: int
    publishing_points: int = 0
    publishing_moments: int = 0
    elsewhere_points: int = 0
    reading_moments: int = 0
    withdrawing_points: int = 0
    backup_points: int = 0
    restore_points: int = 0
    outside: int = 0
    """Kills of the command itself, with its process group, at a time it knows nothing of."""
    design: str = ""
    """A broken design: then it is killed at every point in random order until a fault is found."""
