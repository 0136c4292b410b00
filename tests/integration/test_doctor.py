"""`accord doctor` finds what is planted and nothing else, says what to do, and mends only what loses nothing."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from accord.accounts.actions.chaining import keep_head_apart
from accord.accounts.models.events import Event
from accord.cli.commands.doctor import doctor_command
from accord.config.homes import RESTORING
from accord.intake.actions.intakes import Asked as Sent
from accord.intake.actions.intakes import receive, take_in
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.performance import catalogue
from accord.sharing.models.signatures import Scan
from accord.upkeep.checks import meaning
from accord.upkeep.doctor import look_over
from accord.upkeep.dumps import digest
from accord.upkeep.findings import Asked, Finding
from accord.upkeep.stamps import note_backup
from accord.warehouse.hashes import HASHES
from tests.factories import sendings
from tests.factories.any_row import a_row
from tests.fixtures.backed_up import files_of

LONG_AGO = 2 * 3600.0
NOTES = {"No worker runs"}


@pytest.fixture
def sound(home: Path, tmp_path: Path, settings: Any, monkeypatch: Any) -> Path:
    """A home with one release, a backup made today, safe settings, and nothing wrong."""
    settings.ALLOWED_HOSTS = ["localhost"]
    path = sendings.table(tmp_path / "sent.csv", 2018)
    assert take_in(path=path, name=path.name, asked=Sent(), by=None, at=timezone.now()).releases.count() == 1
    keep_head_apart()
    note_backup(home, timezone.now())
    monkeypatch.setattr(meaning, "calendar", lambda on, rights: [])
    return home


def look(home: Path, on: date | None = None) -> dict[str, Finding]:
    asked = Asked(home, on or timezone.localdate(), timezone.now())
    return {each.what: each for each in look_over(asked)}


def only(home: Path) -> Finding:
    """The one thing that was found beside notes."""
    found = [each for each in look(home).values() if each.what not in NOTES]
    assert len(found) == 1, [each.what for each in found]
    assert found[0].means.endswith((".", ".)")) and found[0].do.endswith(".")
    return found[0]


def test_nothing_is_found_in_a_home_in_which_nothing_is_wrong(sound: Path):
    assert set(look(sound)) == NOTES


def release_folder() -> Path:
    return Path(settings.ACCORD_RELEASES) / str(Release.objects.get().public_id)


def age(path: Path) -> None:
    os.utime(path, (time.time() - LONG_AGO,) * 2)


def plant_altered_release(home: Path) -> None:
    path = release_folder() / "cells.parquet"
    path.write_bytes(path.read_bytes() + b"x")


def plant_missing_release(home: Path) -> None:
    (release_folder() / "places.parquet").unlink()


def plant_no_release(home: Path) -> None:
    for path in release_folder().iterdir():
        path.unlink()


def sent(home: Path) -> Path:
    return home / "raw" / Intake.objects.get(name="sent.csv").file.sha256


def plant_altered_raw(home: Path) -> None:
    sent(home).write_bytes(b"something else")


def plant_missing_raw(home: Path) -> None:
    sent(home).unlink()


def plant_missing_scan(home: Path) -> None:
    a_row(Scan, sha256="0" * 64)


def plant_orphans(home: Path) -> None:
    for path in (home / "releases" / "nobody", home / "staging" / "left"):
        path.mkdir()
        age(path)
    (home / "raw" / f"{'1' * 64}.x.part").write_text("half")
    age(home / "raw" / f"{'1' * 64}.x.part")
    (home / "releases" / "just-now").mkdir()


def plant_no_hashes(home: Path) -> None:
    (release_folder() / HASHES).unlink()


def plant_open_home(home: Path) -> None:
    (home / "raw").chmod(0o755)


def plant_running_task(home: Path) -> None:
    DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING, worker_ids=["gone"], run_after=get_date_max(), task_path="nowhere.task",
        args_kwargs={"args": [], "kwargs": {}}, backend_name="default", exception_class_path="", traceback="",
    )  # fmt: skip


def plant_waiting_task(home: Path) -> None:
    plant_running_task(home)
    DBTaskResult.objects.update(status=TaskResultStatus.READY)


def plant_stuck_file(home: Path) -> None:
    path = sendings.table(home / "staging" / "s.csv", 2016)
    receive(path=path, name="stuck.csv", asked=Sent(), by=None, at=timezone.now() - timedelta(hours=2))
    path.unlink()


def plant_held_file(home: Path) -> None:
    path = sendings.table(home / "staging" / "h.csv", 2016)
    take_in(path=path, name="held.csv", asked=Sent(hold=True), by=None, at=timezone.now())
    path.unlink()
    Intake.objects.filter(name="held.csv").update(received_at=timezone.now() - timedelta(days=15))


def plant_old_backup(home: Path) -> None:
    note_backup(home, timezone.now() - timedelta(days=9))


def plant_strange_family(home: Path) -> None:
    Release.objects.update(family="of_yesterday")


def plant_changed_record(home: Path) -> None:
    Event.objects.filter(pk=Event.objects.first().pk).update(verb="nothing")


def plant_cut_record(home: Path) -> None:
    Event.objects.order_by("-sequence").first().delete()


def plant_bad_heads(home: Path) -> None:
    (home / "state" / "record-heads.txt").write_text("nonsense\n")


def plant_newer_database(home: Path) -> None:
    MigrationRecorder(connection).record_applied("intake", "9999_of_tomorrow")


def plant_half_restored(home: Path) -> None:
    (home / RESTORING).write_text("")


def plant_pending(home: Path) -> None:
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")


PLANTED: dict[str, tuple[Callable[[Path], None], str, bool]] = {
    "altered release": (plant_altered_release, "1 file of releases missing or altered", False),
    "missing file of a release": (plant_missing_release, "1 file of releases missing or altered", False),
    "no release": (plant_no_release, "1 file of releases missing or altered", False),
    "altered raw": (plant_altered_raw, "1 sent file missing or altered", False),
    "missing raw": (plant_missing_raw, "1 sent file missing or altered", False),
    "missing scan": (plant_missing_scan, "1 scan of signed agreements missing or altered", False),
    "orphans": (plant_orphans, "3 orphans", True),
    "no hashes": (plant_no_hashes, "1 release published before hashes were kept", True),
    "open home": (plant_open_home, "1 file or folder open to others of this machine", True),
    "running task": (plant_running_task, "1 task of a dead worker", True),
    "waiting task": (plant_waiting_task, "No worker, and 1 task waiting", False),
    "stuck file": (plant_stuck_file, "1 file received and never checked", True),
    "held file": (plant_held_file, "1 file waiting for acceptance for over 14 days", False),
    "old backup": (plant_old_backup, "The last backup is of", False),
    "strange family": (plant_strange_family, "1 release of families that no definition knows", False),
    "changed record": (plant_changed_record, "The record is not as it was written", False),
    "cut record": (plant_cut_record, "The record is not as it was written", False),
    "heads that are none": (plant_bad_heads, "The heads of the record cannot be read", False),
    "newer database": (plant_newer_database, "The database is of a newer Accord", False),
    "half restored": (plant_half_restored, "A backup is half put back here", False),
    "pending": (plant_pending, "1 migration waiting", True),
}


def test_what_is_planted_is_found_alone(sound: Path, tmp_path: Path, capsys: Any):
    before = shutil.copytree(sound, tmp_path / "before")
    for kind, (plant, what, can_be_mended) in PLANTED.items():
        with transaction.atomic():
            plant(sound)
            if kind == "waiting task":
                assert any(each.what.startswith(what) for each in look(sound).values())
            else:
                found = only(sound)
                assert found.what.startswith(what), kind
                assert (found.mend is not None) is can_be_mended, kind
            transaction.set_rollback(True)
        shutil.rmtree(sound)
        shutil.copytree(before, sound)
        assert set(look(sound)) == NOTES, kind
    with capsys.disabled():
        print(f"\n{connection.vendor}: {len(PLANTED)} ailments planted, each found alone")
    assert len(PLANTED) > 20


def command(*words: str) -> Result:
    said = CliRunner().invoke(doctor_command, words)
    assert said.exception is None or isinstance(said.exception, SystemExit), said.exc_info
    assert "Traceback" not in said.output
    return said


def test_mending_puts_right_what_loses_nothing_and_leaves_the_rest(sound: Path):
    assert command().exit_code == 0
    for plant in (plant_orphans, plant_open_home, plant_no_hashes, plant_running_task, plant_stuck_file,
                  plant_old_backup, plant_altered_raw):  # fmt: skip
        plant(sound)
    rows = digest("default", apps)
    assert command().exit_code == 1
    assert digest("default", apps) == rows, "looking changes nothing"
    kept = {name: each for name, each in files_of(sound).items() if not name.endswith(".part")}
    said = command("--mend")
    assert said.exit_code == 1 and said.output.count("Mended:") == 5, said.output
    after = files_of(sound)
    assert kept.items() <= after.items(), "no file that anything points at went, or was changed"
    assert sorted(set(after) - set(kept)) == [f"releases/{Release.objects.get().public_id}/{HASHES}"]
    assert (sound / "releases" / "just-now").is_dir() and not (sound / "releases" / "nobody").exists()
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 2
    left = json.loads(command("--json").stdout)
    assert sorted(each["what"].split(" ")[0] for each in left if each["wrong"]) == ["1", "No", "The"]
    assert Intake.objects.get(name="stuck.csv").progress == "received"


@pytest.mark.once
def test_measures_are_due_for_review_one_day(sound: Path):
    latest = max(each.review_due for each in catalogue.measures().values())
    found = look(sound, date.fromisoformat(latest) + timedelta(days=1))
    assert f"{len(catalogue.measures())} measures due for review" in found
    first = min(each.review_due for each in catalogue.measures().values())
    assert not any("due for review" in what for what in look(sound, date.fromisoformat(first)))


@pytest.mark.once
def test_newer_editions_that_should_have_come_are_a_note(sound: Path, monkeypatch: Any):
    monkeypatch.undo()
    at = datetime(2026, 11, 30, 9, tzinfo=UTC)
    asked = Asked(Path(settings.ACCORD_HOME), at.date(), at)
    found = [each for each in look_over(asked) if "newer edition" in each.what]
    assert len(found) == 1 and found[0].note
    assert "Key Stage 2 results by school, summer 2026 (provisional)" in found[0].which[-1]


@pytest.mark.once
def test_a_definition_that_cannot_be_used_is_named(sound: Path):
    (sound / "definitions" / "measures").mkdir(parents=True, exist_ok=True)
    (sound / "definitions" / "measures" / "broken.yaml").write_text("- no mapping\n")
    found = only(sound)
    assert found.what == "A definition cannot be used" and "broken.yaml" in found.which[0]


@pytest.mark.once
def test_unsafe_settings_are_told_as_at_the_start(sound: Path, settings: Any):
    settings.DEBUG = True
    found = only(sound)
    assert found.what == "1 setting not safe" and found.which[0].startswith("ACCORD_DEBUG")


def test_a_lost_database_is_told_with_what_is_left(sound: Path, monkeypatch: Any, tmp_path: Path):
    monkeypatch.setattr("accord.upkeep.checks.database.database_file", lambda: tmp_path / "accord.sqlite3")
    found = only(sound)
    assert found.what == "The database is gone" and found.means.startswith("2 files lie here")


def test_a_database_that_does_not_answer_is_a_finding(sound: Path, monkeypatch: Any):
    def fails(*_: Any) -> Any:
        raise OperationalError("no answer")

    monkeypatch.setattr("accord.upkeep.checks.database.MigrationExecutor", fails)
    assert only(sound).what == "The database does not answer"


def test_the_second_wall_is_looked_at(postgresql: None, sound: Path):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_event NO FORCE ROW LEVEL SECURITY")
    found = only(sound)
    assert found.what == "The second wall of the database does not stand"
    assert "not forced on accounts_event" in found.which[0]
