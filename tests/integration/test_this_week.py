"""The first page tells a person what is new, what is due and how what they follow is doing, and asks little for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accord.accounts.actions.watching import note_visit
from accord.accounts.models.people import Person
from accord.accounts.models.watching import Followed, Visits
from accord.accounts.queries.watching import followed_by
from accord.intake.actions.releases import withdraw
from accord.intake.models.releases import Release
from accord.register.actions.group_lists import import_groups
from accord.register.models.changes import Change
from accord.register.models.groups import Group
from tests.factories.people import somebody
from tests.factories.register_schools import school as known_school
from tests.factories.school_tables import publish, school, take, write

A, B, C = "100001", "100002", "100003"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def reader(home: Path) -> Person:
    return somebody("reader@example.org", name="Reader")


@pytest.fixture
def site(reader: Person, client: Client) -> Client:
    client.force_login(reader)
    return client


def page(site: Client, path: str = "/") -> str:
    answer = site.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def groups(*lines: str) -> None:
    import_groups(
        text="\n".join(["group,kind,urn,role,starts_on,ends_before,parent", *lines]), by=None, at=timezone.now()
    )


def results(tmp_path: Path, percent: str = "50%", settled: str = "final") -> None:
    publish(tmp_path, [school(urn, "201", 40, percent) for urn in (A, B, C)], 2019, settled)


def test_following_puts_a_page_on_this_week_and_letting_go_takes_it_off(site: Client, reader: Person, tmp_path: Path):
    results(tmp_path)
    known_school(A, "Ash Primary School")
    groups(f"Coast,alliance,{A},,,,", f"Hills,alliance,{B},,,,")
    before = page(site)
    assert "You follow nothing yet, so here are all groups" in before
    assert "Coast" in before and "Hills" in before
    answer = site.post("/groups/coast/follow/", {"back": "/groups/"})
    assert answer["Location"] == "/groups/"
    site.post(f"/schools/{A}/follow/")
    assert followed_by(reader) == {"groups/coast": "Coast", f"schools/{A}": "Ash Primary School"}
    mine = page(site)
    assert "My groups" in mine and "Hills" not in mine
    assert mine.count("50% of pupils met the expected standard") == 2
    site.post("/groups/coast/stop-following/")
    assert "You follow no group yet." in page(site)
    site.post("/authorities/201/follow/")
    assert "Local authority 201" in page(site)


def test_following_goes_back_only_to_this_site_and_only_by_post(site: Client, reader: Person):
    groups(f"Coast,alliance,{A},,,,")
    for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)", ""):
        assert site.post("/groups/coast/follow/", {"back": elsewhere})["Location"] == "/groups/coast/"
    assert Followed.objects.count() == 1
    assert site.get("/groups/coast/stop-following/").status_code == 405
    assert site.post("/groups/nobody/follow/").status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    assert strict.post("/groups/coast/stop-following/").status_code == 403
    assert Followed.objects.count() == 1


def test_each_person_follows_for_themselves(site: Client, reader: Person, client: Client):
    groups(f"Coast,alliance,{A},,,,")
    site.post("/groups/coast/follow/")
    other = somebody("other@example.org", name="Other")
    assert followed_by(other) == {}
    assert followed_by(reader) == {"groups/coast": "Coast"}


def test_a_page_that_is_gone_is_said_to_be(site: Client):
    groups(f"Coast,alliance,{A},,,,")
    site.post("/groups/coast/follow/")
    Group.objects.all().delete()
    assert "Coast is no longer kept here." in page(site)


def test_a_visit_is_noted_once_a_day_and_tells_the_day_before(reader: Person):
    morning = datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert note_visit(by=reader, at=morning) is None
    assert note_visit(by=reader, at=morning + timedelta(hours=5)) is None
    assert Visits.objects.get().latest == morning
    tuesday = morning + timedelta(days=1)
    assert note_visit(by=reader, at=tuesday) == morning
    with CaptureQueriesContext(connection) as asked:
        assert note_visit(by=reader, at=tuesday + timedelta(hours=3)) == morning
    assert not [each for each in asked if each["sql"].startswith("UPDATE")]
    # London's day: half past midnight in summer is the day before in UTC.
    night = datetime(2027, 6, 1, 23, 30, tzinfo=UTC)
    assert note_visit(by=reader, at=night) == tuesday
    assert note_visit(by=reader, at=night + timedelta(hours=2)) == tuesday


def test_a_revised_release_is_told_with_the_one_it_replaces_and_a_withdrawn_one_with_why(
    site: Client, reader: Person, tmp_path: Path
):
    Visits.objects.create(person=reader, latest=NOON - timedelta(days=1))
    results(tmp_path, settled="provisional")
    assert "2018/19, was published: provisional" in page(site)
    publish(tmp_path, [school(urn, "201", 40, "55%") for urn in (A, B, C)], 2019, "revised")
    said = page(site)
    assert "was published: revised" in said
    assert "It answers in place of the provisional one: figures may have moved." in said
    held = take(write(tmp_path / "held.csv", [school(A, "201", 40, "60%")]), 2019, "final", hold=True)
    assert f"{held.name} was checked and waits to be accepted." in page(site)
    newest = publish(tmp_path, [school(A, "202", 40, "60%")], 2019)
    withdraw(release=newest, because="Sent by mistake.", by=reader, at=timezone.now())
    assert "Why: Sent by mistake." in page(site)


def test_an_extract_is_told_of_what_is_followed_alone(site: Client, reader: Person, tmp_path: Path):
    Visits.objects.create(person=reader, latest=NOON - timedelta(days=1))
    release = publish(tmp_path, [school(A, "201", 40, "50%")], 2019)
    Release.objects.filter(pk=release.pk).update(as_of=date(2026, 9, 4))
    ash = known_school(A, "Ash Primary Academy")
    known_school(B, "Beech Primary School", place=ash.school, status="closed")
    known_school(C, "Cedar Primary School")
    for urn, kind in ((B, "converted"), (C, "renamed"), (A, "other")):
        Change.objects.create(release=str(release.public_id), on=date(2026, 9, 4), urn=urn, kind=kind)
    left = {"on": date(2026, 9, 4), "urn": A, "kind": "left_group", "before": "Millstream Trust"}
    Change.objects.create(release=str(release.public_id), **left)
    groups(f"Coast,alliance,{C},,,,", f"Hills,alliance,{A},,,,")
    site.post(f"/schools/{A}/follow/")
    said = page(site)
    assert "Ash Primary Academy, left Millstream Trust (extract of 4 September 2026)." in said
    assert "Beech Primary School, became another school (extract of 4 September 2026)." in said
    assert "Coast: 1 school changed" not in said and "Cedar" not in said
    site.post("/groups/coast/follow/")
    assert "Coast: 1 school changed by the extract of 4 September 2026 (renamed: 1)." in page(site)


def test_a_trust_that_is_followed_is_told_of_whom_the_register_moved(site: Client, reader: Person, tmp_path: Path):
    Visits.objects.create(person=reader, latest=NOON - timedelta(days=1))
    release = publish(tmp_path, [school(A, "201", 40, "50%")], 2019)
    Release.objects.filter(pk=release.pk).update(as_of=date(2026, 9, 4))
    trusts = {"kind": "trust", "kept_by": "gias"}
    Group.objects.create(slug="millstream", name="Millstream Trust", code="1", **trusts)
    Group.objects.create(slug="hayrick", name="Hayrick Trust", code="2", **trusts)
    moved = {"release": str(release.public_id), "on": date(2026, 9, 4), "what": "trust"}
    Change.objects.create(urn=A, kind="joined_group", after="Millstream Trust", **moved)
    Change.objects.create(urn=B, kind="joined_group", after="Millstream Trust", **moved)
    Change.objects.create(urn=C, kind="left_group", before="Millstream Trust", **moved)
    Change.objects.create(urn=C, kind="joined_group", after="Hayrick Trust", **moved)
    assert "Millstream" not in page(site), "of nobody's trusts unless they are followed"
    site.post("/groups/millstream/follow/")
    said = page(site)
    assert "Millstream Trust: 3 schools changed by the extract of 4 September 2026 (joined: 2, left: 1)." in said
    assert "Hayrick" not in said


def test_nothing_new_is_said_to_be_nothing(site: Client, reader: Person, tmp_path: Path):
    results(tmp_path)
    groups(f"Coast,alliance,{A},,,,")
    Visits.objects.create(person=reader, latest=timezone.now() - timedelta(days=1))
    assert "2 changes were made to groups" in page(site)
    # What was done before the visit of an earlier day is no news.
    Visits.objects.update(before=timezone.now())
    assert "nothing has changed that touches you." in page(site)


def test_only_groups_that_are_followed_are_news(site: Client):
    groups(f"Coast,alliance,{A},,,,", f"Hills,alliance,{B},,,,")
    assert "Hills: " in page(site)
    site.post("/groups/coast/follow/")
    said = page(site)
    assert "Coast: " in said and "Hills: " not in said


@pytest.mark.parametrize("path", ["/", "/groups/"])
def test_many_groups_ask_as_little_as_few(site: Client, reader: Person, tmp_path: Path, path: str):
    results(tmp_path)
    schools = [A, B, C]
    groups(*(f"Few {at},alliance,{schools[at]},,,,Area" for at in range(2)), f"Area,area_partnership,{A},,,,")

    def asked(number: int) -> int:
        for each in Group.objects.all():
            Followed.objects.get_or_create(
                person=reader, address=f"groups/{each.slug}", defaults={"name": each.name, "since": NOON}
            )
        said = page(site, path)
        with CaptureQueriesContext(connection) as found:
            page(site, path)
        assert said.count("50% of pupils met the expected standard") >= number
        return len(found)

    few = asked(3)
    groups(*(f"More {at},alliance,{schools[at % 3]},,,,Area" for at in range(20)))
    # Few acts are told one by one, many are counted: that asks less.
    assert asked(23) <= few
