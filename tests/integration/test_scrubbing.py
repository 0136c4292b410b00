"""A copy that goes to somebody who develops names nobody; the one in use is never touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models

from accord.accounts.actions.events import record
from accord.accounts.actions.people import enrol
from accord.accounts.actions.scrubbing import pseudonyms, scrub
from accord.accounts.models.events import Event
from accord.accounts.models.people import Person
from accord.accounts.queries.tables import classed_models
from accord.cli.copies import NotACopy, check_is_other, left_over
from accord.config.homes import lay_out
from tests.factories.any_row import a_row, places_in

AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
KEY = b"a key that is thrown away"


def canary(number: int, room: int | None) -> str:
    return f"canary{number:05}"[: room or 40]


def plant_everywhere() -> dict[str, str]:
    """A row in every table that has room, each with a canary in one field that may name people; where each lies."""
    planted: dict[str, str] = {}
    for model, table in classed_models():
        for field in places_in(model):
            if not table.fields[field.name].may_name_people or field.primary_key:
                continue
            word = canary(len(planted), field.max_length)
            value: Any = {"by": [word]} if isinstance(field, models.JSONField) else word
            value = f"{word}@example.org" if isinstance(field, models.EmailField) else value
            a_row(model, **{field.name: value})
            planted[word] = f"{table.label}.{field.name}"
    return planted


def everything() -> str:
    """Every value of every row of every table."""
    rows = (str(list(model._base_manager.values_list())) for model, _ in classed_models())
    return "\n".join(rows)


def test_no_canary_is_left_in_any_table(home, capsys):
    planted = plant_everywhere()
    before = everything()
    assert len(planted) > 25 and all(word in before for word in planted)
    done = scrub(using="default", key=KEY)
    after = everything()
    left = {where for word, where in planted.items() if word in after}
    with capsys.disabled():
        print(f"\n{connection.vendor}: {len(planted)} canaries planted, {len(left)} left; {done}")
    assert left == set()
    assert done.rows_removed > 3 and done.fields > 20


def test_a_canary_in_a_field_that_is_said_to_name_nobody_is_found(home):
    a_row(Event, verb="canary99999")
    scrub(using="default", key=KEY)
    assert "canary99999" in everything(), "so a field that is classed wrongly would show"


def test_rows_still_hang_together_by_pseudonyms(home):
    one = enrol(email="Sam.Reed@example.org", name="Sam Reed", password="a long enough password", by=None, at=AT)
    record("changed", kind="person", subject=one.public_id, by=one, at=AT, detail={"name": "Sam Reed"})
    scrub(using="default", key=KEY)
    now = Person.objects.get(pk=one.pk)
    assert now.email.endswith("@scrubbed.invalid") and now.name.startswith("Somebody ")
    assert now.emailaddress_set.get().email == now.email and not now.has_usable_password()
    assert Event.objects.get(verb="changed").subject_id == str(now.public_id) != str(one.public_id)
    assert pseudonyms(KEY)("a") != pseudonyms(b"another")("a")


RESTRICTED, OPEN = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
INVITE = """
from accord.config.opening import open_home; open_home()
from django.utils import timezone
from accord.accounts.actions.people import enrol
print(enrol(email="sam.reed@example.org", name="Samira Reed-Walker", password="a long enough password",
             by=None, at=timezone.now()).public_id.hex)
from accord.sharing.models.terms import ReleaseTerms
ReleaseTerms.objects.create(release="11111111-1111-4111-8111-111111111111", source="own", set_at=timezone.now())
"""
COMMAND = "import sys; from accord.cli.main import main; sys.argv = ['accord', 'scrub', *sys.argv[1:]]; main()"


@dataclass(frozen=True)
class Homes:
    """A home in use and a copy of it, each seen by processes of their own as by an operator."""

    live: Path
    copy: Path
    marks: tuple[bytes, ...]

    def run(self, *arguments: str) -> tuple[int, str]:
        return python(self.live, COMMAND, *arguments)


def python(home: Path, code: str, *arguments: str) -> tuple[int, str]:
    env = {**os.environ, "ACCORD_HOME": str(home)}
    env.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", code, *arguments], env=env, capture_output=True, text=True, input="")
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    live = lay_out(tmp_path_factory.mktemp("scrubbing") / "live")
    status, said = python(live, INVITE)
    assert status == 0, said
    copy = live.with_name("copy")
    shutil.copytree(live, copy)
    (copy / "raw" / "sent").write_text("canary-file")
    (copy / "authority").write_text("Elmshire")
    for release in (RESTRICTED, OPEN):
        (copy / "releases" / release).mkdir()
    with closing(sqlite3.connect(copy / "accord.sqlite3")) as opened:
        password = opened.execute("select password from accounts_person").fetchone()[0]
    return Homes(live, copy, (b"sam.reed@", b"Samira", b"Reed-Walker", said.split()[-1].encode(), password.encode()))


def test_what_is_in_use_is_never_scrubbed(homes: Homes, tmp_path: Path):
    database = (homes.live / "accord.sqlite3").read_bytes()
    assert "is the home in use" in homes.run(str(homes.live), "--yes")[1]
    linked = lay_out(tmp_path / "linked")
    (linked / "accord.sqlite3").hardlink_to(homes.live / "accord.sqlite3")
    status, said = homes.run(str(linked), "--yes")
    assert status == 1 and "is the home in use" in said
    (homes.copy / "state" / "worker").write_text("1")
    assert "A worker serves" in homes.run(str(homes.copy), "--yes")[1]
    (homes.copy / "state" / "worker").unlink()
    assert "has no accord.sqlite3" in homes.run(str(tmp_path), "--yes")[1]
    assert homes.run(str(homes.copy))[0] == 1, "somebody has to say yes"
    assert (homes.live / "accord.sqlite3").read_bytes() == database
    assert list(left_over(homes.copy, ["sam.reed@example.org"])) == ["accord.sqlite3"]


def test_a_copied_home_is_scrubbed_to_the_last_byte(homes: Homes):
    content = (homes.copy / "accord.sqlite3").read_bytes()
    assert [mark for mark in homes.marks if mark not in content] == []
    status, said = homes.run(str(homes.copy), "--yes")
    assert status == 0, said
    assert "names, addresses and ids of people in what is left: none" in said
    left = sorted(path.name for path in homes.copy.iterdir())
    assert left == ["accord.sqlite3", "authority", "definitions", "releases"]
    assert "Releases that are not public: 1, taken out" in said
    assert [path.name for path in (homes.copy / "releases").iterdir()] == [OPEN]
    content = (homes.copy / "accord.sqlite3").read_bytes()
    assert [mark for mark in homes.marks if mark in content] == []
    with closing(sqlite3.connect(homes.copy / "accord.sqlite3")) as opened:
        assert opened.execute("select count(*) from accounts_person").fetchone() == (1,)
    assert b"sam.reed@" in (homes.live / "accord.sqlite3").read_bytes()


def test_the_database_in_use_is_recognised_by_its_address(monkeypatch):
    live = {"ENGINE": "x", "HOST": "db.example.org", "PORT": 5432, "NAME": "accord"}
    monkeypatch.setitem(settings.DATABASES, "default", live)
    with pytest.raises(NotACopy, match="This is the database in use"):
        check_is_other("postgres://someone@db.example.org:5432/accord")
    assert check_is_other("postgres://someone@db.example.org:5432/copied")["NAME"] == "copied"
