"""run.py does a step once, says what failed and what to do, and stops early where it cannot work."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

import run


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run, "HERE", tmp_path)
    monkeypatch.setattr(run, "DONE", tmp_path / "steps.json")
    return tmp_path


def test_a_step_is_done_once_for_the_same_inputs(clone: Path):
    times: list[str] = []
    result = clone / "result"

    def work() -> None:
        times.append("worked")
        result.touch()

    run.once("step", "Working", "inputs", work, result)
    run.once("step", "Working", "inputs", work, result)
    assert len(times) == 1
    run.once("step", "Working", "other inputs", work, result)
    assert len(times) == 2
    result.unlink()
    run.once("step", "Working", "other inputs", work, result)
    assert len(times) == 3


def test_a_failed_step_is_tried_again(clone: Path):
    def fail() -> None:
        raise run.Stop("no network")

    result = clone / "result"
    result.touch()
    with pytest.raises(run.Stop):
        run.once("step", "Working", "inputs", fail, result)
    assert run.recorded() == {}


def test_a_fingerprint_follows_names_and_content(clone: Path):
    folder = clone / "assets"
    folder.mkdir()
    (folder / "a").write_text("x")
    first = run.fingerprint(folder)
    assert run.fingerprint(folder) == first
    (folder / "a").write_text("y")
    second = run.fingerprint(folder)
    (folder / "a").rename(folder / "b")
    assert len({first, second, run.fingerprint(folder)}) == 3


def test_a_failing_command_says_its_end_and_what_to_do(clone: Path):
    with pytest.raises(run.Stop, match=r"it broke[\s\S]*status 3[\s\S]*Mend it"):
        run.run(sys.executable, "-c", "print('it broke'); raise SystemExit(3)", advice="Mend it.")
    with pytest.raises(run.Stop, match="could not be started"):
        run.run(clone / "absent", advice="Mend it.")


def test_a_port_that_is_taken_is_said_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(run.Stop, match=f"--port {port + 1}"):
            run.check_port(port)
    run.check_port(port)


def test_uv_asks_the_index_that_pip_was_told_to_ask(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", run.os.devnull)
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    assert run.mirror() == {}
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    assert run.mirror() == {"UV_DEFAULT_INDEX": "https://mirror.example/simple"}
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://other.example/simple")
    assert run.mirror() == {}


def test_windows_is_sent_to_wsl(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(run.os, "name", "nt")
    with pytest.raises(run.Stop, match="WSL2"):
        run.check_machine()


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(run.sys, "version_info", (3, 10, 1))
    with pytest.raises(run.Stop, match="3.11 or later"):
        run.check_machine()


def test_wrong_usage_is_status_2():
    with pytest.raises(SystemExit) as end:
        run.main(["fly"])
    assert end.value.code == 2


def test_every_file_of_a_folder_is_in_one_half():
    (_, first), (_, second) = run.halves("tests/integration")
    there = {str(path.relative_to(run.HERE)) for path in (run.HERE / "tests/integration").rglob("test_*.py")}
    assert set(first) | set(second) == there and not set(first) & set(second)
    assert abs(len(first) - len(second)) <= 1 and len(there) > 100
