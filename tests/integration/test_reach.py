"""What a right over an authority, a group or a school reaches, and what is looked up through it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from accord.accounts.choices import Act, ScopeKind
from accord.accounts.queries.belonging import belonging_to
from accord.accounts.queries.rights import rights_of
from accord.accounts.rules.rights import Scope
from accord.intake.actions.intakes import Asked, receive
from accord.register.actions.brought_lists import bring
from accord.register.actions.groups import make, place
from accord.register.actions.memberships import join
from accord.register.choices import Status
from accord.register.models.groups import Group
from accord.register.queries.reach import covers, may_keep, schools_over
from tests.factories.people import grant, nobody, somebody
from tests.factories.register_schools import school

AT = datetime(2026, 5, 1, tzinfo=UTC)
DAY = date(2026, 5, 1)
BEFORE, THEN = date(2024, 9, 1), date(2020, 9, 1)


@pytest.fixture
def county(home) -> None:
    """501 has Ash (100001 became 100011) and Beech, 502 has Cedar. Coast, in West, had Cedar until 2024."""
    old = school("100001", "Ash School", status=Status.CLOSED, stands=False, la_code="501")
    school("100011", "Ash Academy", place=old.school, stands=True, la_code="501")
    school("100002", "Beech School", la_code="501"), school("100003", "Cedar School", la_code="502")
    coast = make(name="Coast", kind="alliance", belongs_to="authority:501", by=None, at=AT)
    west = make(name="West", kind="area_partnership", belongs_to="authority:501", by=None, at=AT)
    make(name="Hills", kind="alliance", belongs_to="authority:502", by=None, at=AT)
    make(name="Everybody", kind="programme", by=None, at=AT)
    place(inner=coast, outer=west, starts_on=None, by=None, at=AT)
    for urn, ends in (("100001", None), ("100002", None), ("100003", BEFORE)):
        join(group=coast, urn=urn, starts_on=THEN, ends_before=ends, by=None, at=AT)


@pytest.mark.parametrize(
    ("scope", "urns"),
    [
        ("authority:501", {"100001", "100011", "100002"}),
        ("authority:502", {"100003"}),
        ("authority:503", set()),
        ("group:coast", {"100001", "100011", "100002"}),
        ("group:west", {"100001", "100011", "100002"}),
        ("group:hills", set()),
        ("group:nowhere", set()),
        ("school:100011", {"100001", "100011"}),
        ("school:100001", {"100001", "100011"}),
        ("school:999999", {"999999"}),
        ("challenge:x", set()),
    ],
)
def test_the_schools_within_a_scope(county, scope: str, urns: set[str]) -> None:
    assert schools_over(Scope.read(scope), DAY) == urns


def test_a_school_that_left_is_within_the_group_of_its_time_only(county) -> None:
    assert "100003" in schools_over(Scope.read("group:coast"), date(2023, 5, 1))
    assert "100003" not in schools_over(Scope.read("group:coast"), BEFORE)


WITHIN = {
    ("everywhere", "authority:501"), ("everywhere", "school:100003"), ("authority:501", "authority:501"),
    ("authority:501", "school:100001"), ("authority:501", "school:100011"), ("authority:501", "school:100002"),
    ("authority:501", "group:coast"), ("authority:501", "group:west"), ("authority:501", "group:everybody"),
    ("authority:502", "school:100003"), ("authority:502", "group:hills"), ("authority:502", "group:everybody"),
    ("group:west", "group:coast"), ("group:west", "school:100002"), ("group:coast", "school:100001"),
    ("group:coast", "school:100011"), ("group:coast", "group:coast"), ("group:west", "group:west"),
    ("school:100011", "school:100001"), ("school:100011", "school:100011"), ("group:west", "school:100001"),
    ("group:west", "school:100011"), ("group:coast", "school:100002"), ("everywhere", "group:hills"),
}  # fmt: skip


def test_what_lies_within_what(county) -> None:
    outer = ("everywhere", "authority:501", "authority:502", "group:west", "group:coast", "school:100011")
    inner = (
        "everywhere", "authority:501", "school:100001", "school:100011", "school:100002", "school:100003",
        "group:coast", "group:west", "group:hills", "group:everybody",
    )  # fmt: skip
    wrong = [
        (o, i)
        for o in outer
        for i in inner
        if covers(Scope.read(o), Scope.read(i), DAY) is not ((o, i) in WITHIN or o == i or o == "everywhere")
    ]
    assert wrong == []


KEEPS = {
    "data_manager everywhere": {"coast", "west", "hills", "everybody"},
    "data_manager authority:501": {"coast", "west", "everybody"},
    "data_manager authority:502": {"hills", "everybody"},
    "partnership_officer group:west": {"coast", "west"},
    "alliance_lead group:coast": {"coast"},
    "headteacher school:100011": set(),
}


@pytest.mark.parametrize(("right", "kept"), KEEPS.items())
def test_a_group_is_changed_by_those_whose_right_reaches_it(county, client: Client, right: str, kept: set[str]) -> None:
    person = somebody("a@example.org", right)
    rights = rights_of(person, DAY)
    groups = list(Group.objects.all())
    assert {each.slug for each in groups if may_keep(rights, each, DAY)} == kept
    client.force_login(person)
    for group in groups:
        answer = client.get(f"/register/groups/{group.slug}/rename/")
        assert answer.status_code == (200 if group.slug in kept else 403), group
        shown = client.get(f"/register/groups/{group.slug}/").content.decode()
        assert ("Rename" in shown) is (group.slug in kept)


def test_what_is_asked_of_many_rows_is_what_is_asked_of_one(county) -> None:
    tried = 0
    for right in (*KEEPS, "business_support authority:501"):
        if right.startswith("business"):
            continue
        rights = rights_of(somebody(f"{tried}@example.org", right), DAY)
        both = rights.as_seen_by(rights_of(somebody(f"v{tried}@example.org", "data_manager authority:501"), DAY))
        for those in (rights, both):
            found = set(Group.objects.filter(belonging_to(those, Act.KEEP_GROUPS)))
            assert found == {each for each in Group.objects.all() if those.over(Act.KEEP_GROUPS, each.belongs_to)}
            tried += 1
    assert tried == 12


def test_lists_and_files_of_another_authority_are_not_found(county, client: Client, home) -> None:
    text = "group,school\nCoast,100002\n"
    brought = bring(
        text=text, name="Coast list", kind="alliance", starts_on=None, belongs_to="authority:501", by=None, at=AT
    )
    file = home / "staging" / "results.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    sent = receive(path=file, name="results.csv", asked=Asked(belongs_to="authority:501"), by=None, at=AT)
    seen = {}
    for right in ("data_manager authority:501", "data_manager authority:502", "data_manager everywhere"):
        person = nobody(right.replace(" ", "") + "@example.org")
        grant(person, right)
        client.force_login(person)
        pages = [f"/register/lists/{brought.public_id}/", f"/data/sent/{sent.public_id}/"]
        seen[right] = [client.get(page).status_code for page in pages]
        listed = client.get("/register/lists/").content.decode(), client.get("/data/").content.decode()
        seen[right] += ["Coast list" in listed[0], "results.csv" in listed[1]]
    assert seen == {
        "data_manager authority:501": [200, 200, True, True],
        "data_manager authority:502": [404, 404, False, False],
        "data_manager everywhere": [200, 200, True, True],
    }


def test_what_is_begun_belongs_to_the_authority_of_whoever_begins_it(county, client: Client) -> None:
    client.force_login(somebody("a@example.org", "data_manager authority:501"))
    assert client.post("/register/groups/new/", {"name": "Downs", "kind": "alliance"}).status_code == 302
    assert Group.objects.get(slug="downs").belongs_to == "authority:501"
    client.force_login(somebody("lead@example.org", "alliance_lead group:coast"))
    assert client.get("/register/groups/new/").status_code == 403
    assert client.get("/register/school-year/").status_code == 403


def test_a_scope_without_a_list_of_schools_says_so() -> None:
    with pytest.raises(ValueError, match="no list of schools"):
        schools_over(Scope(ScopeKind.EVERYWHERE), DAY)
