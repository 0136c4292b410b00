"""kill -9 at random points of an intake: nothing is half published, nothing is lost, and it can be repeated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import Any

import pytest

from accord.config.homes import lay_out
from tests.factories.broken_designs import DESIGNS
from tests.factories.copied_tables import copy_tables
from tests.factories.plans import Plan
from tests.fixtures.homes import REPOSITORY
from tests.fixtures.skipping import thorough

pytestmark = pytest.mark.confined

START = "from accord.config.opening import open_home; open_home(); from tests.factories import killed_homes as k;"
SEED = 20261123
ORDINARY = Plan(
    seed=SEED, publishing_points=34, publishing_moments=8, elsewhere_points=22, reading_moments=7, outside=5,
    withdrawing_points=12, backup_points=6, restore_points=6,
)  # fmt: skip
THOROUGH = Plan(
    seed=SEED + 1, publishing_points=300, publishing_moments=150, elsewhere_points=250, reading_moments=50, outside=50,
    withdrawing_points=60, backup_points=80, restore_points=60,
)  # fmt: skip
OF_INTAKES = ("placing", "pointing", "receiving", "reading", "outside")
INSIDE = ("placing", "pointing")

Reports = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Reports:
    """What came of every plan, by its design; without one it is our own.

    One process carries all of them out, on homes with SQLite and the settings of real use: a process takes seconds to
    start.
    """
    folder = tmp_path_factory.mktemp("killed")
    home = lay_out(folder / "home")
    copy_tables(home / "accord.sqlite3")
    plans = [THOROUGH if thorough() else ORDINARY, *(Plan(seed=SEED, design=design) for design in DESIGNS)]
    env = os.environ | {"ACCORD_HOME": str(home), "OPENBLAS_NUM_THREADS": "1"}
    env.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", f"{START} k.main({str(folder)!r})"], input=json.dumps([asdict(plan) for plan in plans]),
        capture_output=True, text=True, env=env, cwd=REPOSITORY, timeout=36_000, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(zip([plan.design for plan in plans], json.loads(done.stdout), strict=True))


def say(report: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    kills = report["kills"]
    inside = sum(kills.get(step, 0) for step in INSIDE)
    others = ", ".join(f"{step}: {times}" for step, times in sorted(kills.items()) if step not in INSIDE)
    with capsys.disabled():
        print(f"\n  killed {sum(kills.values())} times in {report['seconds']:.0f} s: inside publishing: {inside}"
              f" (placing {kills.get('placing', 0)}, pointing {kills.get('pointing', 0)}), {others};"
              f" repeats: {report['repeats']}; looked: {report['looks']}")  # fmt: skip


def held(report: dict[str, Any], plan: Plan) -> None:
    """Nothing was found, and it was looked for."""
    kills, asked = report["kills"], asdict(plan)
    wanted = sum(value for kind, value in asked.items() if kind not in ("seed", "design"))
    assert report["faults"] == []
    assert sum(kills.values()) == wanted >= 100
    assert sum(kills[step] for step in INSIDE) >= 30
    assert all(kills[step] >= 5 for step in (*OF_INTAKES, "withdrawing", "backing up", "restoring"))
    assert sum(report["repeats"].values()) == wanted
    assert report["looks"]["thorough"] >= wanted // 10
    assert len(report["points"]) >= 12, "the points are of one kind only"


def test_a_hundred_kills_leave_the_store_whole(reports: Reports, capsys: pytest.CaptureFixture[str]):
    """A thousand in the thorough run."""
    say(reports[""], capsys)
    held(reports[""], THOROUGH if thorough() else ORDINARY)


def test_broken_designs_are_found(reports: Reports, capsys: pytest.CaptureFixture[str]):
    """The same kills and the same checker, on ways of working that are not safe."""
    assert set(reports) == {"", *DESIGNS}
    for design in DESIGNS:
        report = reports[design]
        with capsys.disabled():
            print(f"\n  {design}: found after {sum(report['kills'].values())} kills: {report['faults'][:1]}")
        assert report["faults"]
        assert report["kills"]
