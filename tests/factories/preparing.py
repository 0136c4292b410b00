"""Taking a file through the reader in tests: in a child as in life, or in this process where speed matters."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from unittest.mock import patch

from accord.meaning.definitions import folders
from accord.warehouse import child
from accord.warehouse.candidates import prepare
from accord.warehouse.forms import Family
from accord.warehouse.limits import Limits
from accord.warehouse.outcomes import Outcome, refusal
from accord.warehouse.problems import Refused

DEFINITIONS = folders(None)


_families = cache(child.read_families)
"""Read once for each folder of definitions: a thousand small files need the same."""


def known_families() -> tuple[Family, ...]:
    """The families that come with Accord."""
    return _families(DEFINITIONS)


def in_child(path: Path, staging: Path, *, year: int | None = None, limits: Limits | None = None) -> Outcome:
    """As a file someone sent is read: by the limited child process."""
    return prepare(path, staging, definitions=DEFINITIONS, year=year, limits=limits, original_name=path.name)


def in_process(
    path: Path,
    staging: Path,
    *,
    year: int | None = None,
    family: str | None = None,
    definitions: Sequence[Path] = DEFINITIONS,
) -> Outcome:
    """The same steps in this process. An error that the child would die of is raised here."""
    request = {
        "path": str(path),
        "staging": str(staging),
        "definitions": [str(place) for place in definitions],
        "family": family,
        "year": year,
        "as_of": None,
        "original_name": path.name,
    }
    try:
        with patch.object(child, "read_families", lambda places: _families(tuple(places))):
            return child.outcome_of(request, Limits())
    except Refused as refused:
        return refusal(*refused.problems)


def of_bytes(content: bytes, folder: Path, name: str = "file.csv", **options: int | str | None) -> Outcome:
    """Write bytes to a file of their own and take it through in this process."""
    here = folder / uuid.uuid4().hex
    here.mkdir()
    (here / name).write_bytes(content)
    try:
        return in_process(here / name, here / "staging", **options)  # type: ignore[arg-type]
    finally:
        (here / name).unlink()


def forget(folder: Path) -> None:
    """Remove everything under a folder, for tests that make thousands of files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
