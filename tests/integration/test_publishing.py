"""Sending, holding, accepting and withdrawing; orphans; and several senders at once."""

from __future__ import annotations

import csv
import fcntl
import gzip
import json
import os
import random
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accord.intake.actions import orphans
from accord.intake.actions.intakes import Asked, accept, check, receive, take_in
from accord.intake.actions.releases import withdraw
from accord.intake.choices import Progress
from accord.intake.models.files import Intake, SourceFile
from accord.intake.models.releases import Release
from accord.intake.rules import NotNow
from accord.warehouse.publishing import ORPHANS_ARE_KEPT_SECONDS, publish_lock, sweep, sweep_partial
from tests.factories import sendings, wholeness
from tests.fixtures.homes import REPOSITORY
from tests.reference.homes import command

HOUR = ORPHANS_ARE_KEPT_SECONDS


def send(path: Path, **asked: Any) -> Intake:
    return take_in(path=path, name=path.name, asked=Asked(**asked), by=None, at=timezone.now())


def aged(path: Path, seconds: float) -> Path:
    os.utime(path, (time.time() - seconds,) * 2)
    return path


# Orphans ------------------------------------------------------------------------------------------------


@hypothesis_settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 10 * HOUR, allow_nan=False), st.booleans(), st.booleans()),
        max_size=12,
    )
)
def test_only_what_nothing_points_at_is_swept_and_only_after_an_hour(found: list[tuple[float, bool, bool]]):
    now = 2_000_000_000.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for at, (age, _, is_folder) in enumerate(found):
            path = folder / str(at)
            path.mkdir() if is_folder else path.write_bytes(b"x")
            if is_folder:
                (path / "cells.parquet").write_bytes(b"x")
            os.utime(path, (now - age,) * 2)
        referenced = {str(at) for at, (_, pointed_at, _) in enumerate(found) if pointed_at}
        removed = sweep(folder, referenced, now)
        old = {str(at) for at, (age, pointed_at, _) in enumerate(found) if age > HOUR and not pointed_at}
        kept = {path.name for path in folder.iterdir()}
        # A file's time is kept in steps; who is an hour old to the millisecond may stay or go.
        close = {str(at) for at, (age, *_) in enumerate(found) if abs(age - HOUR) < 0.01}
        assert set(removed) - close == old - close
        assert kept == {str(at) for at in range(len(found))} - set(removed)
        assert referenced <= kept


def test_what_goes_away_meanwhile_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    there = tmp_path / "there"
    there.write_bytes(b"x")
    aged(there, 2 * HOUR)
    listed = [tmp_path / "gone", there]
    with monkeypatch.context() as patched:
        patched.setattr(Path, "iterdir", lambda _: iter(listed))
        assert sweep(tmp_path, set()) == ["there"]


def test_half_copies_are_swept_and_whole_files_never(tmp_path: Path):
    for name, age in (("a" * 64, 9), (f"{'b' * 64}.1.part", 2), (f"{'c' * 64}.2.part", 0.5)):
        (tmp_path / name).write_bytes(b"x")
        aged(tmp_path / name, age * HOUR)
    assert sweep_partial(tmp_path) == [f"{'b' * 64}.1.part"]
    assert len(list(tmp_path.iterdir())) == 2


