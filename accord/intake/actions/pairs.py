"""A data set and its description, named side by side, are one thing: both are packed into one archive."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from accord.warehouse.described import described_by

_NO_DAY = (1980, 1, 1, 0, 0, 0)
"""The same two files make the same archive, whenever they are packed."""


def packed(paths: Sequence[Path], folder: Callable[[], Path]) -> list[Path]:
    """The paths, in which a file and its description (rates.csv, rates.meta.csv) are one archive.

    ``folder`` gives a new folder to put one into; it is called for each.
    """
    beside = {path: described for path in paths if (described := _goes_with(path)) in paths}
    found: list[Path] = []
    for path in paths:
        descriptions = [each for each, goes_with in beside.items() if goes_with == path]
        if path in beside:
            continue
        found.append(_archive(path, descriptions[0], folder()) if descriptions else path)
    return found


def _goes_with(path: Path) -> Path | None:
    name = described_by(path.name)
    return path.with_name(name) if name else None


def _archive(path: Path, description: Path, into: Path) -> Path:
    target = into / f"{path.stem}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in (path, description):
            with each.open("rb") as source, archive.open(zipfile.ZipInfo(each.name, _NO_DAY), "w") as part:
                while block := source.read(1 << 20):
                    part.write(block)
    return target
