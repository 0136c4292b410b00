"""A small file of every family that Accord takes in, whole and right: where bad files begin.

The files and what stands where in them lie in the folder `families`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from tests.factories.ks2_files import csv_bytes

FOLDER = Path(__file__).with_name("families")
Rows = list[list[str]]


@dataclass(frozen=True)
class Sample:
    """A file that loads, and by hand where in it is what: see families.yaml."""

    family: str
    name: str
    codes: Sequence[str]
    year: int | None = None
    figures: Mapping[str, str] = field(default_factory=dict)
    labels: Sequence[str] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> Rows:
        """The file as rows of cells, the header first; they are the caller's own."""
        with (FOLDER / f"{self.family}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    @property
    def content(self) -> bytes:
        """The file as CSV."""
        return csv_bytes(self.rows)

    def with_cell(self, row: int, column: str, value: str) -> Rows:
        """The file with one cell changed; ``row`` is as a person sees it (the header is row 1)."""
        cells = self.rows
        cells[row - 1][cells[0].index(column)] = value
        return cells


@cache
def samples() -> Mapping[str, Sample]:
    """Every sample by the name of its file."""
    said = yaml.safe_load((FOLDER / "families.yaml").read_text(encoding="utf-8"))
    found = {}
    for family, one in said.items():
        figures = {header: name or header.upper() for header, name in one.pop("figures", {}).items()}
        found[family] = Sample(family, figures=figures, **one)
    return found


BOUNDARIES = (FOLDER / "boundaries.geojson").read_bytes()
"""The only family that is no table."""


def as_text(rows: Rows, delimiter: str = ",") -> str:
    """Rows as CSV text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()
