"""A disk that is full at any moment of an intake: said plainly, nothing partial, and the repeat works."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from accord.cli.commands import intake as command
from accord.config.homes import lay_out
from accord.intake.actions import intakes
from accord.intake.actions.releases import withdraw
from accord.warehouse.candidates import prepare
from accord.warehouse.limits import Limits
from tests.factories import failing_disk, sendings, wholeness
from tests.factories.copied_tables import copy_tables
from tests.factories.killing import PUBLISHING, Step, Trace, Watch
from tests.fixtures.homes import REPOSITORY
from tests.fixtures.skipping import thorough
from tests.reference.homes import command as installed

pytestmark = pytest.mark.confined

DISK = ("fsync", "rename", "replace", "link", "copyfile", "mkdir")


def may_fail(step: Step, name: str) -> bool:
    """Whether a write can fail here. Clearing away never does; a statement fails before it is done, or is done."""
    when, _, call = name.partition(" ")
    if step in (Step.READING, Step.FINISHED):
        return False
    return call in DISK or (when == "before" and call != "rmtree")


def full(point: str) -> None:
    """Fail as a full disk does."""
    if point.split()[-1] in DISK:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    raise OperationalError("database or disk is full")


@pytest.fixture
def sender(home: Path, transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sends one archive through the command, in other bytes each time; reading is done once."""
    monkeypatch.setattr(command, "open_home", lambda: home)
    ready = prepare(
        sendings.archive(tmp_path / "first.zip"), tmp_path / "ready",
        definitions=tuple(settings.ACCORD_DEFINITIONS), original_name="first.zip",
    )  # fmt: skip
    monkeypatch.setattr(intakes, "prepare", sendings.read_already(ready))

    def send(number: int, trace: Trace | None = None) -> Result:
        path = sendings.archive(tmp_path / "sent.zip", label=str(number))
        if trace is None:
            return CliRunner().invoke(command.intake_command, [str(path)])
        with trace.on():
            return CliRunner().invoke(command.intake_command, [str(path)])

    return send


def take_back(lived: set[str] = frozenset()) -> None:
    for each in wholeness.all_published():
        if str(each.public_id) not in lived:
            withdraw(release=each, because="sent again", by=None, at=timezone.now())


