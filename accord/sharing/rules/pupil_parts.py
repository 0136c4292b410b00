"""Which groups of pupils add up to which: whoever knows all but one of them knows that one too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry


@dataclass(frozen=True, slots=True)
class AddsUp:
    """A group of pupils that is the sum of others; with ``some_in_none`` a few pupils may be in none of them."""

    whole: str
    parts: tuple[str, ...]
    some_in_none: bool = False


def load_sums(folders: Sequence[Path]) -> tuple[AddsUp, ...]:
    """What adds up in any stage. Raises `DefinitionError` for a sum of fewer than two, or one that goes in a circle."""
    return _load(tuple(folders))


@lru_cache(maxsize=4)
def _load(folders: tuple[Path, ...]) -> tuple[AddsUp, ...]:
    found: dict[AddsUp, None] = {}
    for path, content in load_yaml(folders, "stages").items():
        stage = Entry(path, content)
        for entry in stage.entries("adds_up"):
            parts = tuple(str(each) for each in entry.items("parts"))
            one = AddsUp(entry.text("whole"), parts, entry.flag("some_in_none"))
            entry.finish()
            if len(one.parts) < 2 or one.whole in one.parts:
                raise stage.error("adds_up", f"name two parts at least of {one.whole}, and not itself")
            found[one] = None
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
