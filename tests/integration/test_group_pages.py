"""Keeping groups on their pages: each act, each refusal with its reason, and pages that do not slow down."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from accord.accounts.models.people import Person
from accord.register.actions.groups import make, place
from accord.register.actions.memberships import join
from accord.register.choices import Category, ChangeKind, GroupKind, KeptBy, Phase, Status
from accord.register.models.changes import Change
from accord.register.models.groups import Group, GroupSuccession, Membership, Nesting
from accord.register.queries.members import members_on
from tests.factories.people import somebody
from tests.factories.register_schools import school

AT = datetime(2026, 10, 1, 9, tzinfo=UTC)
A, B, C = "100001", "100002", "100003"
HOME = "/register/groups/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Person:
    return somebody("officer@example.org", name="Partnership officer")


@pytest.fixture
def site(client: Client, officer: Person) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def coast() -> Group:
    """An alliance of two schools, A leading since 2017; C is a school that closed in 2020."""
    school(
        A,
        "Ash Infant School",
        phase=Phase.INFANT,
        pupils=90,
        category=Category.MAINTAINED,
        district="Lewes",
        religious_character="Church of England",
    )
    school(
        B,
        "Beech Primary School",
        phase=Phase.PRIMARY,
        pupils=210,
        category=Category.ACADEMY,
        religious_character="Does not apply",
    )
    school(C, "Cedar Primary School", status=Status.CLOSED, closed_on=date(2020, 9, 1))
    group = make(name="Coast Alliance", kind="alliance", by=None, at=AT)
    join(group=group, urn=A, role="lead", starts_on=date(2017, 9, 1), by=None, at=AT)
    join(group=group, urn=B, starts_on=date(2019, 9, 1), by=None, at=AT)
    return group


def page(site: Client, address: str, status: int = 200) -> str:
    answer = site.get(address)
    text = answer.content.decode()
    assert answer.status_code == status, text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids)), "each id once, or labels name the wrong field"
    return text


def send(site: Client, address: str, **given: Any) -> str:
    answer = site.post(address, given, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def refused(text: str, *words: str) -> None:
    """The page says first what is wrong, in its title and in its error summary."""
    assert "<title>Error: " in text
    summary = text.split('class="govuk-error-summary"')[1].split("</ul>")[0]
    for each in words:
        assert escape(each) in summary, summary


def kept() -> tuple[list[Any], ...]:
    return (
        list(Group.objects.values()),
        list(Membership.objects.values()),
        list(Nesting.objects.values()),
        list(GroupSuccession.objects.values()),
    )


def pk(urn: str) -> int:
    return Membership.objects.get(urn=urn).pk


def test_nobody_sees_groups_without_signing_in(client: Client, coast: Group):
    for address in (HOME, f"{HOME}coast-alliance/", f"{HOME}coast-alliance/history/", f"{HOME}compare.csv"):
        assert client.get(address).status_code == 302


def test_a_group_says_first_what_it_is_and_reconstructs_any_day(site: Client, coast: Group):
    assert "Coast Alliance is an alliance of 2 schools today, led by Ash Infant School." in page(
        site, f"{HOME}coast-alliance/"
    )
    earlier = page(site, f"{HOME}coast-alliance/?on=1/9/2018")
    assert "of 1 school on 1 September 2018" in earlier and "Beech" not in earlier
    assert "without schools on 1 January 2000" in page(site, f"{HOME}coast-alliance/?on=2000-01-01")
    assert "is no day" in page(site, f"{HOME}?on=someday")


def test_a_school_joins_by_number_or_by_name(site: Client, coast: Group):
    school("100010", "Deer Park Junior School", town="Hove")
    school("100011", "Deer Lane Infant School")
    add = f"{HOME}coast-alliance/add/"
    text = send(site, add, school="deer", role="member")
    refused(text, "2 schools were found. Choose the one that is meant")
    assert "Deer Park Junior School, URN 100010, 845/0010, Hove, open" in text
    text = send(site, add, school="deer", urn="100010", role="associate", starts_on="1/9/2024")
    assert "Deer Park Junior School joined Coast Alliance." in text
    one = Membership.objects.get(urn="100010")
    assert (one.role, one.starts_on, one.recorded_by.name) == ("associate", date(2024, 9, 1), "Partnership officer")
    assert "joined Coast Alliance" in send(site, add, school="845/0011", role="member")
    refused(send(site, add, school="nowhere", role="member"), "No school was found.")


def test_what_makes_no_sense_of_a_school_is_refused_with_the_reason(site: Client, coast: Group):
    before, add = kept(), f"{HOME}coast-alliance/add/"
    refused(send(site, add, school=A, role="member", starts_on="1/9/2020"), "is already in Coast Alliance since")
    refused(send(site, add, school=C, role="member", starts_on="1/9/2021"), "closed on 1 September 2020", "Choose the")
    text = send(site, add, school="100077", role="member", starts_on="1/9/2021", ends_before="1/9/2020")
    refused(text, "would end on or before the day it starts")
    refused(send(site, add, school="100077", role="member", starts_on="31/2/2021"), "is no day")
    refused(
        send(
            site,
            f"{HOME}coast-alliance/memberships/{pk(A)}/",
            role="lead",
            starts_on="1/9/2017",
            ends_before="1/9/2016",
        ),
        "Give an end after 1 September 2017.",
    )
    assert kept() == before


def test_a_membership_is_changed_and_ended(site: Client, coast: Group):
    address = f"{HOME}coast-alliance/memberships/{pk(B)}/"
    assert 'value="01/09/2019"' in page(site, address)
    send(site, address, role="associate", starts_on="1/9/2018", ends_before="1/9/2025", left_because="Joined a trust")
    one = Membership.objects.get(urn=B)
    assert (one.role, one.starts_on, one.ends_before) == ("associate", date(2018, 9, 1), date(2025, 9, 1))
    page(site, f"{HOME}coast-alliance/memberships/999999/", 404)


def several(site: Client, *urns: str, **given: Any) -> str:
    return send(site, f"{HOME}coast-alliance/several/", ticked=[pk(urn) for urn in urns], **given)


def test_several_leave_move_and_change_their_part_at_once(site: Client, coast: Group):
    hills = make(name="Hills Alliance", kind="alliance", by=None, at=AT)
    text = several(site, A, B, act="move", to="hills-alliance", on="1/9/2024", because="Reorganised")
    assert "2 schools moved to Hills Alliance from 1 September 2024." in text
    assert members_on(coast, date(2024, 8, 31)) == members_on(hills, date(2024, 9, 1)) == (A, B)
    assert members_on(coast, date(2024, 9, 1)) == ()
    assert Membership.objects.get(group=hills, urn=A).role == "lead"
    Membership.objects.filter(group=coast).delete()
    address = f"{HOME}hills-alliance/several/"
    ticked = list(Membership.objects.values_list("pk", flat=True))
    send(site, address, ticked=ticked, act="role", role="associate", on="1/9/2025")
    assert {each.role for each in Membership.objects.filter(starts_on=date(2025, 9, 1))} == {"associate"}
    assert members_on(hills, date(2025, 8, 31)) == members_on(hills, date(2025, 9, 1)) == (A, B)
    ticked = list(Membership.objects.filter(ends_before=None).values_list("pk", flat=True))
    assert "2 schools left" in send(site, address, ticked=ticked, act="leave", on="1/9/2026", because="It closed")
    assert members_on(hills, date(2026, 9, 1)) == ()


def test_several_are_refused_as_a_whole(site: Client, coast: Group):
    hills = make(name="Hills Alliance", kind="alliance", by=None, at=AT)
    join(group=hills, urn=B, starts_on=None, by=None, at=AT)
    before = kept()
    one, two = (Membership.objects.get(group=coast, urn=urn).pk for urn in (A, B))
    address = f"{HOME}coast-alliance/several/"
    text = send(site, address, ticked=[one, two], act="move", to="hills-alliance", on="1/9/2024", because="")
    refused(text, "Beech Primary School is already in Hills Alliance")
    assert text.count(" checked>") == 2, "what was ticked stays ticked"
    refused(send(site, address, act="leave", on="1/9/2024", because="Over"), "Tick at least one school")
    refused(send(site, address, ticked=[one], act="leave", on="1/9/2024"), "Say why they leave")
    refused(send(site, address, ticked=[one], act="move", on="1/9/2024"), "Choose the group to move to")
    refused(send(site, address, ticked=[one, two], act="leave", on="1/9/2018", because="Over"), "which is later")
    assert kept() == before
    assert "Coast Alliance is an alliance" in site.get(address, follow=True).content.decode()


def test_a_group_is_made_renamed_placed_taken_out_and_ended(site: Client, coast: Group):
    assert "East was made." in send(site, f"{HOME}new/", name="East", kind="area_partnership")
    refused(send(site, f"{HOME}new/", name="East", kind="alliance"), "There is already a group East.")
    refused(send(site, f"{HOME}new/", name="Compare", kind="alliance"), "is the address of another page")
    assert "New Coast was made." in send(
        site, f"{HOME}new/", name="New Coast", kind="alliance", starts_on="1/9/2026", outer="east"
    )
    send(site, f"{HOME}coast-alliance/rename/", name="Old Coast Alliance")
    send(site, f"{HOME}coast-alliance/place/", outer="east", starts_on="1/9/2020")
    coast.refresh_from_db()
    assert coast.name == "Old Coast Alliance" and coast.slug == "coast-alliance"
    tree = page(site, HOME)
    assert "East</a>, area partnership: 2 schools" in tree and "Old Coast Alliance</a>, alliance: 2 schools" in tree
    nesting = coast.lies_in.get()
    send(site, f"{HOME}coast-alliance/places/{nesting.pk}/", on="1/9/2021")
    nesting.refresh_from_db()
    assert nesting.ends_before == date(2021, 9, 1)
    text = send(
        site, f"{HOME}coast-alliance/end/", on="1/9/2026", because="Became two alliances", followed_by=["new-coast"]
    )
    assert "ended on 1 September 2026: Became two alliances." in text
    assert "It is followed by" in text and "Add a school" not in text
    assert members_on(coast, date(2026, 8, 31)) == (A, B) and members_on(coast, date(2026, 9, 1)) == ()
    assert "Old Coast" not in page(site, HOME) and "Old Coast" in page(site, f"{HOME}?ended=on")


def test_what_makes_no_sense_of_a_group_is_refused_with_the_reason(site: Client, coast: Group):
    east = make(name="East", kind="area_partnership", starts_on=date(2018, 9, 1), by=None, at=AT)
    place(inner=coast, outer=east, starts_on=date(2020, 9, 1), by=None, at=AT)
    before = kept()
    refused(send(site, f"{HOME}east/place/", outer="coast-alliance"), "East would be inside itself")
    refused(send(site, f"{HOME}coast-alliance/place/", outer="east"), "already in East since 1 September 2020")
    nesting = coast.lies_in.get()
    refused(send(site, f"{HOME}coast-alliance/places/{nesting.pk}/", on="1/9/2019"), "on or before the day it starts")
    refused(send(site, f"{HOME}east/end/", on="1/9/2010", because="Over"), "Give an end after 1 September 2018.")
    refused(send(site, f"{HOME}east/end/", on="1/9/2026"), "Say why the group ends")
    assert kept() == before
    page(site, f"{HOME}nowhere/", 404)


def test_a_group_of_the_national_register_cannot_be_changed_here(site: Client, coast: Group):
    trust = Group.objects.create(slug="trust-1", name="One Trust", kind="trust", kept_by=KeptBy.GIAS)
    Membership.objects.create(group=trust, urn=B, recorded_at=AT)
    text = page(site, f"{HOME}trust-1/")
    assert "follows the national register" in text and "Add a school" not in text and "Tick" not in text
    before = kept()
    refused(send(site, f"{HOME}trust-1/add/", school=A, role="member"), "One Trust follows the national register.")
    refused(send(site, f"{HOME}trust-1/end/", on="1/9/2026", because="Over"), "follows the national register")
    refused(send(site, f"{HOME}trust-1/rename/", name="Two"), "follows the national register")
    assert kept() == before
    assert "One Trust" not in page(site, HOME)
    listed = page(site, f"{HOME}?kept=gias&text=one")
    assert "There is 1 group taken from the national register" in listed and "One Trust" in listed


def test_history_of_a_national_group_is_what_extracts_said(site: Client, coast: Group):
    trust = Group.objects.create(slug="trust-1", name="One Trust", kind="trust", kept_by=KeptBy.GIAS)
    Membership.objects.create(
        group=trust, urn=B, starts_on=date(2020, 9, 1), ends_before=date(2025, 9, 1), recorded_at=AT
    )
    said = {"release": "r", "urn": B, "what": "trust"}
    Change.objects.create(on=date(2020, 10, 1), kind=ChangeKind.JOINED_GROUP, after="One Trust", **said)
    Change.objects.create(on=date(2025, 10, 1), kind=ChangeKind.LEFT_GROUP, before="One Trust", **said)
    Change.objects.create(on=date(2025, 10, 2), kind=ChangeKind.LEFT_GROUP, before="Other Trust", **said)
    text = page(site, f"{HOME}trust-1/history/")
    assert text.index("Beech Primary School left.") < text.index("Beech Primary School joined.")
    assert "1 October 2025" in text and "2 October 2025" not in text
    assert "of 1 school on 31 August 2025" in page(site, f"{HOME}trust-1/?on=2025-08-31")
    assert len(site.get(f"{HOME}trust-1/national.csv").content.splitlines()) == 3


def test_what_is_kept_of_a_school_that_closed_can_still_be_ended(site: Client, coast: Group):
    Membership.objects.create(group=coast, urn=C, recorded_at=AT)
    assert "1 school left" in several(site, C, act="leave", on="1/9/2022", because="It had closed")
    assert Membership.objects.get(urn=C).ends_before == date(2022, 9, 1)
    address = f"{HOME}coast-alliance/memberships/{pk(C)}/"
    refused(send(site, address, role="member", starts_on="", ends_before=""), "closed on 1 September 2020")


def test_history_says_every_change_and_who_made_it(site: Client, coast: Group):
    east = make(name="East", kind="area_partnership", by=None, at=AT)
    send(site, f"{HOME}coast-alliance/place/", outer="east", starts_on="1/9/2020")
    several(site, A, act="role", role="member", on="1/9/2024")
    several(site, B, act="leave", on="1/9/2025", because="Joined a trust")
    send(site, f"{HOME}coast-alliance/rename/", name="Shore Alliance")
    text = page(site, f"{HOME}coast-alliance/history/")
    said = [
        "Renamed from Coast Alliance to Shore Alliance.",
        "Beech Primary School leaves on 1 September 2025 (Joined a trust).",
        "Ash Infant School joined as member, from 1 September 2024.",
        "Ash Infant School leaves on 1 September 2024 (Member from 1 September 2024).",
        "Shore Alliance was put inside East, from 1 September 2020.",
        "Ash Infant School joined as lead school, from 1 September 2017.",
        "Coast Alliance was made (alliance).",
    ]
    found = [text.index(escape(each)) for each in said]
    assert found == sorted(found), "the latest comes first"
    assert "Partnership officer, " in text and "the operator, 1 October 2026, 10:00" in text
    assert "was put inside East" in page(site, f"{HOME}{east.slug}/history/")


def test_tables_leave_as_files(site: Client, coast: Group):
    lines = site.get(f"{HOME}coast-alliance/members.csv?on=2018-09-01").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("school,urn,school_address,role,starts_on,ends_before")
    assert lines[1].startswith(f"Ash Infant School,{A},{A},Lead school,2017-09-01,,")
    assert len(lines) == 2
    for address in ("groups.csv", "compare.csv", "coast-alliance/periods.csv", "coast-alliance/history.csv"):
        assert len(site.get(HOME + address).content.splitlines()) > 1, address
    assert site.get(f"{HOME}compare.xlsx").content.startswith(b"PK")
    for missing in ("coast-alliance/nothing.csv", "coast-alliance/members.pdf", "groups.ods"):
        page(site, HOME + missing, 404)


def test_compare_adds_up_what_is_known_and_says_what_is_not(site: Client, coast: Group):
    empty = make(name="Dunes", kind="alliance", by=None, at=AT)
    join(group=empty, urn="100099", starts_on=None, by=None, at=AT)
    text = page(site, f"{HOME}compare/?sort=-pupils")
    assert text.index("Coast Alliance") < text.index("Dunes")
    assert "The 2 groups have from 1 to 2 schools today." in text
    rising = page(site, f"{HOME}compare/?sort=pupils")
    assert rising.index("Dunes") < rising.index("Coast Alliance")
    rows = site.get(f"{HOME}compare.csv").content.decode("utf-8-sig").splitlines()
    named = next(csv.DictReader(rows))
    assert (named["schools"], named["pupils"], named["pupils_known_for"]) == ("2", "300", "2")
    assert (named["maintained"], named["academies"], named["religious"]) == ("1", "1", "1")
    assert "Ash Infant School" in rows[1] and "1 infant" in rows[1]
    assert rows[2].startswith("Dunes,dunes,Alliance,1,,0,not known")


ADDRESSES = ["", "?kept=gias", "compare/", "groups.csv", "group-3/", "group-3/history/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_ask_no_more_of_the_database_for_200_groups_than_for_20(site: Client, address: str):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page(site, HOME + address)
        return len(caught)

    def fill(start: int, end: int) -> None:
        numbers = range(start, end)
        for kept_by in KeptBy:
            name = "group" if kept_by == KeptBy.PEOPLE else "trust"
            Group.objects.bulk_create(
                Group(slug=f"{name}-{n}", name=f"{name} {n}", kind=GroupKind.ALLIANCE, kept_by=kept_by) for n in numbers
            )
        made = list(Group.objects.filter(slug__in=[f"group-{n}" for n in numbers]))
        outer = Group.objects.get(slug="group-0")
        for n, group in zip(numbers, made, strict=True):
            school(f"{100000 + n}", f"School {n}")
            join(group=group, urn=f"{100000 + n}", starts_on=None, by=None, at=AT)
        third = Group.objects.get(slug="group-3")
        Membership.objects.bulk_create(
            Membership(group=third, urn=f"{100000 + n}", recorded_at=AT) for n in numbers if n != 3
        )
        Nesting.objects.bulk_create(
            Nesting(inner=group, outer=outer, recorded_at=AT) for group in made if group.pk not in (outer.pk, third.pk)
        )

    fill(0, 20)
    few = asked()
    fill(20, 200)
    assert asked() <= few + 1, "the next page of a list takes one more"
    assert few <= 16
