"""A home made into the demonstration: taken in like anybody's files, and true to its pupils."""

from __future__ import annotations

import stat
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from accord.accounts.models.people import Person
from accord.accounts.queries.tables import classed_models
from accord.accounts.readers import Reader
from accord.accounts.rules.field_classes import Holds
from accord.analytics.figures import Basis
from accord.demo import commands
from accord.demo.levels import LEVEL_YEARS, PUBLISHED_YEARS, SCALED_YEARS
from accord.demo.marker import HomeInUse
from accord.demo.world import World, invent
from accord.intake.models.releases import Release
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who
from accord.register.choices import ChangeKind
from accord.register.models.changes import Change
from accord.register.models.groups import Group, GroupSuccession, Membership
from accord.register.models.schools import Establishment
from accord.register.rules.clocks import Clock
from tests.factories.any_row import mentions_found

Asked = tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]]
ASKED: tuple[Asked, ...] = (
    (SCALED_YEARS, ("ks2_rwm_expected", "ks2_maths_higher"), ("all", "disadvantaged")),
    (LEVEL_YEARS, ("ks2_l4_rwm",), ("all", "disadvantaged")),
)
REST = (
    (SCALED_YEARS, ("ks2_reading_expected", "ks2_writing_higher", "ks2_gps_expected"), ("all", "eal", "boys")),
    (LEVEL_YEARS, ("ks2_l5_rwm", "ks2_l4_writing"), ("all", "other")),
    (LEVEL_YEARS, ("ks2_two_levels_reading", "ks2_two_levels_maths"), ("all",)),
)
"""Asked of fewer groups. How many of a pupil group can be followed is not published: two levels are of all pupils."""
SCORES = (
    (SCALED_YEARS, ("ks2_reading_progress", "ks2_maths_progress"), 0.1),
    (SCALED_YEARS, ("ks2_reading_scaled", "ks2_gps_scaled"), 0.5),
    (LEVEL_YEARS, ("ks2_value_added", "ks2_aps"), 0.1),
)
"""Scores, and how far those of schools that were rounded in print may lie from the true one."""
TODAY = date(2026, 11, 30)


def light(seed: int) -> World:
    return invent(seed, england=160)


