"""A backup made while the home is in use, put back into an empty one: the same rows, files and pages, or a refusal."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import environ
import pytest
from click.testing import CliRunner, Result
from django.apps import apps
from django.core.cache import cache
from django.db import connection, connections
from django.db.utils import load_backend
from django.test import Client

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.accounts.queries.tables import every_model
from accord.accounts.queries.whole_record import heads_now, look_through
from accord.cli.commands import backup as backup_commands
from accord.cli.commands import restore as restore_commands
from accord.cli.commands.backup import backup_command
from accord.cli.commands.restore import restore_command
from accord.config.heartbeat import only_worker
from accord.config.homes import RESTORING
from accord.config.opening import HalfRestored, prepare
from accord.intake.actions.intakes import Asked, take_in
from accord.intake.actions.releases import withdraw
from accord.intake.models.releases import Release
from accord.upkeep import backups
from accord.upkeep.archives import InTheWay, checked
from accord.upkeep.backups import NotWhole, back_up
from accord.upkeep.dumps import digest, tables, unknown_tables
from accord.upkeep.restores import NotEmpty, restore
from accord.upkeep.snapshots import SeesTooLittle
from tests.factories import sendings, wholeness
from tests.factories.any_row import a_row
from tests.factories.county_people import signed_in
from tests.factories.people import somebody
from tests.fixtures.backed_up import AT, empty, files_of


@pytest.mark.from_nothing
def test_what_is_put_back_is_what_was_there(lived_in: Path, tmp_path: Path, settings: Any, capsys: Any):
    officer = signed_in(somebody("officer@example.org", *OFFICER))
    made = back_up(target=tmp_path / "made.backup", at=AT)
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.others == ("notes.txt",)
    rows, files, answers = digest("default", apps), files_of(lived_in), wholeness.shown()
    pages = {path: page(officer, path) for path in PAGES}
    expected = {name: sha256 for name, sha256 in files.items() if name not in ("notes.txt", "state/last-backup")}
    emptied = empty(settings, tmp_path / "other")
    assert digest("default", apps) != rows
    done = restore(source=made.path, at=AT)
    assert digest("default", apps) == rows
    assert files_of(emptied) == expected
    assert wholeness.shown() == answers and answers
    cache.clear()
    assert {path: page(officer, path) for path in PAGES} == pages
    assert wholeness.faults(thoroughly=True) == []
    assert look_through(heads_now()).faults == ()
    assert not (emptied / RESTORING).exists()
    with capsys.disabled():
        print(f"\n{connection.vendor}: {done.rows} rows of {len(done.manifest.rows)} tables and {done.files} files"
              " were put back, all the same")  # fmt: skip
    assert done.rows > 300 and done.files >= 8


OFFICER = [f"{role} everywhere" for role in ("data_manager", "platform_administrator", "data_protection_officer")]
PAGES = ("/", "/data/", "/groups/", "/measures/", "/measures/ks2_rwm_expected/", "/authorities/201/", "/agreements/")


def page(client: Client, path: str) -> str:
    """A page without what differs from one answer to the next."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


