"""Asks both engines the same questions about random releases, and tells where they differ.

`main` runs in a process of its own: Spark brings threads, sockets and warnings that other tests do without.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import count, product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings

from accord.warehouse import authorities, counts, held_rows, holdings
from accord.warehouse.editions import ReleaseRef, choose
from accord.warehouse.engine import DuckDB, Engine
from accord.warehouse.spark.session import OutsideTheReleases, Spark
from tests.factories.overlapping_releases import AUTHORITIES, URNS, VARIABLES, Sent, releases, stored

ASKING = (authorities, counts, held_rows, holdings)
WORLDS = 12


class Both:
    """Both engines; the answer of the first is given on."""

    def __init__(self, first: Engine, second: Engine) -> None:
        self._first, self._second = first, second
        self.asked: Counter[str] = Counter()
        self.differences: list[str] = []

    def rows(self, folder: Path, sql: str, bound: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        one, two = self._first.rows(folder, sql, bound), self._second.rows(folder, sql, bound)
        self._compare(sql, sorted(map(repr, one)), sorted(map(repr, two)))
        return one

    def columns(self, folder: Path, sql: str, bound: Mapping[str, Any]) -> Mapping[str, Any]:
        one, two = self._first.columns(folder, sql, bound), self._second.columns(folder, sql, bound)
        self._compare(sql, _flat(one), _flat(two))
        return one

    def names(self, folder: Path, path: Path) -> Any:
        one, two = self._first.names(folder, path), self._second.names(folder, path)
        self._compare("names", [str(list(one))], [str(list(two))])
        return one

    def _compare(self, sql: str, one: list[str], two: list[str]) -> None:
        self.asked["questions"] += 1
        self.asked["rows"] += len(one)
        if one != two:
            self.differences.append(f"{sql}: {one[:3]} … of {len(one)}, {two[:3]} … of {len(two)}")


class Forgetful(Spark):
    """A planted fault: the last row of an answer is lost."""

    def rows(self, releases: Path, sql: str, bound: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        return super().rows(releases, sql, bound)[:-1]


def _flat(columns: Mapping[str, Any]) -> list[str]:
    plain = [np.ma.filled(np.ma.asarray(columns[name], dtype=float), np.nan).tolist() for name in sorted(columns)]
    return sorted(map(repr, zip(*plain, strict=True)))


def ask_everything(folder: Path, refs: list[ReleaseRef]) -> None:
    """Every kind of question there is about releases of schools."""
    editions = list(choose(refs).values())
    whom = [counts.Whom("school"), counts.Whom("school", codes=URNS[:2]), counts.Whom("england")]
    for each in [*whom, *(counts.Whom("school", authority=la) for la in AUTHORITIES)]:
        counts.places(folder, editions, each)
    for codes, names in product((URNS, URNS[::2]), (VARIABLES, VARIABLES[:1])):
        counts.cells(folder, editions, counts.Whom("school"), codes, names)
        counts.printed(folder, editions, counts.Whom("school"), codes, names)
    for edition in editions:
        counts.variables(folder, edition, "school")
    authorities.authorities_told(folder, editions)
    holdings.held(folder, editions, VARIABLES)
    held_rows.cells_on(folder, refs[0].folder.name, URNS)
    with patch.object(counts.Question, "only", _as_a_long_list):
        counts.places(folder, editions, counts.Whom("school", codes=URNS))


def _as_a_long_list(self: counts.Question, column: str, values: Any) -> None:
    with patch("accord.warehouse.questions.LONGEST_CONSTANT_LIST", 0):
        _ONLY(self, column, values)


_ONLY = counts.Question.only


def over_worlds(both: Both, worlds: int) -> None:
    """Ask about so many random worlds, each in a folder whose name an address would spell otherwise."""

    with tempfile.TemporaryDirectory(prefix="a b+c%d ") as place, patched(lambda: both):
        # One folder for all: Spark may still read for a side of a join that it found it could do without.
        numbers = count()

        @settings(
            max_examples=worlds, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        )  # fmt: skip
        @given(releases())
        def ask(sent: list[Sent]) -> None:
            folder = Path(place) / f"world {next(numbers)}"
            ask_everything(folder, stored(folder, sent))

        ask()


class patched:
    """Every module that asks, asking somebody else."""

    def __init__(self, engine: Callable[[], Any]) -> None:
        self._patches = [patch.object(module, "engine", engine) for module in ASKING]

    def __enter__(self) -> None:
        for each in self._patches:
            each.start()

    def __exit__(self, *_: object) -> None:
        for each in self._patches:
            each.stop()


def _reads_outside() -> bool:
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as other:
        try:
            Spark().names(Path(place), Path(other) / "cells.parquet")
        except OutsideTheReleases:
            return False
    return True


def main() -> None:
    """Compare, once rightly and once with the planted fault, and print what came of it as JSON."""
    both, planted = Both(DuckDB(), Spark()), Both(DuckDB(), Forgetful())
    over_worlds(both, WORLDS)
    over_worlds(planted, 4)
    told = {"asked": both.asked, "differences": both.differences, "planted": len(planted.differences)}
    json.dump(told | {"reads_outside": _reads_outside()}, sys.stdout)


if __name__ == "__main__":
    main()