def test_an_intake_sweeps_under_the_lock(
    home: Path, transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = send(sendings.table(tmp_path / "first.csv")).releases.get()
    kept = aged(settings.ACCORD_RELEASES / str(first.public_id), 9 * HOUR)
    withdraw(release=first, because="", by=None, at=timezone.now())
    old, young = (settings.ACCORD_RELEASES / name for name in ("old", "young"))
    left = settings.ACCORD_STAGING / "left"
    part = settings.ACCORD_RAW / "left.part"
    for folder in (old, young, left):
        folder.mkdir()
    part.write_bytes(b"x")
    for path in (old, left, part):
        aged(path, 2 * HOUR)
    seen: list[str] = []

    def watched(folder: Path, *rest: Any) -> list[str]:
        with (home / "publish.lock").open("w") as second, pytest.raises(BlockingIOError):
            fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        seen.append(folder.name)
        return sweep(folder, *rest)

    monkeypatch.setattr(orphans, "sweep", watched)
    send(sendings.table(tmp_path / "second.csv", 2017))
    assert seen == ["releases", "staging"]
    assert [path.exists() for path in (old, left, part, young, kept)] == [False, False, False, True, True]
    assert wholeness.faults(thoroughly=True) == []


# Several senders ----------------------------------------------------------------------------------------


def start(path: Path, *options: str) -> subprocess.Popen[str]:
    """The command in a process of its own, on the database of the tests."""
    name = connection.settings_dict["NAME"]
    sqlite = connection.vendor == "sqlite"
    url = f"sqlite:///{name}" if sqlite else f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    return subprocess.Popen(
        [*command(), "intake", "--json", *options, str(path)], env=os.environ | {"DATABASE_URL": url}, cwd=REPOSITORY,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def together(home: Path, paths: list[Path]) -> list[dict[str, Any]]:
    """What came of files sent at once: nobody may publish before all are read."""
    with publish_lock(home):
        started = [start(path) for path in paths]
        until = time.monotonic() + 90
        while time.monotonic() < until and any(process.poll() is None for process in started):
            read = [
                folder
                for folder in (home / "staging").iterdir()
                if (folder / "1").is_dir() and not (folder / "request.json").exists()
            ]
            if len(read) == len(paths):
                break
            time.sleep(0.05)
    answers = [process.communicate(timeout=90) for process in started]
    assert [process.returncode for process in started] == [0] * len(paths), answers
    assert len(read) == len(paths), "they were not at work together"
    return [json.loads(said)[0] for said, _ in answers]


def test_the_same_file_sent_twice_at_once_is_published_once(home: Path, transactional_db: None, tmp_path: Path):
    path = sendings.archive(tmp_path / "sent.zip")
    answers = together(home, [path, path])
    assert sorted(each["outcome"] for each in answers) == ["published", "unchanged"]
    assert Release.objects.count() == wholeness.all_published().count() == len(sendings.YEARS)
    assert SourceFile.objects.count() == 1
    assert wholeness.faults(thoroughly=True) == []


def test_different_files_sent_at_once_are_all_published(home: Path, transactional_db: None, tmp_path: Path):
    paths = [sendings.archive(tmp_path / f"{la}.zip", authority=la) for la in ("201", "202")]
    answers = together(home, paths)
    assert [each["outcome"] for each in answers] == ["published"] * 2
    assert wholeness.all_published().count() == 2 * len(sendings.YEARS)
    assert wholeness.faults(thoroughly=True) == []


def test_an_intake_that_two_workers_check_is_published_once(home: Path, tmp_path: Path):
    path = sendings.table(tmp_path / "sent.csv")
    first = receive(path=path, name=path.name, asked=Asked(), by=None, at=timezone.now())
    second = Intake.objects.get(pk=first.pk)
    check(intake=first, by=None, at=timezone.now())
    assert check(intake=second, by=None, at=timezone.now()).progress == Progress.PUBLISHED
    assert Intake.objects.get().progress == Progress.PUBLISHED
    assert Intake.objects.get().releases.count() == 1


# Holding, accepting, withdrawing ------------------------------------------------------------------------


def test_what_is_held_survives_a_restart_and_accepting_it_publishes(home: Path, transactional_db: None, tmp_path: Path):
    path = sendings.archive(tmp_path / "sent.zip")
    said, errors = start(path, "--hold").communicate(timeout=90)
    assert said, errors
    waiting = Intake.objects.get()
    assert waiting.progress == Progress.HELD
    assert list(wholeness.all_published()) == []
    assert wholeness.shown() == {}
    assert send(path, hold=True).progress == Progress.UNCHANGED, "what waits already need not wait twice"
    accept(intake=waiting, by=None, at=timezone.now())
    assert wholeness.all_published().count() == len(sendings.YEARS)
    assert wholeness.faults(thoroughly=True) == []
    with pytest.raises(NotNow):
        accept(intake=waiting, by=None, at=timezone.now())


def test_what_was_published_meanwhile_is_not_published_twice(home: Path, transactional_db: None, tmp_path: Path):
    path = sendings.archive(tmp_path / "sent.zip")
    waiting = send(path, hold=True)
    assert send(path).progress == Progress.PUBLISHED, "sent without waiting, it is published"
    assert accept(intake=waiting, by=None, at=timezone.now()).progress == Progress.UNCHANGED
    assert wholeness.all_published().count() == len(sendings.YEARS)
    assert wholeness.faults(thoroughly=True) == []


def test_withdrawing_brings_the_release_before_it_back(home: Path, transactional_db: None, tmp_path: Path):
    send(sendings.table(tmp_path / "first.csv"))
    before = wholeness.shown()
    second = send(sendings.table(tmp_path / "second.csv", rows=sendings.school_rows(shift=4))).releases.get()
    after = wholeness.shown()
    assert after.keys() == before.keys() and after != before
    withdraw(release=second, because="wrong file", by=None, at=timezone.now())
    assert wholeness.shown() == before
    with pytest.raises(NotNow):
        withdraw(release=second, because="again", by=None, at=timezone.now())
    again = send(tmp_path / "second.csv")
    assert again.progress == Progress.PUBLISHED, "what was withdrawn may be sent again"
    changed = {key: [row[:4] for row in rows] for key, rows in wholeness.shown().items()}
    assert changed == {key: [row[:4] for row in rows] for key, rows in after.items()}
    assert wholeness.faults(thoroughly=True) == []


def test_the_same_bytes_are_kept_once_and_recognised(home: Path, tmp_path: Path):
    path = sendings.table(tmp_path / "sent.csv")
    assert send(path).progress == Progress.PUBLISHED
    assert send(path.rename(tmp_path / "other name.csv")).progress == Progress.UNCHANGED
    assert (SourceFile.objects.count(), Intake.objects.count(), Release.objects.count()) == (1, 2, 1)
    assert len(list(Path(settings.ACCORD_RAW).iterdir())) == 1
    assert send(tmp_path / "other name.csv", settled="revised").progress == Progress.PUBLISHED


def shuffled(path: Path, to: Path) -> Path:
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file)
    random.Random(7).shuffle(rows)
    with to.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([headings, *rows])
    return to


def test_the_same_content_in_another_container_is_recognised(home: Path, tmp_path: Path):
    path = sendings.table(tmp_path / "sent.csv", rows=sendings.school_rows(schools=9))
    zipped = tmp_path / "sent.zip"
    with zipfile.ZipFile(zipped, "w") as together:
        together.write(path, "inside.csv")
    packed = tmp_path / "sent.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    others = [zipped, packed, shuffled(path, tmp_path / "shuffled.csv")]
    assert len({each.read_bytes() for each in (path, *others)}) == 4
    assert send(path).progress == Progress.PUBLISHED
    assert [send(each).progress for each in others] == [Progress.UNCHANGED] * 3
    assert Release.objects.count() == 1
    one_percent_more = sendings.school_rows(schools=9)
    one_percent_more[4]["PTRWM_EXP"] = "60%"
    assert send(sendings.table(tmp_path / "more.csv", rows=one_percent_more)).progress == Progress.PUBLISHED
