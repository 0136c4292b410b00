"""Starting a school year: one page, checked, confirmed; all of it is done, or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.accounts.models.events import Event
from accord.register.actions.groups import make, place
from accord.register.actions.memberships import Book, join
from accord.register.choices import Status
from accord.register.models.groups import Group, GroupSuccession, Membership, Nesting
from tests.factories.people import somebody
from tests.factories.register_schools import school

AT = datetime(2026, 5, 1, tzinfo=UTC)
SEPTEMBER = date(2026, 9, 1)
PAGE = "/register/school-year/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(client: Client) -> Client:
    client.force_login(somebody("a@example.org", name="Register Keeper"))
    return client


@pytest.fixture
def alliances() -> dict[str, Membership]:
    """Coast with four schools, one closed and one closing, inside West; Hills with one school."""
    coast, hills, west = (
        make(name=name, kind=kind, by=None, at=AT)
        for name, kind in (("Coast", "alliance"), ("Hills", "alliance"), ("West", "area_partnership"))
    )
    place(inner=coast, outer=west, starts_on=None, by=None, at=AT)
    school("100001", "Ash School"), school("100002", "Beech School")
    school("100003", "Cedar School", status=Status.CLOSED, closed_on=date(2026, 3, 31))
    school("100004", "Dogwood School", status=Status.CLOSING, closed_on=date(2026, 8, 31))
    school("100005", "Elm School")
    members = ((coast, ("100001", "100002", "100003", "100004")), (hills, ("100005",)))
    begun = date(2020, 9, 1)
    return {urn: join(group=group, urn=urn, starts_on=begun, by=None, at=AT) for group, urns in members for urn in urns}


def send(site: Client, **given: Any) -> str:
    answer = site.post(PAGE, {"on": "1/9/2026", "kind": "alliance", "begins": ""} | given, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def state() -> list[Any]:
    return [list(model.objects.values()) for model in (Group, Membership, Nesting, GroupSuccession, Event)]


def held() -> set[tuple[Any, ...]]:
    return set(Membership.objects.values_list("group__slug", "urn", "role", "starts_on", "ends_before", "left_because"))


def test_closed_and_closing_schools_are_set_to_leave_with_the_reason(site: Client, alliances: dict[str, Membership]):
    page = site.get(PAGE, {"on": "2026-09-01"}).content.decode()
    assert "5 memberships of 2 groups go on until 1 September 2026. 2 schools have closed or are to close" in page
    assert '<option value="closed" selected>left on 31 March 2026, when it closed</option>' in page
    assert 'value="Closed on 31 March 2026"' in page and 'value="Proposed to close on 31 August 2026"' in page
    assert page.count('<option value="leaves" selected>') == 1
    assert page.count('<option value="stays" selected>') == 3


def decided(alliances: dict[str, Membership]) -> dict[str, str]:
    """Coast is parted in two, with what becomes of each of its schools."""
    pk = {urn: each.pk for urn, each in alliances.items()}
    return {
        "begins": "North Shore\nSouth Shore",
        f"m{pk['100001']}": "moves:north-shore",
        f"m{pk['100002']}": "moves:south-shore",
        f"m{pk['100003']}": "closed",
        f"b{pk['100003']}": "Closed on 31 March 2026",
        f"m{pk['100004']}": "leaves",
        f"m{pk['100005']}": "role:lead",
        "end-coast": "on",
        "why-coast": "Parted in two",
        "place-north-shore": "west",
    }


def test_everything_is_checked_first(site: Client, alliances: dict[str, Membership]):
    before = state()
    page = send(site, **decided(alliances))
    assert "Nothing has been changed yet." in page and state() == before
    for words in (
        "North Shore begins on 1 September 2026.",
        "Ash School moves from Coast to North Shore.",
        "Cedar School leaves Coast on 31 March 2026: Closed on 31 March 2026.",
        "Elm School becomes lead school of Hills.",
        "Coast ends on 1 September 2026; it is followed by North Shore, South Shore.",
        "North Shore lies in West.",
    ):
        assert words in page
    assert "<option" in send(site, **decided(alliances), step="change") and state() == before


def test_everything_is_done_once_it_is_confirmed(site: Client, alliances: dict[str, Membership]):
    assert "changes were made" in send(site, **decided(alliances), step="confirm")
    begun = date(2020, 9, 1)
    assert held() == {
        ("coast", "100001", "member", begun, SEPTEMBER, "Moved to North Shore"),
        ("coast", "100002", "member", begun, SEPTEMBER, "Moved to South Shore"),
        ("coast", "100003", "member", begun, date(2026, 3, 31), "Closed on 31 March 2026"),
        ("coast", "100004", "member", begun, SEPTEMBER, ""),
        ("north-shore", "100001", "member", SEPTEMBER, None, ""),
        ("south-shore", "100002", "member", SEPTEMBER, None, ""),
        ("hills", "100005", "member", begun, SEPTEMBER, "Lead school from 1 September 2026"),
        ("hills", "100005", "lead", SEPTEMBER, None, ""),
    }
    assert Group.objects.get(slug="coast").ends_before == SEPTEMBER
    followers = set(GroupSuccession.objects.values_list("older__slug", "newer__slug"))
    assert followers == {("coast", "north-shore"), ("coast", "south-shore")}
    places = set(Nesting.objects.values_list("inner__slug", "starts_on", "ends_before"))
    assert places == {("coast", None, SEPTEMBER), ("north-shore", SEPTEMBER, None)}
    assert Event.objects.filter(subject_kind="school_year").count() == 1


def test_what_the_check_sends_again_does_the_same(site: Client, alliances: dict[str, Membership]):
    given = {"begins": "North Shore\nSouth Shore", f"m{alliances['100001'].pk}": "moves:north-shore"}
    given |= {"place-coast": "none", "end-hills": "on"}
    answer = site.post(PAGE, {"on": "1/9/2026", "kind": "alliance"} | given)
    fields = dict(answer.context["fields"]) | {"step": "confirm"}
    page = site.post(PAGE, fields, follow=True).content.decode()
    assert f"{len(answer.context['done'])} changes were made" in page
    assert {"north-shore", "south-shore"} <= set(Group.objects.values_list("slug", flat=True))
    assert Nesting.objects.get().ends_before == SEPTEMBER


REFUSED = [
    pytest.param({"begins": "Hills"}, "There is already a group Hills.", id="a name that is taken"),
    pytest.param({"m100001": "moves:hills"}, "is already in Hills", id="twice at once"),
    pytest.param({"m100003": "moves:hills"}, "closed on 31 March 2026", id="a closed school moves"),
    pytest.param({"m100001": "moves:nowhere"}, "is not there", id="no such group"),
    pytest.param({"place-coast": "nowhere"}, "is not there", id="no such place"),
]


@pytest.mark.parametrize("step", ["", "confirm"])
@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_what_makes_no_sense_is_refused_at_its_row_and_nothing_is_done(
    site: Client, alliances: dict[str, Membership], given: dict[str, str], words: str, step: str
):
    join(group=Group.objects.get(slug="hills"), urn="100001", starts_on=SEPTEMBER, by=None, at=AT)
    before = state()
    named = {f"m{alliances[key[1:]].pk}" if key.startswith("m") else key: value for key, value in given.items()}
    page = send(site, step=step, **named, **{f"m{alliances['100005'].pk}": "leaves"})
    assert state() == before
    assert "<title>Error: Start the school year" in page and words in page
    field = next(iter(named)) if "begins" not in named else "place-hills"
    assert f'href="#{field}"' in page and f'id="{field}"' in page


def test_killed_in_the_middle_leaves_nothing(
    site: Client, alliances: dict[str, Membership], monkeypatch: pytest.MonkeyPatch
):
    def die(*args: Any, **named: Any) -> None:
        raise OSError("planted")

    before = state()
    monkeypatch.setattr(Book, "change", die)
    with pytest.raises(OSError, match="planted"):
        send(site, begins="North Shore", step="confirm", **{f"m{alliances['100001'].pk}": "leaves"})
    assert state() == before


def test_nothing_chosen_changes_nothing_and_a_bad_day_is_told(site: Client, alliances: dict[str, Membership]):
    before = state()
    assert "Nothing was changed" in send(site)
    assert state() == before
    assert "is no day" in site.get(PAGE, {"on": "soon"}).content.decode()
    assert "is there twice" in site.get(PAGE, {"on": "1/9/2026", "begins": "A\na"}).content.decode()


def test_the_page_asks_as_often_for_twenty_schools_as_for_two_hundred(site: Client):
    group, counts = make(name="Coast", kind="alliance", by=None, at=AT), []
    for numbers in (range(20), range(20, 200)):
        for each in numbers:
            school(str(300_000 + each), f"School {each}")
        Membership.objects.bulk_create(
            Membership(group=group, urn=str(300_000 + each), recorded_at=AT) for each in numbers
        )
        with CaptureQueriesContext(connection) as queries:
            assert site.get(PAGE, {"on": "1/9/2026"}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] < 15
