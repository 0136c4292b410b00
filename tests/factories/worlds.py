"""Invented worlds for tests, made once a session, and their files read back in plain Python."""

from __future__ import annotations

import csv
import functools
import tempfile
from pathlib import Path

from accord.demo.files import write
from accord.demo.plans import Size
from accord.demo.world import World, invent

Row = dict[str, str]
SEED = 2018


@functools.cache
def small_world(seed: int = 7) -> World:
    """A world with a lighter England: 220 schools in 150 authorities around ours."""
    return invent(seed, size=Size.SMALL, england=220)


@functools.cache
def county() -> World:
    """The county of the demonstration, in a lighter England."""
    return invent(SEED, england=160)


@functools.cache
def written(seed: int = 7) -> dict[str, bytes]:
    """The files of a small world by name, the list of groups among them."""
    with tempfile.TemporaryDirectory() as folder:
        write(small_world(seed), Path(folder))
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def rows(name: str, seed: int = 7) -> tuple[list[str], list[Row]]:
    """The header, upper-cased, and the rows of a written file; short rows are padded with blanks."""
    lines = list(csv.reader(written(seed)[name].decode("utf-8-sig").splitlines()))
    header = [column.upper() for column in lines[0]]
    padded = [line + [""] * (len(header) - len(line)) for line in lines[1:]]
    return header, [dict(zip(header, line, strict=True)) for line in padded]


def wide(year: int, seed: int = 7) -> list[Row]:
    """The rows of a summer's `ks2final` file."""
    return rows(f"england_{year}_ks2final.csv", seed)[1]


def tidy(which: str, seed: int = 7) -> list[Row]:
    """The rows of one of the two tidy files: `attainment` or `information`."""
    return rows(f"ks2_school_{which}_data.csv", seed)[1]
