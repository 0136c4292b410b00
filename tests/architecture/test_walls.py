"""Each contract in .importlinter can fail: here a copy of the house, without furniture, is breached."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY

PLANTED = {
    "packages": ("accord/register/rules/group_lists.py", "import accord.dashboards"),
    "inside-an-app": ("accord/intake/rules.py", "import accord.intake.actions"),
    "no-django": ("accord/warehouse/cells.py", "import django"),
    "pure": ("accord/analytics/pooling.py", "import pathlib"),
    "writers": ("accord/performance/queries.py", "import accord.warehouse.publishing"),
    "readers": ("accord/intake/rules.py", "import accord.warehouse.counts"),
    "two-doors": ("accord/dashboards/urls.py", "import accord.warehouse.cells"),
    "no-circles": ("accord/analytics/years.py", "import accord.analytics.figures"),
}


@pytest.fixture(scope="module")
def bare_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of our modules by name, empty, with nothing broken yet."""
    house = tmp_path_factory.mktemp("house")
    for path in (REPOSITORY / "accord").rglob("*.py"):
        empty = house / path.relative_to(REPOSITORY)
        empty.parent.mkdir(parents=True, exist_ok=True)
        empty.write_text("")
    shutil.copy(REPOSITORY / ".importlinter", house)
    sound = lint(house, *contracts())
    assert sound.returncode == 0, sound.stdout
    return house


def lint(house: Path, *wanted: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    chosen = [part for contract in wanted for part in ("--contract", contract)]
    return subprocess.run(
        [str(program), "--no-cache", "--no-logo", *chosen],
        cwd=house, env={**os.environ, "PYTHONPATH": str(house)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def contracts() -> set[str]:
    lines = (REPOSITORY / ".importlinter").read_text(encoding="utf-8").splitlines()
    return {line.split(":")[-1].rstrip("]") for line in lines if line.startswith("[importlinter:contract:")}


def test_every_contract_has_a_planted_breach():
    assert contracts() == set(PLANTED)


def test_the_register_opens_workbooks_and_nothing_else_of_the_warehouse(bare_house: Path):
    module = bare_house / "accord/register/actions/brought_files.py"
    try:
        module.write_text("import accord.warehouse.sheet_cells\n")
        allowed = lint(bare_house, "two-doors")
        module.write_text("import accord.warehouse.cells\n")
        breached = lint(bare_house, "two-doors")
    finally:
        module.write_text("")
    assert allowed.returncode == 0, allowed.stdout
    assert breached.returncode == 1


@pytest.mark.parametrize("contract", sorted(PLANTED))
def test_a_breach_is_found(bare_house: Path, contract: str):
    name, breach = PLANTED[contract]
    module = bare_house / name
    assert module.exists(), f"{name} has moved: plant the breach elsewhere"
    module.write_text(breach + "\n")
    try:
        if contract == "no-circles":
            (bare_house / "accord/analytics/figures.py").write_text("import accord.analytics.years\n")
        breached = lint(bare_house, contract)
    finally:
        module.write_text("")
        (bare_house / "accord/analytics/figures.py").write_text("")
    assert breached.returncode == 1
    assert "1 broken" in breached.stdout
