"""kill -9 at random points of an intake: nothing is half published, nothing is lost, and it can be repeated."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.factories.broken_designs import DESIGNS
from tests.factories.plans import Plan
from tests.fixtures.homes import REPOSITORY

pytestmark = pytest.mark.confined

START = "from accord.config.opening import open_home; open_home(); from tests.factories import killed_homes as k;"
SEED = 20261123
ORDINARY = Plan(
    seed=SEED, publishing_points=32, publishing_moments=8, elsewhere_points=20, reading_moments=5, outside=5,
    withdrawing_points=8, backup_points=12, restore_points=10,
)  # fmt: skip
THOROUGH = Plan(
    seed=SEED + 1, publishing_points=300, publishing_moments=150, elsewhere_points=250, reading_moments=50, outside=50,
    withdrawing_points=60, backup_points=80, restore_points=60,
)  # fmt: skip
OF_INTAKES = ("placing", "pointing", "receiving", "reading", "outside")
INSIDE = ("placing", "pointing")


def run(home: Path, call: str, given: str = "") -> str:
    """A call in a process of its own, on a home of its own with SQLite and the settings of real use."""
    env = os.environ | {"ACCORD_HOME": str(home), "OPENBLAS_NUM_THREADS": "1"}
    env.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", START + call], input=given, capture_output=True, text=True, env=env,
        cwd=REPOSITORY, timeout=3600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home in which releases are published already, and an archive read once."""
    folder = tmp_path_factory.mktemp("killed")
    run(folder / "home", f"k.fill({str(folder)!r})")
    return folder


@pytest.fixture
def carry_out(filled: Path, tmp_path: Path) -> Any:
    """Carries a plan out in a copy of the filled home, and gives the report."""

    def carried(plan: Plan) -> dict[str, Any]:
        home = shutil.copytree(filled / "home", tmp_path / "home")
        return json.loads(run(home, f"k.main({str(filled)!r})", json.dumps(asdict(plan))))

    return carried


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


def test_a_hundred_kills_leave_the_store_whole(carry_out: Any, capsys: pytest.CaptureFixture[str]):
    report = carry_out(ORDINARY)
    say(report, capsys)
    held(report, ORDINARY)


@pytest.mark.thorough
def test_a_thousand_kills_leave_the_store_whole(carry_out: Any, capsys: pytest.CaptureFixture[str]):
    report = carry_out(THOROUGH)
    say(report, capsys)
    held(report, THOROUGH)


def test_broken_designs_are_found(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The same kills and the same checker, on ways to publish that are not safe."""
    home = shutil.copytree(filled / "home", tmp_path / "home")
    plans = [asdict(Plan(seed=SEED, design=design)) for design in sorted(DESIGNS)]
    shutil.copy(filled / "ready.json", tmp_path)
    reports = json.loads(run(home, f"k.designs({str(tmp_path)!r})", json.dumps(plans)))
    assert set(reports) == set(DESIGNS)
    for design, report in reports.items():
        with capsys.disabled():
            print(f"\n  {design}: found after {sum(report['kills'].values())} kills: {report['faults'][0]}")
        assert report["faults"]
        assert report["kills"]
