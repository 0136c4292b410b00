"""Which groups of pupils add up to which: whoever knows all but one of them knows that one too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry
from accord.meaning.pupil_sums import AddsUp, sums_of


def load_sums(folders: Sequence[Path]) -> tuple[AddsUp, ...]:
    """What adds up in any stage. Raises `DefinitionError` for a sum of fewer than two, or one that goes in a circle."""
    return _load(tuple(folders))


@lru_cache(maxsize=4)
def _load(folders: tuple[Path, ...]) -> tuple[AddsUp, ...]:
    found: dict[AddsUp, None] = {}
    for path, content in load_yaml(folders, "stages").items():
        found |= dict.fromkeys(sums_of(Entry(path, content)))
    return tuple(found)


def made_of(groups: Iterable[str], sums: Sequence[AddsUp]) -> dict[str, Mapping[str, int]]:
    """Each group in terms of groups of which none is the sum of others: the last part is the whole less the rest.

    A group that adds up to nothing stands for itself.
    """
    last = {each.parts[-1]: each for each in sums}

    def terms(group: str, above: frozenset[str] = frozenset()) -> dict[str, int]:
        if group not in last or group in above:
            return {group: 1}
        found = dict(terms(last[group].whole, above | {group}))
        for part in last[group].parts[:-1]:
            for name, times in terms(part, above | {group}).items():
                found[name] = found.get(name, 0) - times
        return found

    return {group: terms(group) for group in groups}