@pytest.fixture
def prepared(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(commands, "invent", light)
    commands.prepare(home, say=lambda line: None)
    return home


def test_the_demonstration_is_complete_marked_kept_and_true(prepared: Path, monkeypatch: pytest.MonkeyPatch):
    check_releases()
    check_register()
    check_alliances()
    check_what_is_said_of_fields()
    check_marker(prepared)
    check_sign_in(prepared)
    check_truth(light(commands.SEED))
    before = sorted(Release.objects.values_list("public_id", flat=True))
    password = (prepared / "demonstration-sign-in").read_text()
    started = time.monotonic()
    commands.prepare(prepared, say=lambda line: None)
    assert time.monotonic() - started < 1, "a second start is quick"
    # Killed before its last step, it is repeated: what was taken in is recognised.
    (prepared / "demonstration" / "prepared").unlink()
    monkeypatch.setattr(commands, "write", lambda world, folder: first_and_last(folder))
    commands.prepare(prepared, say=lambda line: None)
    assert sorted(Release.objects.values_list("public_id", flat=True)) == before
    assert (prepared / "demonstration-sign-in").read_text() == password
    check_sign_in(prepared)
    check_alliances()


def check_what_is_said_of_fields():
    """Wherever a school or a person is named in a whole county's tables, definitions/privacy says that it can be."""
    schools = frozenset(Establishment.objects.values_list("urn", flat=True))
    people = frozenset(str(each) for row in Person.objects.values_list("public_id", "email", "name") for each in row)
    found = {Holds.SCHOOL: 0, Holds.PERSON: 0}
    unsaid = []
    for model, table in classed_models():
        for kind, known in ((Holds.SCHOOL, schools), (Holds.PERSON, people)):
            for name, said in mentions_found(model, known):
                found[kind] += 1
                if not table.fields[name].may_hold(kind) and not table.fields[name].secret:
                    unsaid.append(f"{table.label}.{name} holds {kind} ({said})")
    assert unsaid == [] and found[Holds.SCHOOL] > 8 and found[Holds.PERSON] > 4, found


def first_and_last(folder: Path) -> list[Path]:
    """Two of the files that were written: a repetition takes the others in just so."""
    return [folder / "england_2013_ks2final.csv", folder / "invented_boundaries.geojson"]


def check_releases() -> None:
    releases = Release.objects.all()
    years = {(each.family, each.year) for each in releases}
    assert {year for family, year in years if family == "ks2_levels"} == set(LEVEL_YEARS)
    assert {year for family, year in years if family == "ks2_schools"} == set(SCALED_YEARS) - {2025}
    assert ("ks2_school_attainment", 2025) in years
    assert ("ks2_school_information", 2025) in years
    told = [each.settled for each in releases.filter(family="ks2_schools", year=2023)]
    assert sorted(told) == ["final", "provisional"]
    assert all(each.england for each in releases if each.family.startswith("ks2"))
    extracts = Release.objects.exclude(as_of=None).values_list("family", flat=True)
    twice = ["gias_establishments", "gias_group_links", "gias_groups"]
    assert sorted(extracts) == sorted(["boundaries", "gias_links", *twice, *twice])


def check_register() -> None:
    """Every school is a place with one living number; what changed between the extracts is told."""
    open_ones = Establishment.objects.filter(status__in=("open", "closing"))
    assert 180 < open_ones.count() < 200
    assert not open_ones.filter(stands=False).exists()
    phases = set(open_ones.values_list("phase", flat=True))
    assert {"nursery", "infant", "junior", "primary", "secondary", "all_through", "none"} <= phases
    assert {"maintained", "academy", "special", "alternative"} <= set(open_ones.values_list("category", flat=True))
    kinds = set(Change.objects.values_list("kind", flat=True))
    assert kinds >= {
        ChangeKind.RENAMED, ChangeKind.CONVERTED, ChangeKind.OPENED, ChangeKind.CLOSED, ChangeKind.JOINED_GROUP,
        ChangeKind.LEFT_GROUP,
    }  # fmt: skip
    for kind in ("trust", "single_trust", "federation", "diocese"):
        found = Group.objects.filter(kind=kind)
        assert found.count() > 1 and all(each.memberships.exists() for each in found), kind


def check_alliances() -> None:
    alliances = Group.objects.filter(kind="alliance")
    assert alliances.count() == 24
    assert alliances.filter(ends_before=None).count() == 20
    assert Group.objects.filter(kind="area_partnership").count() == 5
    assert GroupSuccession.objects.filter(older__kind="alliance").count() == 4
    kept = Membership.objects.filter(group__kept_by="people")
    assert kept.exclude(ends_before=None).exists()
    inside = set(kept.filter(ends_before=None).values_list("urn", flat=True))
    assert Establishment.objects.filter(status="open").exclude(urn__in=inside).exists(), "a school in none"


def check_marker(home: Path) -> None:
    lines = (home / "DEMONSTRATION").read_text().splitlines()
    assert "accepts authorities 501-651" in lines
    assert "accepts urns 900001-999999" in lines


def check_sign_in(home: Path) -> None:
    kept = home / "demonstration-sign-in"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    officer = Person.objects.get(email="officer@demo.example")
    assert officer.check_password(kept.read_text().split()[-1])


def check_truth(world: World) -> None:
    """For every alliance, the trusts and our authority, from the pupils drawn to the figure shown."""
    checked = 0
    groups = Group.objects.filter(kind__in=("alliance", "trust", "federation"))
    for group in groups:
        rows = Membership.objects.filter(group=group, ends_before=None)
        named = {int(urn) for urn in rows.values_list("urn", flat=True)}
        if group.kept_by == "people":
            assert named == set(world.members(group.name, TODAY))
        places = sorted({place_of(world, urn) for urn in named})
        checked += check_bounds(world, Who.group(group.slug), dict.fromkeys(PUBLISHED_YEARS, places))
    for name in ("Heron Alliance", "Ropewalk Alliance", "Long Furrow Alliance"):
        then = {year: world.members(name, date(year, 5, 15)) for year in PUBLISHED_YEARS}
        slug = name.lower().replace(" ", "-")
        checked += check_bounds(world, Who.group(slug), then, Clock.THEN)
    ours = dict.fromkeys(PUBLISHED_YEARS, [school.place for school in world.ours])
    checked += check_bounds(world, Who.authority(world.authority.code), ours, asked=(*ASKED, *REST))
    large = dict.fromkeys(PUBLISHED_YEARS, world.members("Curlew Alliance", TODAY))
    checked += check_bounds(world, Who.group("curlew-alliance"), large, asked=REST)
    assert checked > 1000
    assert check_scores(world, Who.group("curlew-alliance"), large) > 20


def check_scores(world: World, who: Who, places: dict[int, Sequence[int]]) -> int:
    """Scores pooled from every school lie as near the true one as rounding lets them."""
    checked = 0
    for years, measures, tolerance in SCORES:
        selection = Selection(who, measures, years, special=True, basis=Basis.POOLED, on=TODAY)
        for row in figures(selection, Reader.operator()):
            coverage = row.figure.coverage
            if row.figure.value is None or coverage.schools_counted < coverage.schools_expected:
                continue
            true = world.truth_of_places(places[row.year], row.year, row.measure)
            assert abs(row.figure.value - true.part / true.whole) <= tolerance, (row, true)
            checked += 1
    return checked


def place_of(world: World, urn: int) -> int:
    """The place of a school by any of its numbers."""
    return next((school.place for school in world.ours if school.urn == urn), urn)


def check_bounds(
    world: World, who: Who, places: dict[int, Sequence[int]], clock: Clock | None = None, asked: Sequence[Asked] = ASKED
) -> int:
    checked = 0
    for years, measures, pupils in asked:
        selection = Selection(who, measures, years, pupils, special=True, basis=Basis.POOLED, members=clock, on=TODAY)
        for row in figures(selection, Reader.operator()):
            if row.figure.low is None or row.figure.high is None:
                continue
            true = world.truth_of_places(places[row.year], row.year, row.measure, row.pupils)
            share = 100 * true.part / true.whole
            assert row.figure.low - 1e-9 <= share <= row.figure.high + 1e-9, (who, row, true)
            checked += 1
    return checked


def test_a_home_with_files_of_its_own_is_left_alone(home: Path):
    (home / "raw" / "somebodys").write_text("real")
    with pytest.raises(HomeInUse, match="holds files already"):
        commands.prepare(home, say=lambda line: None)
    assert not (home / "DEMONSTRATION").exists()
