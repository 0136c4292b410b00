"""The words that names of schools are made of, read from ``definitions/register/name_words.yaml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from accord.meaning.definitions import DefinitionError, load_yaml
from accord.meaning.entries import Entry

FILE = "name_words.yaml"
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_INITIALS = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
_APART = re.compile(r"[\W_]+")


class WordClass(StrEnum):
    """What a word of a name does there."""

    NAME = "name"
    DENOMINATION = "denomination"
    STAGE = "stage"
    FORM = "form"


Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameWords:
    """What each phrase of a name means. ``loose`` means it only where no word of the name follows it.

    ``longest`` is the number of words in the longest phrase, ``long_words`` the words that a typing error can be
    told in.
    """

    phrases: Mapping[Phrase, tuple[WordClass, str]]
    loose: Mapping[Phrase, tuple[WordClass, str]]
    empty: frozenset[str]
    together: tuple[tuple[frozenset[str], str], ...]
    beside: frozenset[str]
    phases: Mapping[str, frozenset[str]]
    longest: int
    long_words: tuple[str, ...]


def tokens(text: str) -> list[str]:
    """The words of a text in small letters, without accents, apostrophes and stops; C.E. is one word, Ash-Down two."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    plain = _INITIALS.sub("", plain.replace("&", " and ").replace("+", " and "))
    return _APART.sub(" ", plain).split()


def read_name_words(places: Sequence[Path]) -> NameWords:
    """The words of the last of these folders that has them.

    ``places`` are the folders of :func:`accord.meaning.definitions.folders`. Raises DefinitionError where the file is
    missing or wrong, naming the key.
    """
    for path, content in load_yaml(places, "register").items():
        if path.name == FILE:
            return _words(Entry(path, content))
    raise DefinitionError(f"There is no register/{FILE} in {', '.join(map(str, places))}.")


def _words(entry: Entry) -> NameWords:
    phrases: dict[Phrase, tuple[WordClass, str]] = {}
    stages = entry.mapping("stages")
    kinds = (
        (WordClass.NAME, entry.mapping("spellings")),
        (WordClass.DENOMINATION, entry.mapping("denominations")),
        (WordClass.STAGE, stages),
        (WordClass.FORM, entry.mapping("forms")),
    )
    for kind, meanings in kinds:
        phrases.update(_phrases(entry, kind, meanings))
    loose = {}
    for meaning, written in entry.mapping("before_no_name").items():
        kind = WordClass.STAGE if meaning in stages else WordClass.NAME
        loose.update(_phrases(entry, kind, {meaning: written}))
    together = tuple(_together(each) for each in entry.entries("together"))
    phases = {name: frozenset(map(str, each)) for name, each in entry.mapping("phases").items()}
    found = NameWords(
        phrases=phrases,
        loose=loose,
        empty=frozenset(map(str, entry.items("empty"))),
        together=together,
        beside=frozenset(map(str, entry.items("beside"))),
        phases=phases,
        longest=max(map(len, [*phrases, *loose]), default=1),
        long_words=tuple(sorted({word for each in phrases for word in each if len(word) >= 5})),
    )
    entry.finish()
    return found


def _phrases(entry: Entry, kind: WordClass, meanings: Mapping[str, Any]) -> dict[Phrase, tuple[WordClass, str]]:
    found = {}
    for meaning, written in meanings.items():
        if not isinstance(written, list) or not all(isinstance(each, str) for each in written):
            raise entry.error(meaning, "this must be a list of phrases (put yes, no, on and off in quotation marks)")
        for phrase in written:
            found[tuple(tokens(phrase))] = (kind, meaning)
    return found


def _together(entry: Entry) -> tuple[frozenset[str], str]:
    found = frozenset(map(str, entry.items("stages"))), entry.text("make")
    entry.finish()
    return found
