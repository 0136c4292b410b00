"""A file of national size, with planted errors, inside the reader's limits."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from benchmarks.national_files import wide_rows
from tests.factories.preparing import in_child

pytestmark = pytest.mark.confined


@pytest.mark.thorough
def test_planted_errors_are_all_found(tmp_path: Path):
    rows = list(wide_rows(17_000))
    header = rows[0]
    percents = [place for place, name in enumerate(header) if name.startswith("PTRWM_") and "_17" not in name]
    chance = random.Random(3)
    planted = {(chance.randrange(1, len(rows)), chance.choice(percents)) for _ in range(40)}
    for row, place in planted:
        rows[row][place] = "180%"
    path = tmp_path / "england_ks2final.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    outcome = in_child(path, tmp_path / "staging")
    assert {(p.row, p.column) for p in outcome.problems} == {(row + 1, header[place]) for row, place in planted}
    assert {p.code for p in outcome.problems} == {"percent_out_of_range"}
