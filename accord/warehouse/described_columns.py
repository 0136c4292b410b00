"""What the columns of a self-described release are called, as it was written beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from accord.warehouse.described import DESCRIPTION_FILE
from accord.warehouse.editions import Edition


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    """A filter or an indicator: its header, its label and, of an indicator, its unit."""

    name: str
    is_filter: bool
    label: str
    unit: str


def is_described(releases: Path, edition: Edition) -> bool:
    """Whether the release that is preferred in an edition tells filters and indicators apart."""
    return (releases / edition.releases[0].id / DESCRIPTION_FILE).exists()


def described_columns(releases: Path, edition: Edition) -> tuple[DescribedColumn, ...]:
    """The columns of the release that is preferred in an edition; none where it describes none."""
    path = releases / edition.releases[0].id / DESCRIPTION_FILE
    if not path.exists():
        return ()
    columns = json.loads(path.read_text(encoding="utf-8"))["columns"]
    return tuple(DescribedColumn(each["name"], each["is"] == "filter", each["label"], each["unit"]) for each in columns)
