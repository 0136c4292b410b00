"""`accord serve` as an operator meets it: it answers, outlives the death of its parts, and stops cleanly."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

pytestmark = pytest.mark.confined
"""On PostgreSQL the site is served by its own role: test_second_wall.py starts it there."""

COMMAND = "from accord.cli.serve import serve_command; serve_command()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def descendants(pid: int) -> dict[int, str]:
    """The living processes below this one, and their command lines."""
    listing = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], stdout=subprocess.PIPE, text=True).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()]
    found: dict[int, str] = {}
    while new := {int(p): a for p, pp, a in rows if int(pp) in {pid, *found} and int(p) not in found}:
        found |= new
    return found


def part(pid: int, word: str) -> int | None:
    """The child of this process whose command line has the word."""
    return next((child for child, args in sorted(descendants(pid).items()) if word in args), None)


def eventually(check: Callable[[], object], seconds: float = 20.0) -> object:
    """Ask until it is so."""
    deadline = time.monotonic() + seconds
    while not (answer := check()):
        assert time.monotonic() < deadline, "it did not come to be so"
        time.sleep(0.1)
    return answer


def get(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int, Path]]:
    """A running `accord serve` on a home of its own, with static files as in use."""
    port, log = free_port(), tmp_path / "said"
    env = {**os.environ, "ACCORD_HOME": str(tmp_path / "home"), "ACCORD_PLAIN_STATIC": "false"}
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "--port", str(port)], env=env, text=True,
            stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        eventually(lambda: process.poll() is not None or "Stop with Ctrl-C" in log.read_text(), 60)
        assert process.poll() is None, log.read_text()
        yield process, port, log
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def test_it_answers_outlives_its_parts_and_stops(serving):
    process, port, log = serving
    status, page = get(port, "/accounts/login/?school=secret")
    assert status == 200
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page)
    if sheet:
        assert get(port, sheet.group(1))[0] == 200

    for word in ("accord.cli.worker", "gunicorn"):
        first = part(process.pid, word)
        os.kill(first, signal.SIGKILL)
        eventually(lambda word=word, first=first: part(process.pid, word) not in (None, first))

    def answers() -> bool:
        try:
            return get(port, "/accounts/login/")[0] == 200
        except OSError:
            return False

    eventually(answers)
    parts = descendants(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0
    said = log.read_text()
    assert said.strip().endswith("Stopped.")
    assert "secret" not in said, "queries may name schools and people"
    eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in parts))


def test_a_port_in_use_is_said_plainly(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        env = {**os.environ, "ACCORD_HOME": str(tmp_path)}
        answer = subprocess.run(
            [sys.executable, "-c", COMMAND, "--port", str(port)], text=True, env=env,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    assert answer.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in answer.stdout
