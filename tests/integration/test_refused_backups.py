"""A backup that is damaged, or that somebody tampered with, is refused, and nothing of it is anywhere."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from accord.config.homes import RESTORING
from accord.upkeep.archives import checked
from accord.upkeep.dumps import digest
from accord.upkeep.manifests import Damaged, may_be_inside
from accord.upkeep.restores import NotEmpty, restore
from tests.factories import forgeries, wholeness
from tests.factories.forgeries import Parts, add, forge
from tests.fixtures.backed_up import AT, files_of
from tests.fixtures.skipping import thorough

SEED = 20261130


def refused(source: Path, home: Path) -> str:
    """Why a backup was refused; nothing of it is in the home or the database."""
    before, rows = files_of(home), digest("default", apps)
    with pytest.raises(Damaged) as why:
        restore(source=source, at=AT)
    assert files_of(home) == before
    assert digest("default", apps) == rows
    assert not (home / RESTORING).exists()
    return str(why.value)


@pytest.mark.once
def test_any_damage_is_found(made: Path, emptied: Path, tmp_path: Path, capsys: Any):
    whole, chance, bad = made.read_bytes(), random.Random(SEED), tmp_path / "bad.backup"
    each = 2000 if thorough() else 60
    cuts = [chance.randrange(len(whole)) for _ in range(each)] + [0, 1, len(whole) - 1]
    flips = [chance.randrange(len(whole)) for _ in range(each)] + list(range(-110, 0))
    missed = []
    for length in cuts:
        bad.write_bytes(whole[:length])
        missed += [f"cut to {length}"] if not _is_damaged(bad) else []
    for at in flips:
        content = bytearray(whole)
        content[at] ^= 1 << chance.randrange(8)
        bad.write_bytes(content)
        missed += [f"flipped at {at}"] if not _is_damaged(bad) else []
    bad.write_bytes(whole + b"x")
    assert _is_damaged(bad)
    assert missed == []
    with capsys.disabled():
        print(f"\n{connection.vendor}: cut {len(cuts)} times, {len(flips)} bits turned: all refused")
    refused(bad, emptied)
    bad.write_bytes(whole)
    assert not _is_damaged(bad), "the one that nothing happened to"


def _is_damaged(path: Path) -> bool:
    try:
        checked(path)
    except Damaged:
        return True
    return False


def a_table(parts: Parts) -> str:
    return next(name for name in parts if name == "database/accounts_person.jsonl")


def drop_member(parts: Parts, said: dict[str, Any]) -> None:
    del parts[next(name for name in parts if "/raw/" in name)]


def drop_table(parts: Parts, said: dict[str, Any]) -> None:
    name = a_table(parts)
    del parts[name]
    said["members"] = [each for each in said["members"] if each["name"] != name]


def stowaway(parts: Parts, said: dict[str, Any]) -> None:
    parts["home/raw/unsaid"] = b"x"


def other_form(parts: Parts, said: dict[str, Any]) -> None:
    said["format"] = 99


def newer(parts: Parts, said: dict[str, Any]) -> None:
    said["migrations"]["intake"].append("0999_of_tomorrow")


def bomb(parts: Parts, said: dict[str, Any]) -> None:
    """Much more comes out than it says."""
    name = a_table(parts)
    size = next(each for each in said["members"] if each["name"] == name)["size"]
    parts[name] = parts[name] + b"0" * 50_000_000
    assert len(parts[name]) > size


def endless_row(parts: Parts, said: dict[str, Any]) -> None:
    parts[a_table(parts)] += b"[" + b"0" * 3_000_000


def other_columns(parts: Parts, said: dict[str, Any]) -> None:
    name = a_table(parts)
    parts[name] = parts[name].replace(b'"email"', b'"e_mail"', 1)


def nonsense_row(parts: Parts, said: dict[str, Any]) -> None:
    parts[a_table(parts)] += b'["one","value"]\n'


def one_row_less(parts: Parts, said: dict[str, Any]) -> None:
    name = "database/django_session.jsonl"
    parts[name] = parts[name].rsplit(b"\n", 2)[0] + b"\n"


def nobodys_right(parts: Parts, said: dict[str, Any]) -> None:
    """A row that points at a row which is not there."""
    heading = parts["database/accounts_visits.jsonl"].split(b"\n")[0]
    parts["database/accounts_person.jsonl"] = parts[a_table(parts)].split(b"\n")[0] + b"\n"
    assert heading
    said["rows"]["accounts_person"] = 0


FORGED = {
    "a file is missing": (drop_member, "lacks", True),
    "a table is missing": (drop_table, "lacks accounts_person", True),
    "something is in it that it does not tell": (stowaway, "does not say", True),
    "another form": (other_form, "form 99", True),
    "a newer Accord": (newer, "newer Accord", True),
    "a bomb": (bomb, "does not say|not as it was", False),
    "an endless row": (endless_row, "longer than any row", True),
    "other columns": (other_columns, "other columns", True),
    "a row that is none": (nonsense_row, "makes no sense", True),
    "fewer rows": (one_row_less, "rows of django_session", True),
    "rows that do not fit together": (nobodys_right, "do not fit together", True),
}


def test_forged_backups_are_refused(made: Path, emptied: Path, tmp_path: Path, monkeypatch: Any, capsys: Any):
    monkeypatch.setattr("accord.upkeep.archives.LONGEST_ROW", 1_000_000)
    forged, told = tmp_path / "forged.backup", {}
    for kind, (change, why, hashed) in FORGED.items():
        told[kind] = refused(forge(made, forged, change, hashed), emptied)
        assert re.search(why, told[kind]), (kind, told[kind])
    with capsys.disabled():
        print(f"\n{connection.vendor}: forged in {len(told)} ways, each refused for its own reason")
    assert len(set(told.values())) == len(FORGED)
    restore(source=forge(made, forged, lambda parts, said: None), at=AT)
    assert wholeness.faults(thoroughly=True) == [], "the one in which nothing was changed"


WAYS_OUT = (
    "home/../../outside", "home/raw/../../../outside", "/etc/outside", "home//etc/outside", "home/raw/..",
    "home/accord.sqlite3", "home/state/worker", "home/elsewhere/x", "home/raw", "home/raw/", "home/releases/./x",
    "home/raw/a\\..\\b", "home/raw/c:x", "home/raw/a\x00b", "home/raw/a\nb", "database/../x.jsonl",
    "database/x y.jsonl", "manifest.json/x", "HOME/raw/x", "home/RAW/x", "",
)  # fmt: skip


@pytest.mark.once
def test_no_name_leads_out_of_the_home(made: Path, emptied: Path, tmp_path: Path):
    assert [name for name in WAYS_OUT if may_be_inside(name)] == []
    assert may_be_inside("home/raw/x") and may_be_inside("database/accounts_person.jsonl")
    for name in ("home/../outside", "home/raw/../../outside", "/tmp/outside"):
        def change(parts: Parts, said: dict[str, Any], name: str = name) -> None:
            add(parts, said, name, b"x")

        assert "Do not trust" in refused(forge(made, tmp_path / "forged.backup", change), emptied)
        (tmp_path / "forged.backup").unlink()
    assert list(tmp_path.rglob("outside")) == []


@pytest.mark.once
def test_a_backup_that_needs_more_room_than_there_is(made: Path, emptied: Path, tmp_path: Path, monkeypatch: Any):
    monkeypatch.setattr("accord.upkeep.restores.LEFT_OVER", 10**18)
    with pytest.raises(NotEmpty, match="Make room"):
        restore(source=made, at=AT)


@pytest.mark.once
def test_something_else_is_no_backup(emptied: Path, tmp_path: Path):
    other = tmp_path / "other.zip"
    forgeries.zipfile.ZipFile(other, "w").close()
    assert "no whole backup" in refused(other, emptied)
    assert "no whole backup" in refused(forgeries.sign(other), emptied)
