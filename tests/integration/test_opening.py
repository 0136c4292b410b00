"""Any command may be the first in an empty home, and several may be first together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = (
    "from accord.config.opening import open_home; open_home();"
    "from django.contrib.auth import get_user_model as model; print(model().objects.count())"
)


def start(home: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "ACCORD_HOME": str(home)}
    env.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND], env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def test_commands_that_start_together_prepare_an_empty_home_once(tmp_path: Path):
    home = tmp_path / "home"
    together = [start(home) for _ in range(4)]
    assert [process.communicate(timeout=60)[0].strip() for process in together] == ["0"] * 4
    assert (home / "accord.sqlite3").stat().st_mode & 0o777 == 0o600
    prepared = (home / "prepared").stat().st_mtime_ns
    assert start(home).communicate(timeout=60)[0].strip() == "0"
    assert (home / "prepared").stat().st_mtime_ns == prepared, "nothing was left to do"


def test_a_lost_database_is_made_again(tmp_path: Path):
    home = tmp_path / "home"
    start(home).communicate(timeout=60)
    (home / "accord.sqlite3").unlink()
    assert start(home).communicate(timeout=60)[0].strip() == "0"
