"""A home made into the demonstration: taken in like anybody's files, and true to its pupils."""

from __future__ import annotations

import stat
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from accord.accounts.models.people import Person
from accord.accounts.readers import Reader
from accord.demo import commands
from accord.demo.levels import PUBLISHED_YEARS
from accord.demo.marker import HomeInUse
from accord.demo.schools import Kind, School
from accord.demo.world import World, invent
from accord.intake.models.releases import Release
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who
from accord.register.models.changes import Change
from accord.register.models.groups import Group, Membership
from accord.register.models.schools import Establishment
from accord.register.models.schools import School as Place

MEASURES = ("ks2_rwm_expected", "ks2_maths_higher")
PUPILS = ("all", "disadvantaged")


def light(seed: int) -> World:
    return invent(seed, england=160)


@pytest.fixture
def prepared(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(commands, "invent", light)
    commands.prepare(home, say=lambda line: None)
    return home


def test_the_demonstration_is_complete_marked_and_kept(prepared: Path):
    check_releases()
    check_register()
    check_alliances()
    check_marker(prepared)
    check_sign_in(prepared)
    before = sorted(Release.objects.values_list("public_id", flat=True))
    password = (prepared / "demonstration-sign-in").read_text()
    started = time.monotonic()
    commands.prepare(prepared, say=lambda line: None)
    assert time.monotonic() - started < 1, "a second start is quick"
    # Killed before its last step, it is repeated: what was taken in is recognised.
    (prepared / "demonstration" / "prepared").unlink()
    commands.prepare(prepared, say=lambda line: None)
    assert sorted(Release.objects.values_list("public_id", flat=True)) == before
    assert (prepared / "demonstration-sign-in").read_text() == password
    check_sign_in(prepared)


def check_releases() -> None:
    releases = {(each.family, each.year): each for each in Release.objects.all()}
    assert {year for family, year in releases if family == "ks2_schools"} == {2018, 2019, 2023, 2024}
    assert ("ks2_school_attainment", 2025) in releases
    assert ("ks2_school_information", 2025) in releases
    assert all(each.england for each in releases.values() if each.family.startswith("ks2"))
    extracts = Release.objects.exclude(as_of=None).values_list("family", flat=True)
    families = ["boundaries", *["gias_establishments"] * 2, "gias_group_links", "gias_groups", "gias_links"]
    assert sorted(extracts) == families


def check_register() -> None:
    """Every school is a place with one living number; what changed between the extracts is told."""
    assert Establishment.objects.filter(stands=True).count() == Place.objects.count() == 43
    assert Establishment.objects.count() > 55
    assert {"renamed", "converted", "opened"} <= set(Change.objects.values_list("kind", flat=True))
    trusts = Group.objects.filter(kind="trust")
    assert trusts.count() == 2 and all(trust.memberships.exists() for trust in trusts)


def check_alliances() -> None:
    assert Group.objects.filter(kind="alliance").count() == 5
    left = Membership.objects.filter(group__kept_by="people").exclude(ends_before=None)
    assert left.count() == 1


def check_marker(home: Path) -> None:
    lines = (home / "DEMONSTRATION").read_text().splitlines()
    assert "accepts authorities 501-651" in lines
    assert "accepts urns 900001-999999" in lines


def check_sign_in(home: Path) -> None:
    kept = home / "demonstration-sign-in"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    officer = Person.objects.get(email="officer@demo.example")
    assert officer.check_password(kept.read_text().split()[-1])


def test_the_true_percentage_lies_inside_the_bounds_of_every_figure(prepared: Path):
    """For every alliance and our authority, from the pupils drawn to the figure shown."""
    world, checked = light(commands.SEED), 0
    known = {school.urn: school for school in (*world.ours, *world.infants)}
    for group in Group.objects.filter(kept_by="people"):
        current = [row for row in world.memberships if row.group == group.name and not row.ends_before]
        checked += check_bounds(world, Who.group(group.slug), [known[row.urn] for row in current])
    checked += check_bounds(world, Who.authority(world.authority.code), world.ours)
    assert checked >= 6 * len(MEASURES) * len(PUPILS) * len(PUBLISHED_YEARS)


def check_bounds(world: World, who: Who, members: Sequence[School]) -> int:
    selection = Selection(who, MEASURES, PUBLISHED_YEARS, PUPILS, special=True)
    checked = 0
    for row in figures(selection, Reader.operator()):
        if row.basis != "pooled" or row.figure.low is None or row.figure.high is None:
            continue
        true = [
            world.truth(school.urn, row.year, row.measure, row.pupils)
            for school in members
            if school.kind is not Kind.INFANT
        ]
        share = 100 * sum(count.part for count in true) / sum(count.whole for count in true)
        assert row.figure.low - 1e-9 <= share <= row.figure.high + 1e-9, (who, row)
        checked += 1
    return checked


def test_a_home_with_files_of_its_own_is_left_alone(home: Path):
    (home / "raw" / "somebodys").write_text("real")
    with pytest.raises(HomeInUse, match="holds files already"):
        commands.prepare(home, say=lambda line: None)
    assert not (home / "DEMONSTRATION").exists()
