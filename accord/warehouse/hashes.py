"""The hash of every file of a release, kept beside them: whether one was altered or lost can be told later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

HASHES = "hashes.json"


def write_hashes(folder: Path) -> None:
    """Write down what the files of a folder are now."""
    found = {path.name: hash_of(path) for path in sorted(folder.iterdir()) if path.name != HASHES}
    (folder / HASHES).write_text(json.dumps(found, indent=1), encoding="ascii")


def has_hashes(folder: Path) -> bool:
    """Whether anybody wrote down what its files were: not before Accord did."""
    return (folder / HASHES).is_file()


def faults_of(folder: Path) -> Iterator[str]:
    """Which files of a folder are missing or not what they were, in words; ``places.parquet was altered``."""
    try:
        said = json.loads((folder / HASHES).read_text(encoding="ascii"))
        wanted = {str(name): str(sha256) for name, sha256 in said.items()}
    except (OSError, ValueError, AttributeError):
        yield f"{HASHES} cannot be read"
        return
    for name, sha256 in sorted(wanted.items()):
        try:
            if hash_of(folder / name) != sha256:
                yield f"{name} was altered"
        except OSError:
            yield f"{name} is missing"


def hash_of(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
