"""A home is private, its key is made once, and its lock keeps others waiting."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from accord.config.homes import (
    ROOMS,
    home_path,
    lay_out,
    locked,
    marked_as_demonstration,
    secret_key,
)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_home_is_the_one_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ACCORD_HOME", str(tmp_path / "named"))
    assert home_path() == tmp_path / "named"


def test_without_a_name_the_home_is_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ACCORD_HOME", " ")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home_path() == tmp_path / ".local/share/accord"


def test_rooms_are_readable_by_their_owner_only(tmp_path: Path):
    home = lay_out(tmp_path / "deep" / "home")
    assert [mode(home / room) for room in ROOMS] == [0o700] * len(ROOMS)
    assert mode(home) == 0o700
    assert lay_out(home) == home


def test_the_key_is_long_private_and_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("ACCORD_SECRET_KEY", raising=False)
    key = secret_key(tmp_path)
    assert len(key) >= 64
    assert mode(tmp_path / "secret_key") == 0o600
    assert secret_key(tmp_path) == key
    monkeypatch.setenv("ACCORD_SECRET_KEY", "given")
    assert secret_key(tmp_path) == "given"


def test_many_that_start_together_agree_on_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("ACCORD_SECRET_KEY", raising=False)
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(tmp_path), range(32)))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_lock_lets_one_in_at_a_time(tmp_path: Path):
    order: list[str] = []
    inside, waiting = threading.Event(), threading.Event()

    def second() -> None:
        inside.wait()
        waiting.set()
        with locked(tmp_path, "test"):
            order.append("second")

    other = threading.Thread(target=second)
    other.start()
    with locked(tmp_path, "test"):
        inside.set()
        waiting.wait()
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_a_demonstration_is_marked(tmp_path: Path):
    assert not marked_as_demonstration(tmp_path)
    (tmp_path / "DEMONSTRATION").touch()
    assert marked_as_demonstration(tmp_path)
