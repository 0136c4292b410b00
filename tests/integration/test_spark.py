"""The same questions answered by Spark: equal to DuckDB's answers, for random releases and for the invented county."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fixtures.homes import REPOSITORY

ACCORD = "import sys; from accord.cli.main import main; sys.argv = ['accord', *sys.argv[1:]]; main()"
MISSING = [each for each in ("pyspark", "pyarrow", "sqlglot") if find_spec(each) is None]
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.confined,
    pytest.mark.skipif(bool(MISSING), reason="Spark is not installed here: python3 run.py spark"),
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java here, which Spark needs"),
]


def run(*words: str, **settings: str) -> str:
    command = [sys.executable, *words]
    env = os.environ | settings
    done = subprocess.run(command, env=env, cwd=REPOSITORY, capture_output=True, text=True, timeout=3600)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_both_engines_answer_alike(capsys: pytest.CaptureFixture[str]):
    told = json.loads(run("-m", "tests.factories.both_engines"))
    with capsys.disabled():
        print(f"\n  {told['asked']}, {len(told['differences'])} differences, {told['planted']} where a row was lost")
    assert told["differences"] == []
    assert told["asked"]["questions"] > 200 and told["asked"]["rows"] > 300
    assert told["planted"] > 0, "a lost row was not found"
    assert not told["reads_outside"]


def test_every_figure_of_the_invented_county_is_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    home = str(tmp_path / "home")
    run("-c", ACCORD, "demo", "prepare", ACCORD_HOME=home)
    told = {}
    for engine in ("duckdb", "spark"):
        shutil.rmtree(tmp_path / "home" / "state" / "cubes", ignore_errors=True)  # what the other made is not its own
        shutil.rmtree(tmp_path / "home" / "state" / "answers", ignore_errors=True)
        file = tmp_path / f"{engine}.csv"
        run("-c", ACCORD, "table", str(file), "--years", "2010-2026", ACCORD_HOME=home, ACCORD_ENGINE=engine)
        told[engine] = file.read_bytes()
    with capsys.disabled():
        print(f"\n  {len(told['duckdb'].splitlines()) - 1:,} figures of the invented county")
    assert len(told["duckdb"].splitlines()) > 50_000
    assert told["spark"] == told["duckdb"]
