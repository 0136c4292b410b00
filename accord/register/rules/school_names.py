"""A school's name taken apart: what it is called, its stage, its denomination."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from accord.register.rules.name_words import NameWords, WordClass, tokens


@dataclass(frozen=True, slots=True)
class SchoolName:
    """A name in words that can be compared.

    ``said`` is everything it says, in order, with abbreviations written out; ``core`` is what the school is called,
    without stage, denomination and words such as School.
    """

    said: tuple[str, ...]
    core: tuple[str, ...]
    stages: frozenset[str]
    faiths: frozenset[str]


def read_name(text: str, words: NameWords, known: Container[str] | None = None) -> SchoolName:
    """Take a name apart.

    With ``known``, the words that names of the register have, a word that is not among them and nearly is one of
    ours (“Primray”) is read as ours.
    """
    raw = tokens(text)
    if known is not None:
        raw = [_put_right(each, words, known) for each in raw]
    said: list[str] = []
    core: list[str] = []
    stages: set[str] = set()
    faiths: set[str] = set()
    start = 0
    while start < len(raw):
        length, kind, word = _next_word(raw, start, words)
        start += length
        if kind == WordClass.NAME and word in words.empty:
            continue
        said.append(word)
        if kind == WordClass.NAME:
            core.append(word)
        elif kind == WordClass.STAGE:
            stages.add(word)
        elif kind == WordClass.DENOMINATION:
            faiths.add(word)
    return SchoolName(tuple(said), tuple(core), _stages(stages, words), frozenset(faiths))


def stem(word: str) -> str:
    """A word without the s that a possessive leaves: St Mary, St Mary's and St Marys are one."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _next_word(raw: list[str], start: int, words: NameWords) -> tuple[int, WordClass, str]:
    for length in range(min(words.longest, len(raw) - start), 0, -1):
        phrase = tuple(raw[start : start + length])
        if phrase in words.loose and not _name_follows(raw, start + length, words):
            return length, *words.loose[phrase]
        if phrase in words.phrases:
            kind, word = words.phrases[phrase]
            return length, kind, stem(word) if kind == WordClass.NAME else word
    return 1, WordClass.NAME, stem(raw[start])


def _name_follows(raw: list[str], start: int, words: NameWords) -> bool:
    if start >= len(raw) or raw[start] in words.empty or (raw[start],) in words.loose:
        return False
    for length in range(min(words.longest, len(raw) - start), 0, -1):
        found = words.phrases.get(tuple(raw[start : start + length]))
        if found:
            return found[0] == WordClass.NAME
    return True


def _put_right(word: str, words: NameWords, known: Container[str]) -> str:
    if len(word) < 5 or stem(word) in known or word in words.long_words:
        return word
    near = []
    for each in words.long_words:
        # Priory is not Primary: a short word may be two letters away only from one that tells nothing apart.
        form = words.phrases.get((each,), (WordClass.NAME, ""))[0] == WordClass.FORM
        allowed = 2 if len(word) >= (6 if form else 7) else 1
        distance = OSA.distance(word, each, score_cutoff=allowed)
        near += [(distance, each)] if distance <= allowed else []
    return min(near)[1] if near else word


def _stages(found: set[str], words: NameWords) -> frozenset[str]:
    stages = found - words.beside or found
    for parts, whole in words.together:
        if parts <= stages:
            stages = (stages - parts) | {whole}
    return frozenset(stages)
