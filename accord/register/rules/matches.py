"""What a list says of a school, what the register knows of one, and what came of looking for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Certainty(StrEnum):
    """How sure it is that a line of a list means this school."""

    EXACT = "exact"
    OLD_NUMBER = "old_number"
    OLD_NAME = "old_name"
    CLOSE = "close"
    HELD = "held"
    """Nobody is guessed: a person chooses among the candidates."""
    UNKNOWN = "unknown"
    """Nothing in the register is like it."""


@dataclass(frozen=True, slots=True)
class Known:
    """One establishment of the register.

    ``names`` are all its names, each with whether it has it now; ``old_numbers`` its former DfE numbers (authority and
    establishment number). ``stands_for`` is the URN of the living establishment of its place (or the last one, where
    none lives), its own where that is itself. ``phase`` is in the register's words (Primary, Secondary …), or empty.
    """

    urn: str
    names: tuple[tuple[str, bool], ...]
    la_code: str
    estab: str
    old_numbers: tuple[tuple[str, str], ...]
    postcode: str
    town: str
    is_open: bool
    stands_for: str
    phase: str


@dataclass(frozen=True, slots=True)
class Given:
    """What one line of a list says of a school; what it does not say is empty. ``la_code`` bounds the search."""

    name: str = ""
    urn: str = ""
    dfe_number: str = ""
    postcode: str = ""
    town: str = ""
    la_code: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A school that a line may mean, best first; ``score`` is 0 to 1."""

    urn: str
    name: str
    score: float
    because: str


@dataclass(frozen=True, slots=True)
class Match:
    """The school a line means (``urn``, always a living one), or None with the candidates; ``because`` says why."""

    certainty: Certainty
    urn: str | None
    because: str
    candidates: tuple[Candidate, ...] = ()


def read_dfe_number(text: str) -> tuple[str, str] | None:
    """A DfE number (845/2001, 845-2001, 845 2001, 8452001) as authority and establishment; None where it is none."""
    found = re.fullmatch(r"([0-9]{3})[\s/\-]?([0-9]{4})", text.strip(), re.ASCII)
    return (found[1], found[2]) if found else None
