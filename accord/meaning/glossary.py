"""The words that pages explain where they stand: read once, for pages and documents alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry

_NOT_IN_AN_ADDRESS = re.compile(r"[^a-z0-9]+")
_ASTERISKS = re.compile(r"\*([^*]+)\*")


@dataclass(frozen=True, slots=True)
class Term:
    """``name`` as it stands in a sentence; ``also`` other ways to write it; ``written`` with asterisks around terms."""

    name: str
    also: tuple[str, ...]
    written: str

    @property
    def heading(self) -> str:
        """The name as it begins a line."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def address(self) -> str:
        """What names the term inside an address."""
        return _NOT_IN_AN_ADDRESS.sub("-", self.name.lower().replace("'", "")).strip("-")

    @property
    def says(self) -> str:
        """The explanation without its asterisks."""
        return _ASTERISKS.sub(r"\1", self.written)


def read_glossary(places: Sequence[Path]) -> tuple[Term, ...]:
    """Every term, in the order of the alphabet.

    Raises DefinitionError, naming the file, where a name is explained twice: readers could see either.
    """
    terms: list[Term] = []
    explained: set[str] = set()
    for path, content in load_yaml(places, "glossary").items():
        whole = Entry(path, content)
        for name in content:
            entry = whole.entry(str(name))
            term = Term(str(name), tuple(str(each) for each in entry.items("also")), entry.text("says"))
            entry.finish()
            for each in (term.name, *term.also):
                if each.lower() in explained:
                    raise whole.error(each, "this term is explained twice")
                explained.add(each.lower())
            terms.append(term)
    return tuple(sorted(terms, key=lambda term: term.name.lower()))
