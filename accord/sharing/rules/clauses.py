"""The words of an agreement, made of clauses that an authority may change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter

from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry

WORDS = frozenset(
    {
        "name", "schools", "purpose", "data_sets", "fields", "lawful_basis", "condition", "controller", "processor",
        "assessment", "review_on", "starts_on", "last_day",
    }
)  # fmt: skip
"""What a clause may ask to be filled in."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A heading and what stands below it; words in braces are filled in."""

    heading: str
    text: str


def load_clauses(folders: Sequence[Path]) -> tuple[Clause, ...]:
    """The clauses in their order. Raises `DefinitionError` for a word in braces that nothing is known for."""
    return _load(tuple(folders))


@lru_cache(maxsize=4)
def _load(folders: tuple[Path, ...]) -> tuple[Clause, ...]:
    found = []
    for path, content in load_yaml(folders, "agreements").items():
        whole = Entry(path, content)
        for entry in whole.entries("clauses"):
            clause = Clause(entry.text("heading"), entry.text("text"))
            _check(clause, entry)
            entry.finish()
            found.append(clause)
        whole.finish()
    return tuple(found)


def _check(clause: Clause, entry: Entry) -> None:
    try:
        asked = {name for _, name, _, _ in Formatter().parse(clause.text) if name is not None}
    except ValueError as error:
        raise entry.error("text", f"its braces do not match ({error})") from error
    unknown = sorted(asked - WORDS)
    if unknown:
        raise entry.error("text", f"{{{unknown[0]}}} is none of the words that are filled in")


def worded(clauses: Sequence[Clause], words: Mapping[str, str]) -> tuple[Clause, ...]:
    """The clauses with their words filled in, each once: what is filled in is not read for braces again."""
    return tuple(Clause(each.heading, each.text.format_map(words)) for each in clauses)


def one_text(clauses: Sequence[Clause]) -> str:
    """The clauses numbered, as one text to be signed."""
    return "\n\n".join(f"{number}. {each.heading}\n{each.text}" for number, each in enumerate(clauses, start=1))


def text_hash(text: str) -> str:
    """The SHA-256 of a text: what a signature is under."""
    return hashlib.sha256(text.encode()).hexdigest()
