"""Every module can be imported: what it takes from others is there."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import accord

EXTRA = {"accord.warehouse.spark.session": "pyspark"}
"""What needs a package that is installed only where it is asked for."""


def faults(package: str, folders: Iterable[str]) -> list[str]:
    """The modules inside a package that cannot be imported, with the reason."""
    found = []
    for each in pkgutil.walk_packages(folders, f"{package}."):
        if each.name in EXTRA and find_spec(EXTRA[each.name]) is None:
            continue
        try:
            importlib.import_module(each.name)
        except ImportError as error:
            found.append(f"{each.name}: {error}")
    return found


def test_every_module_can_be_imported(settings: Any, empty_home: Path):
    # What the web server calls refuses the tests' own host, and a home that another test left open to others.
    settings.ALLOWED_HOSTS = ["localhost"]
    names = [each.name for each in pkgutil.walk_packages(accord.__path__, "accord.")]
    assert len(names) > 300
    assert faults("accord", accord.__path__) == []


def test_a_name_that_moved_away_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    room = tmp_path / "planted_room"
    room.mkdir()
    (room / "__init__.py").write_text("")
    (room / "sound.py").write_text("from accord.analytics.figures import Figure\n")
    (room / "broken.py").write_text("from accord.analytics.figures import Nothing\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = faults("planted_room", [str(room)])
    assert [each.split(":")[0] for each in found] == ["planted_room.broken"]
    for name in [name for name in sys.modules if name.startswith("planted_room")]:
        del sys.modules[name]
