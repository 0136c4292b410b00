"""Cubes answer as the releases themselves do, come back when they are damaged, and go when nobody opens them."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries

from accord.performance import cubes
from accord.warehouse import counts
from accord.warehouse.counts import Cells, Whom
from accord.warehouse.editions import Edition, choose
from tests.factories.overlapping_releases import AUTHORITIES, FAMILY, URNS, VARIABLES, Sent, releases, stored

UNKNOWN = "999999"
ASKED = [
    Whom("school"),
    Whom("school", codes=(URNS[2], URNS[0], UNKNOWN)),
    Whom("school", codes=()),
    *(Whom("school", authority=each) for each in AUTHORITIES),
    Whom("authority"),
    Whom("authority", codes=("201",)),
]
CODES = [URNS[3], UNKNOWN, *URNS[:2]]
NAMES = [VARIABLES[1], "NOT_THERE", VARIABLES[0]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    settings.ACCORD_STATE = tmp_path / "state"
    return tmp_path / "state" / "cubes"


def same(one: Cells, other: Cells) -> bool:
    return (
        (one.years, one.variables, one.codes) == (other.years, other.variables, other.codes)
        and np.array_equal(one.number, other.number, equal_nan=True)
        and np.array_equal(one.status, other.status)
    )


def compare(folder: Path, editions: Sequence[Edition]) -> int:
    """How many rows and cells there were to agree on."""
    met = 0
    for whom in ASKED:
        expected = counts.places(folder, editions, whom)
        assert cubes.places(folder, editions, whom) == expected
        met += len(expected)
    for level in ("school", "authority", "england"):
        asked = [CODES, ["201"], ["E92000001"]][("school", "authority", "england").index(level)]
        expected = counts.cells_of_families(folder, editions, Whom(level), asked, {FAMILY: NAMES, "other": NAMES})
        found = cubes.cells_of_families(folder, editions, Whom(level), asked, {FAMILY: NAMES, "other": NAMES})
        assert found.keys() == expected.keys()
        assert all(same(found[family], expected[family]) for family in expected)
        met += int(np.count_nonzero(expected[FAMILY].status))
    return met


MET: list[int] = []


@tries(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=releases())
def test_a_cube_answers_as_the_releases_do(tmp_path: Path, sent: list[Sent]):
    folder = tmp_path / uuid4().hex
    editions = list(choose(stored(folder, sent)).values())
    MET.append(compare(folder, editions))
    cubes.forget()
    compare(folder, editions)  # now as they lie in the home


def test_there_was_something_to_agree_on():
    assert sum(MET) > 100


def england(tmp_path: Path) -> list[Edition]:
    more = [("authority", "201", "201", 7), ("england", "E92000001", None, 8)]
    rows = {"100001": ("201", 30), "100002": ("202", 40)}
    sent = [Sent("final", True, rows, more=more), Sent("final", True, rows | {"100003": ("203", 9)}, year=2019)]
    return list(choose(stored(tmp_path / "releases", sent)).values())


def test_of_several_years_and_levels(tmp_path: Path):
    assert compare(tmp_path / "releases", england(tmp_path)) > 20


def test_a_level_that_no_release_has(tmp_path: Path):
    assert cubes.places(tmp_path / "releases", england(tmp_path), Whom("trust")) == []


@pytest.mark.parametrize("name", ["places.parquet", "variables.json", "number.npy", "status.npy"])
@pytest.mark.parametrize("length", [0, 60])
def test_a_damaged_cube_is_made_again(tmp_path: Path, home: Path, name: str, length: int):
    editions = england(tmp_path)
    compare(tmp_path / "releases", editions)
    for path in home.glob(f"*/{name}"):
        path.write_bytes(path.read_bytes()[:length])
    cubes.forget()
    assert compare(tmp_path / "releases", editions) > 20


def test_where_nothing_can_be_kept_the_answer_is_the_same(tmp_path: Path, home: Path):
    home.parent.mkdir(parents=True, exist_ok=True)
    home.write_text("not a folder", encoding="utf-8")
    assert compare(tmp_path / "releases", england(tmp_path)) > 20


def test_they_are_made_ready_once_and_go_when_nobody_opens_them(tmp_path: Path, home: Path):
    editions = england(tmp_path)
    made = len(editions) * len(cubes.LEVELS_MADE_READY)
    assert cubes.make_ready(tmp_path / "releases", editions) == made
    assert cubes.make_ready(tmp_path / "releases", editions) == 0
    long_ago = time.time() - cubes.UNUSED_FOR - 60
    left = home / "left"
    left.mkdir()
    os.utime(left, (long_ago, long_ago))
    assert cubes.make_ready(tmp_path / "releases", editions) == 0
    assert len(list(home.iterdir())) == made
