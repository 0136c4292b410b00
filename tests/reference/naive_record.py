"""The record computed a second time, from its description and nothing of Accord's: slow, short, to be compared with.

An entry is a dict with sequence, before, digest, sealed, salt, plain and personal.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

Entry = dict[str, Any]


def sha(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def dumped(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def append(chain: list[Entry], salt: str, plain: dict[str, Any], personal: dict[str, Any]) -> Entry:
    """Put an entry at the end of a chain."""
    before = chain[-1]["digest"] if chain else "0" * 64
    sequence = len(chain) + 1
    sealed = sha(salt, dumped(personal))
    digest = sha(before, dumped([sequence, plain, sealed]))
    entry = {
        "sequence": sequence, "before": before, "digest": digest, "sealed": sealed, "salt": salt,
        "plain": plain, "personal": personal,
    }  # fmt: skip
    chain.append(entry)
    return entry


def sound(chain: list[Entry]) -> bool:
    """Whether every entry is what `append` would have made, where nothing of it was forgotten."""
    again: list[Entry] = []
    return all(append(again, entry["salt"], entry["plain"], entry["personal"]) == entry for entry in chain)
