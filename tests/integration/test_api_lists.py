"""Measures, groups, members, schools and releases as programs are given them: what pages say, page after page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accord.intake.models.releases import Release
from accord.performance import catalogue
from accord.register.actions.memberships import join, leave
from accord.register.choices import Phase, Status
from accord.register.models.groups import Group, Membership
from accord.register.models.schools import Establishment
from accord.register.queries.members import members_on
from accord.sharing.actions.terms import set_terms
from accord.sharing.choices import Source
from accord.sharing.rules.stages import Terms
from tests.factories.people import somebody
from tests.factories.programs import NOON, URNS, YEARS, Program, publish_three_summers, token_of
from tests.factories.register_schools import school as listed
from tests.factories.school_tables import RWM, publish, school


@pytest.fixture
def program(home: Path, tmp_path: Path) -> Program:
    publish_three_summers(tmp_path)
    for at, urn in enumerate(URNS):
        phase = Phase.PRIMARY if at % 2 else Phase.INFANT
        listed(urn, f"School {at % 5}", la_code="201" if at < 8 else "202", phase=phase)
    return Program(token_of(somebody()))


def test_measures_say_what_they_are_and_of_which_summers_there_is_anything(program: Program):
    found = {each["code"]: each for each in program.items("measures?limit=7")}
    assert list(found) == sorted(catalogue.measures())
    rwm = found[RWM]
    assert rwm["years"] == list(YEARS) and rwm["kind"] == "percentage" and rwm["stage"]["code"] == "ks2"
    assert sorted({year for gap in rwm["gaps"] for year in gap["years"]}) == [2020, 2021, 2022]
    assert {"code": "disadvantaged", "name": "Disadvantaged pupils"} in rwm["pupils"] or len(rwm["pupils"]) > 3
    assert rwm["version"] == catalogue.measure(RWM).version and rwm["page"].endswith(f"/measures/{RWM}/")
    only = program.items("measures?stage=ks2")
    assert {each["stage"]["code"] for each in only} == {"ks2"} and 0 < len(only) < len(found)


def test_groups_and_their_members_of_a_day(program: Program):
    coast = Group.objects.get(slug="coast")
    join(group=coast, urn=URNS[6], starts_on=date(2018, 9, 1), by=None, at=NOON)
    leave(
        membership=Membership.objects.get(group=coast, urn=URNS[0]), on=date(2020, 9, 1), because="", by=None, at=NOON
    )  # fmt: skip
    assert [(each["slug"], each["schools"]) for each in program.items("groups")] == [("coast", 4), ("wide", 12)]
    assert [each["slug"] for each in program.items("groups?text=COA")] == ["coast"]
    assert program.items("groups?kind=trust") == []
    for on in (date(2015, 1, 1), date(2019, 1, 1), date(2026, 1, 1)):
        members = program.items(f"groups/coast/members?on={on}&limit=2")
        assert tuple(each["urn"] for each in members) == members_on(coast, on)
        (group,) = program.items(f"groups?on={on}&text=coast")
        assert group["schools"] == len(members)
    assert program.get("groups/nowhere/members").status_code == 404


def test_schools_are_found_and_each_is_on_one_page(program: Program):
    whole = program.items("schools")
    assert [each["number"] for each in whole] == URNS and whole[0]["page"].endswith(f"/schools/{URNS[0]}/")
    for limit in (1, 5, 12):
        assert program.items(f"schools?limit={limit}") == whole
    assert [each["number"] for each in program.items("schools?authority=202")] == URNS[8:]
    assert {each["phase"] for each in program.items("schools?phase=infant")} == {"infant"}
    assert [each["number"] for each in program.items(f"schools?text={URNS[3]}")] == [URNS[3]]
    Establishment.objects.filter(urn=URNS[0]).update(status=Status.CLOSED)
    assert len(program.items("schools")) == 11 and len(program.items("schools?status=any")) == 12
    (one,) = program.items(f"figures?of=schools/{URNS[1]}&measures={RWM}&years=2019")
    assert one["value"] == 80 and whole[1]["figures"].endswith(f"?of=schools/{URNS[1]}")


def test_a_page_of_schools_keeps_its_place(program: Program):
    first = program.get("schools?limit=4").json()
    listed("100000", "A new school before all others")
    assert [each["number"] for each in program.items(first["next"])] == URNS[4:]


def test_new_releases_stand_at_the_end(program: Program, tmp_path: Path):
    found = program.items("releases?limit=2")
    assert [each["year"] for each in found] == list(YEARS) and len({each["id"] for each in found}) == 3
    moments = [datetime.fromisoformat(each["published_at"]) for each in found]
    assert moments == sorted(moments)
    page = program.get("releases?limit=2").json()
    publish(tmp_path, [school(urn, "201", 50, "60%") for urn in URNS], 2016)
    assert [each["year"] for each in program.items(page["next"])] == [2019, 2016]
    assert [each["year"] for each in program.items("releases?year=2016")] == [2016]
    assert program.items("releases?family=made_up") == []


def test_what_is_not_public_is_not_there_for_a_program(program: Program):
    release = Release.objects.get(year=2019)
    soon = timezone.localdate() + timedelta(days=30)
    terms = Terms(Source.AUTHORITY, None, soon)
    set_terms(release=release.public_id, terms=terms, reason="embargo", by=None, at=NOON)
    assert [each["year"] for each in program.items("releases")] == [2017, 2018]
    assert next(each for each in program.items("measures") if each["code"] == RWM)["years"] == [2017, 2018]
    assert [each["year"] for each in program.items(f"figures?of=groups/coast&measures={RWM}")] == [2017, 2018]
    (none,) = program.items(f"figures?of=groups/coast&measures={RWM}&years=2019")
    assert none["status"] == "not_released" and none["value"] is None and none["releases"] == []
    # Another release that is not public comes, and no mark of what is public moves.
    asked = ("releases", "measures", f"figures?of=groups/coast&measures={RWM}")
    marks = {address: program.get(address)["ETag"] for address in asked}
    Release.objects.filter(pk=release.pk).update(withdrawn_at=NOON)
    assert marks == {address: program.get(address)["ETag"] for address in asked}
