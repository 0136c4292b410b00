"""How the entries of a record hang together, so that none can be changed, taken out, moved or put in unseen.

Each entry carries the digest of the one before it and its own. What may have to be forgotten one day (who it was,
about whom, the details) is sealed apart with a salt: once both are thrown away the entry still proves that
something was recorded, at that place in the record, and nobody can find out what by trying.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
"""What the first entry of a record has before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a record as it is kept: ``plain`` stays for good, ``personal`` and ``salt`` until forgotten."""

    sequence: int
    before: str
    digest: str
    sealed: str
    salt: str
    plain: Mapping[str, Any]
    personal: Mapping[str, Any]

    @property
    def forgotten(self) -> bool:
        """Whether what was personal of it has been thrown away."""
        return self.salt == ""


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that is not as it was written, or is not there, and how that shows."""

    record: str
    sequence: int
    why: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where a record ended at some moment, as kept apart from it."""

    record: str
    sequence: int
    digest: str


def canonical(value: Any) -> bytes:
    """The one way a value is written before it is hashed; the same after any database gave it back."""
    text = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    # PostgreSQL gives back 1e22 as a whole number, where it was a float before.
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def seal(salt: str, personal: Mapping[str, Any]) -> str:
    """The salted digest of what may be forgotten."""
    return hashlib.sha256(salt.encode() + b"\n" + canonical(personal)).hexdigest()


def link(before: str, sequence: int, plain: Mapping[str, Any], sealed: str) -> str:
    """The digest of an entry, which the next one carries."""
    return hashlib.sha256(before.encode() + b"\n" + canonical([sequence, plain, sealed])).hexdigest()


def written(before: str, sequence: int, salt: str, plain: Mapping[str, Any], personal: Mapping[str, Any]) -> Entry:
    """A new entry after one with this digest."""
    sealed = seal(salt, personal)
    return Entry(sequence, before, link(before, sequence, plain, sealed), sealed, salt, plain, personal)


def entry_faults(record: str, entries: Iterable[Entry]) -> Iterator[Fault]:
    """What is wrong with the entries of a record, in the order in which they are numbered."""
    due, before = 1, GENESIS
    for entry in entries:
        if entry.sequence != due:
            gap = "is not there" if entry.sequence > due else "is there twice"
            yield Fault(record, min(due, entry.sequence), f"The entry {gap}.")
        elif entry.before != before:
            yield Fault(record, entry.sequence, "It does not follow the entry before it.")
        if link(entry.before, entry.sequence, entry.plain, entry.sealed) != entry.digest:
            yield Fault(record, entry.sequence, "It was changed after it was written.")
        elif entry.forgotten and any(entry.personal.values()):
            yield Fault(record, entry.sequence, "It was forgotten, and yet something stands in it.")
        elif not entry.forgotten and seal(entry.salt, entry.personal) != entry.sealed:
            yield Fault(record, entry.sequence, "Who, about whom or its details were changed after it was written.")
        due, before = entry.sequence + 1, entry.digest


def head_faults(digests: Mapping[int, str], heads: Iterable[Head]) -> Iterator[Fault]:
    """Where heads that were kept apart contradict the entries there are."""
    for head in heads:
        if head.sequence not in digests:
            yield Fault(head.record, head.sequence, "The entry is not there, and was once the last.")
        elif digests[head.sequence] != head.digest:
            yield Fault(head.record, head.sequence, "It is another than the one that was once the last.")