def test_writes_that_fail_are_said_plainly(sender: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    kept = sendings.table(tmp_path / "kept.csv", 2019)
    asked = intakes.Asked()
    with pytest.MonkeyPatch.context() as really:
        really.setattr(intakes, "prepare", prepare)
        intakes.take_in(path=kept, name="kept.csv", asked=asked, by=None, at=timezone.now())
    lived = {str(each.public_id) for each in wholeness.all_published()}
    assert len(lived) == 1
    before = wholeness.shown()
    passed: list[Any] = []
    assert sender(0, Trace(Watch(), None, passed)).exit_code == 0
    take_back(lived)
    failed = dict.fromkeys(Step, 0)
    may = [(at, step, name) for at, (step, name, _) in enumerate(passed, start=1) if may_fail(step, name)]
    for at, step, name in may if thorough() else may[::4]:
        failed[step] += 1
        answer = sender(at, Trace(Watch(), at, end=full))
        where = f"point {at}, {name}, while {step.name.lower()}"
        assert isinstance(answer.exception, SystemExit), (where, answer.exception)
        assert answer.exit_code == 1, where
        assert "Make room on the disk where" in answer.stderr, (where, answer.stderr)
        assert "Traceback" not in answer.output
        assert wholeness.faults(lived, thoroughly=at % 10 == 0) == [], where
        again = sender(at)
        assert again.exit_code == 0, (where, again.output)
        assert len({str(each.public_id) for each in wholeness.all_published()} - lived) == len(sendings.YEARS), where
        take_back(lived)
        assert wholeness.shown() == before, where
    with capsys.disabled():
        print(f"\n  writes failed: { ({step.name.lower(): times for step, times in failed.items() if times}) }")
    least = 4 if thorough() else 1
    assert sum(failed[step] for step in PUBLISHING) >= 6 * least
    assert failed[Step.RECEIVING] >= 3 * least
    assert wholeness.faults(lived, thoroughly=True) == []
    assert not list(Path(settings.ACCORD_RAW).glob("*.part")), "half copies take room that is wanted"


START = "from accord.config.opening import open_home; open_home(); from tests.factories import failed_homes as f;"
COMMANDS = ("back_up", "put_back", "withdraw", "publish")


def test_whichever_write_is_refused_nothing_is_half_there(
    tmp_path: Path, django_db_setup: None, capsys: pytest.CaptureFixture[str]
):
    """Below Python and SQLite: the n-th byte written, flushed, linked or named, for n up to 200 in the thorough run."""
    layer = failing_disk.built(tmp_path)
    if layer is None:
        pytest.skip("a layer below Python needs a C compiler and Linux (apt-get install gcc libc6-dev)")
    each = 200 if thorough() else 8
    home = lay_out(tmp_path / "home")
    copy_tables(home / "accord.sqlite3")
    env = os.environ | {"ACCORD_HOME": str(home), "LD_PRELOAD": str(layer), "OPENBLAS_NUM_THREADS": "1"}
    env.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", f"{START} f.main({str(tmp_path)!r})"], input=json.dumps(dict.fromkeys(COMMANDS, each)),
        capture_output=True, text=True, env=env, cwd=REPOSITORY, timeout=36_000, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for which in COMMANDS:
        came = found[which]
        with capsys.disabled():
            print(f"\n  {which}: of {came['writes']} writes {came['refused']} were refused: {came['went']}")
    faults = [fault for came in found.values() for fault in came["faults"]]
    assert not faults, "\n".join(faults)
    for came in found.values():
        assert came["refused"] >= min(each, came["writes"]) - 1
        assert came["went"]["ended 1"] >= came["refused"] // 2, "most of them matter"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip("a small disk can be mounted by root alone")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


THOROUGH = pytest.mark.thorough


@pytest.mark.parametrize("left", [pytest.param(2, marks=THOROUGH), 40, pytest.param(2000, marks=THOROUGH)])
def test_a_disk_that_is_really_full(small_disk: Path, tmp_path: Path, django_db_setup: None, left: int):
    """So many KiB are left: too few for the copy, for what is read, for the release; enough."""
    copy_tables(lay_out(small_disk / "home") / "accord.sqlite3")
    env = os.environ | {"ACCORD_HOME": str(small_disk / "home"), "COLUMNS": "300"}
    env.pop("DATABASE_URL", None)

    def accord(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*installed(), *words], env=env, cwd=REPOSITORY, capture_output=True, text=True, check=False
        )

    assert accord("releases").returncode == 0
    path = sendings.table(tmp_path / "sent.csv", 2018, sendings.school_rows(schools=200))
    ballast = small_disk / "ballast"
    room = os.statvfs(small_disk)
    ballast.write_bytes(b"x" * max(0, room.f_bavail * room.f_frsize - left * 1024))
    first = accord("intake", str(path))
    if left == 2000:
        assert first.returncode == 0, first.stderr
    else:
        assert first.returncode == 1, (first.stdout, first.stderr)
        assert "Make room on the disk where" in first.stderr
        assert "Traceback" not in first.stderr
    ballast.unlink()
    assert accord("intake", str(path)).returncode == 0
    assert accord("releases").stdout.count("ks2_schools") == 1


def test_a_reader_without_room_is_not_the_fault_of_the_file(small_disk: Path, tmp_path: Path):
    staging = lay_out(small_disk / "home") / "staging" / "one"
    staging.mkdir()
    path = sendings.table(tmp_path / "sent.csv", 2018, sendings.school_rows(schools=200))
    room = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(b"x" * (room.f_bavail * room.f_frsize - 20 * 1024))
    outcome = prepare(
        path, staging, definitions=tuple(settings.ACCORD_DEFINITIONS), limits=Limits(), original_name="sent.csv"
    )
    assert [problem.code for problem in outcome.problems] == ["no_space"]
    assert outcome.candidates == ()