@contextmanager
def sqlite_instead(file: Path) -> Iterator[None]:
    """The default connection, led to an SQLite file."""
    theirs, engine = connections["default"], "django.db.backends.sqlite3"
    given = {**theirs.settings_dict, "ENGINE": engine, "NAME": str(file), "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
    connections["default"] = load_backend(engine).DatabaseWrapper(given, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = theirs


def lasting(home: Path) -> dict[str, str]:
    """The hash of every file that is kept, beside the database and what is made anew from it."""
    left = ("notes.txt", "accord.sqlite3", "state/answers/", "state/cubes/", "state/last-backup")
    return {name: sha256 for name, sha256 in files_of(home).items() if not name.startswith(left)}


def test_a_home_moves_to_the_other_database_and_back(
    postgresql: None, lived_in: Path, tmp_path: Path, settings: Any, capsys: Any
):
    officer = signed_in(somebody("officer@example.org", *OFFICER))
    made = back_up(target=tmp_path / "made.backup", at=AT)
    rows, answers = digest("default", apps), wholeness.shown()
    files, pages = lasting(lived_in), {path: page(officer, path) for path in PAGES}

    def same(home: Path) -> None:
        cache.clear()
        assert digest("default", apps) == rows
        assert lasting(home) == files
        assert wholeness.shown() == answers and answers
        assert {path: page(officer, path) for path in PAGES} == pages
        assert wholeness.faults(thoroughly=True) == []

    other = empty(settings, tmp_path / "other")
    assert digest("default", apps) != rows
    with sqlite_instead(other / "accord.sqlite3"):
        done = restore(source=made.path, at=AT)
        assert connection.vendor == "sqlite"
        back = back_up(target=tmp_path / "back.backup", at=AT)
        same(other)  # after that a visit more is counted
    assert (back.manifest.database, back.manifest.rows) == ("sqlite", made.manifest.rows)
    assert {each.name: each.sha256 for each in back.manifest.members} == {
        each.name: each.sha256 for each in made.manifest.members
    }
    third = empty(settings, tmp_path / "third")
    restore(source=back.path, at=AT)
    assert connection.vendor == "postgresql"
    same(third)
    with capsys.disabled():
        print(f"\n{done.rows} rows and {done.files} files went from PostgreSQL to SQLite and back, all the same")
    assert done.rows > 300 and done.files >= 8


def test_keys_go_on_from_the_last_that_was_given_out(lived_in: Path, tmp_path: Path, settings: Any):
    gone = a_row(Person)
    number = gone.pk
    gone.delete()
    path = back_up(target=tmp_path / "made.backup", at=AT).path
    empty(settings, tmp_path / "other")
    restore(source=path, at=AT)
    assert a_row(Person).pk > number


def test_every_table_is_in_it(lived_in: Path, made: Path):
    assert unknown_tables("default", apps) == []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE somebody_elses (x int)")
    try:
        assert unknown_tables("default", apps) == ["somebody_elses"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE somebody_elses")
    said = checked(made).rows
    assert set(said) == set(tables(apps))
    filled = {table for table, rows in said.items() if rows}
    assert {model._meta.db_table for model in every_model()} - filled == set(), "a row was planted in every table"


@contextmanager
def meanwhile(monkeypatch: pytest.MonkeyPatch, work: Any) -> Iterator[None]:
    """Do something after the moment of the next backup, and before its files are read."""
    real = backups.one_moment

    @contextmanager
    def disturbed() -> Iterator[str]:
        with real() as moment:
            work()
            yield moment

    with monkeypatch.context() as patched:
        patched.setattr(backups, "one_moment", disturbed)
        yield


def test_what_is_published_meanwhile_is_not_in_it_and_nothing_is_half_in_it(
    lived_in: Path, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    before, answers = digest("default", apps), wholeness.shown()

    def work() -> None:
        path = sendings.table(tmp_path / "later.csv", 2019, sendings.school_rows(shift=2))
        assert take_in(path=path, name="later.csv", asked=Asked(), by=None, at=AT).releases.count() == 1
        for release in wholeness.all_published().filter(year__lt=2019):
            withdraw(release=release, because="meanwhile", by=None, at=AT)
        record("renamed", kind="group", subject="elm", by=None, at=AT)
        with (lived_in / "raw.lock").open("w") as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # whoever drops files waits

    with meanwhile(monkeypatch, work):
        path = back_up(target=tmp_path / "made.backup", at=AT).path
    assert digest("default", apps) != before
    emptied = empty(settings, tmp_path / "other")
    restore(source=path, at=AT)
    assert digest("default", apps) == before
    assert wholeness.shown() == answers
    assert wholeness.faults(thoroughly=True) == []
    assert len(list((emptied / "releases").iterdir())) == len(sendings.YEARS)
    assert look_through(heads_now()).faults == ()
    heads = (emptied / "state" / "record-heads.txt").read_text().splitlines()
    assert int(heads[-1].split()[1]) == heads_now()[0].sequence, "a head from after the moment would look like a cut"


@pytest.mark.once
def test_a_home_that_lacks_a_file_is_not_backed_up_in_silence(lived_in: Path, tmp_path: Path):
    raw, release = next((lived_in / "raw").iterdir()), Release.objects.first()
    raw.write_bytes(raw.read_bytes()[:-1])
    for path in (lived_in / "releases" / str(release.public_id)).iterdir():
        path.unlink()
    target = tmp_path / "made.backup"
    with pytest.raises(NotWhole) as refused:
        back_up(target=target, at=AT)
    assert refused.value.faults == [
        f"releases/{release.public_id}/places.parquet is missing", f"raw/{raw.name} was altered",
    ]  # fmt: skip
    assert list(tmp_path.glob("*made.backup*")) == []
    made = back_up(target=target, at=AT, although_not_whole=True)
    assert list(checked(made.path).left_out) == refused.value.faults


@pytest.mark.once
def test_no_backup_takes_the_place_of_another_or_lies_in_the_home(lived_in: Path, made: Path):
    before = made.read_bytes()
    with pytest.raises(InTheWay, match="exists already"):
        back_up(target=made, at=AT)
    assert made.read_bytes() == before
    with pytest.raises(InTheWay, match="lost with it"):
        back_up(target=lived_in / "state" / "x.backup", at=AT)
    assert back_up(target=made.with_name("again"), at=AT).path.exists()
    left = [path.name for path in made.parent.iterdir() if path.name.endswith(".part")]
    assert left == []


@pytest.mark.once
def test_keys_can_be_left_out(lived_in: Path, tmp_path: Path):
    without = back_up(target=tmp_path / "without.backup", at=AT, without_keys=True)
    assert without.secrets == () and b"k" * 60 not in without.path.read_bytes()
    assert back_up(target=tmp_path / "with.backup", at=AT).secrets == ("secret_key",)
    assert b"k" * 60 in (tmp_path / "with.backup").read_bytes()


def test_a_home_that_is_not_empty_is_left_as_it_is(lived_in: Path, made: Path, tmp_path: Path, settings: Any):
    before, rows = files_of(lived_in), digest("default", apps)
    with pytest.raises(NotEmpty, match="a database with rows in"):
        restore(source=made, at=AT)
    assert (files_of(lived_in), digest("default", apps)) == (before, rows)
    emptied = empty(settings, tmp_path / "other")
    (emptied / "raw" / "something").write_text("of somebody")
    with pytest.raises(NotEmpty, match="raw/something"):
        restore(source=made, at=AT)
    assert (emptied / "raw" / "something").read_text() == "of somebody"


def command(which: click.Command, *words: str | Path) -> Result:
    """A command; it ends by itself and not in a traceback."""
    said = CliRunner().invoke(which, [str(word) for word in words])
    assert said.exception is None or isinstance(said.exception, SystemExit), said.exc_info
    return said


@pytest.mark.once
def test_the_commands_say_what_they_did_and_end_so(lived_in: Path, tmp_path: Path, settings: Any, monkeypatch: Any):
    monkeypatch.setattr(backup_commands, "open_home", lambda: lived_in)
    after: list[list[str]] = []
    monkeypatch.setattr(
        restore_commands.subprocess, "run", lambda words, **_: after.append(words[-2:]) or SimpleNamespace(returncode=0)
    )
    target = tmp_path / "made.backup"
    said = command(backup_command, target)
    assert said.exit_code == 0 and "written and read through" in said.output, said.output
    assert "keep it as safe as the home itself" in said.output and "secret_key" in said.output
    again = command(backup_command, target)
    assert again.exit_code == 1 and "Choose a new name" in again.output
    assert command(backup_command, target, "--check").exit_code == 0
    full = command(restore_command, target)
    assert full.exit_code == 1 and "Nothing was put back" in full.output
    emptied, damaged = empty(settings, tmp_path / "other"), tmp_path / "damaged.backup"
    damaged.write_bytes(target.read_bytes()[:-1])
    for answer in (command(restore_command, damaged), command(backup_command, damaged, "--check")):
        assert answer.exit_code == 1 and "Use another backup" in answer.output, answer.output
    assert files_of(emptied) == {} and after == []
    done = command(restore_command, target)
    assert done.exit_code == 0 and "Put back into" in done.output, done.output
    assert after == [["retention", "run"]]


def test_a_home_in_which_a_backup_is_half_put_back_is_not_opened(emptied: Path, made: Path):
    (emptied / RESTORING).write_text("begun")
    (emptied / "raw" / "half").write_text("of the first attempt")
    with pytest.raises(HalfRestored, match="Run accord restore again"):
        prepare(emptied)
    restore(source=made, at=AT)
    assert not (emptied / "raw" / "half").exists()
    assert wholeness.faults(thoroughly=True) == []


@pytest.mark.once
def test_nothing_is_put_back_under_a_worker(emptied: Path, made: Path):
    with only_worker(emptied), pytest.raises(NotEmpty, match="Stop it"):
        restore(source=made, at=AT)


def test_a_role_from_which_rows_are_kept_makes_no_backup(postgresql: None, lived_in: Path, tmp_path: Path):
    web = environ.Env.db_url_config(os.environ["DATABASE_URL_WEB"])
    given = {**connection.settings_dict, "USER": web["USER"], "PASSWORD": web["PASSWORD"]}
    owner = connection.settings_dict
    connection.close()
    connection.settings_dict = given
    try:
        with pytest.raises(SeesTooLittle, match="may not see every row"):
            back_up(target=tmp_path / "made.backup", at=AT)
    finally:
        connection.settings_dict = owner
    assert list(tmp_path.glob("*made.backup*")) == []
