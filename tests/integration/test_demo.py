"""A home made into the demonstration: taken in through the same door as real files."""

from __future__ import annotations

import stat
import time
from pathlib import Path
from typing import Any

import pytest

from accord.accounts.models.people import Person
from accord.demo import commands
from accord.demo.marker import HomeInUse
from accord.demo.world import World, invent
from accord.intake.models.releases import Release
from accord.register.models.groups import Group, Membership


def light(seed: int) -> World:
    return invent(seed, england=220)


@pytest.fixture
def prepared(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(commands, "invent", light)
    commands.prepare(home, say=lambda line: None)
    return home


def test_the_invented_authority_is_there(prepared: Path):
    releases = {(each.family, each.year): each for each in Release.objects.all()}
    wide = {year for family, year in releases if family == "ks2_schools"}
    assert wide == {2018, 2019, 2023, 2024}
    assert ("ks2_school_attainment", 2025) in releases
    assert ("ks2_school_information", 2025) in releases
    assert all(each.england for each in releases.values())
    assert Group.objects.filter(kind="alliance").count() == 5
    assert Membership.objects.exclude(ends_before=None).count() == 1


def test_the_home_is_marked_and_names_what_it_accepts(prepared: Path):
    lines = (prepared / "DEMONSTRATION").read_text().splitlines()
    assert "accepts authorities 501-651" in lines
    assert "accepts urns 900001-999999" in lines


def test_the_sign_in_works_and_is_kept_for_the_owner_alone(prepared: Path, client: Any):
    kept = prepared / "demonstration-sign-in"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    officer = Person.objects.get(email="officer@demo.example")
    assert officer.check_password(kept.read_text().split()[-1])


def test_a_second_start_keeps_what_is_there_and_is_quick(prepared: Path):
    before = sorted(Release.objects.values_list("public_id", flat=True))
    password = (prepared / "demonstration-sign-in").read_text()
    started = time.monotonic()
    commands.prepare(prepared, say=lambda line: None)
    assert time.monotonic() - started < 1
    assert sorted(Release.objects.values_list("public_id", flat=True)) == before
    assert (prepared / "demonstration-sign-in").read_text() == password


def test_interrupted_it_can_be_repeated(prepared: Path):
    (prepared / "demonstration" / "prepared").unlink()
    before = Release.objects.count()
    assert before > 0
    commands.prepare(prepared, say=lambda line: None)
    assert Release.objects.count() == before


def test_a_home_with_files_of_its_own_is_left_alone(home: Path):
    (home / "raw" / "somebodys").write_text("real")
    with pytest.raises(HomeInUse, match="holds files already"):
        commands.prepare(home, say=lambda line: None)
    assert not (home / "DEMONSTRATION").exists()
