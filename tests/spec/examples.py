"""Worked examples: small tables in, figures worked by hand out. Read here for the tests and for the docs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("worked_examples")


@dataclass(frozen=True, slots=True)
class Sending:
    """A file that is sent: a small table, with its columns parted by bars so that a person can read it."""

    name: str
    year: int | None
    status: str
    table: str

    def rows(self) -> list[list[str]]:
        """The cells of the table, the header first."""
        lines = (line for line in self.table.splitlines() if line.strip())
        return [[cell.strip() for cell in line.split("|")] for line in lines]

    def as_csv(self) -> str:
        """The same table as the CSV that goes through the door."""
        text = io.StringIO()
        csv.writer(text).writerows(self.rows())
        return text.getvalue()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, the working by hand, and the figures that must come out, as text with their decimals."""

    ask: Mapping[str, Any]
    working: str
    figures: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The releases of a file that was sent before are withdrawn."""

    name: str


Step = Sending | Question | Withdrawal


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example: its steps happen in order, in a home of its own."""

    code: str
    title: str
    about: str
    steps: tuple[Step, ...]


def load() -> list[Example]:
    """Every worked example, in the order of the file names."""
    return [_example(path) for path in sorted(FOLDER.glob("*.yaml"))]


def _example(path: Path) -> Example:
    # Every scalar stays text, so that an expected figure keeps the decimals it was written with.
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    steps = tuple(_step(path, each) for each in raw["steps"])
    return Example(path.stem[3:].replace("-", "_"), raw["title"], raw["about"].strip(), steps)


def _step(path: Path, raw: Mapping[str, Any]) -> Step:
    if "file" in raw:
        year = int(raw["year"]) if "year" in raw else None
        return Sending(raw["file"], year, raw.get("status", "final"), raw["table"])
    if "ask" in raw:
        return Question(raw["ask"], raw["working"].rstrip(), tuple(raw["figures"]))
    if "withdraw" in raw:
        return Withdrawal(raw["withdraw"])
    raise ValueError(f"{path.name}: a step sends a file, withdraws one, or asks; this does none: {raw}")
