"""Pages in an empty home, pages at wrong addresses, and the twins of a page."""

from __future__ import annotations

import pytest
from django.template.loader import get_template
from django.test import Client
from django.utils import timezone

from accord.accounts.actions.people import enrol
from accord.accounts.models.events import Event
from accord.register.actions.group_lists import import_groups
from accord.register.actions.groups import end
from accord.register.models.groups import Group
from tests.factories.people import KEEPER, grant

GROUPS = "group,kind,urn,role,starts_on,ends_before,parent\nElm Alliance,alliance,900001,member,,,\n"


@pytest.fixture
def signed_in(home, client: Client) -> Client:
    """Somebody signed in, in an empty home."""
    person = enrol(
        email="Head@Example.org", name="A. Head", password="a long enough password", by=None, at=timezone.now()
    )
    grant(person, KEEPER)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(answer) -> str:
    """The words of an answer with single spaces."""
    return " ".join(answer.content.decode().split())


def test_adding_a_person_is_recorded(signed_in):
    assert [event.verb for event in Event.objects.filter(subject_kind="person")] == ["added"]


def test_empty_home_says_the_next_step(signed_in):
    page = text(signed_in.get("/"))
    assert "No results have been loaded yet" in page
    assert "Send a file" in page
    assert "accord groups import" in page


def test_group_without_releases_says_so(signed_in):
    import_groups(text=GROUPS, by=None, at=timezone.now())
    answer = signed_in.get("/groups/elm-alliance/")
    assert answer.status_code == 200
    assert "No results have been loaded yet, so there is nothing to show for these schools." in text(answer)
    assert signed_in.get("/groups/elm-alliance/trend.svg").status_code == 404
    assert signed_in.get("/groups/elm-alliance/how/").status_code == 404
    assert signed_in.get("/groups/elm-alliance/trend.csv").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/groups/nobody/",
        "/groups/elm-alliance/?measure=made_up",
        "/groups/elm-alliance/?pupils=made_up",
        "/groups/elm-alliance/?year=twenty",
        "/groups/elm-alliance/?year=٢٠١٩",
        "/groups/elm-alliance/?special=perhaps",
        "/groups/elm-alliance/?sort=name;drop",
        "/groups/elm-alliance/secrets.csv",
        "/authorities/999/",
        "/authorities/not-a-code/",
        "/elsewhere/",
    ],
)
def test_wrong_addresses_get_the_page_for_that(signed_in, address):
    import_groups(text=GROUPS, by=None, at=timezone.now())
    answer = signed_in.get(address)
    assert answer.status_code == 404
    assert "There is no page at this address" in text(answer)
    assert "See all groups" in text(answer)


def test_pages_are_kept_by_nobody_and_charts_by_the_reader_alone(signed_in):
    assert "no-store" in signed_in.get("/")["Cache-Control"]


def test_files_cannot_be_sent_without_the_token(home):
    strict = Client(enforce_csrf_checks=True)
    person = enrol(email="a@example.org", name="A", password="a long enough password", by=None, at=timezone.now())
    grant(person, KEEPER)
    strict.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = strict.post("/data/send/", {"settled": "final"})
    assert answer.status_code == 403
    assert "The form has expired" in text(answer)


def test_sending_nothing_names_the_field_twice_and_marks_the_title(signed_in):
    answer = signed_in.post("/data/send/", {"settled": "final", "year": "19"})
    page = text(answer)
    assert page.count("Choose a file to send") == 2
    assert page.count("Enter a summer from 1990 on, like 2019") == 2
    assert "<title>Error: Send a file" in page


def test_every_error_page_is_drawn_without_a_request():
    for name in ("400", "403", "403_csrf", "404", "429", "500"):
        assert "govuk-heading-l" in get_template(f"{name}.html").render({})


def test_wrong_question_is_named_on_the_page(signed_in):
    import_groups(text=GROUPS, by=None, at=timezone.now())
    said = text(signed_in.get("/groups/elm-alliance/?measure=<b>made_up"))
    assert "There is no measure called &lt;b&gt;made_up." in said
    assert "Resolver404" not in text(signed_in.get("/elsewhere/"))


def test_list_shows_alliances_under_their_partnership_and_no_ended_groups(signed_in):
    import_groups(
        text=GROUPS + "Elm Alliance,alliance,,,,,North Area\nNorth Area,area_partnership,900002,,,,\n",
        by=None,
        at=timezone.now(),
    )
    page = text(signed_in.get("/groups/"))
    assert page.index("North Area") < page.index("Area partnership, 2 schools today") < page.index("Elm Alliance")
    elm = Group.objects.get(slug="elm-alliance")
    end(group=elm, on=timezone.localdate(), because="Over", by=None, at=timezone.now())
    assert "Elm Alliance" not in text(signed_in.get("/groups/"))


def test_a_group_leads_to_its_members(signed_in):
    import_groups(text=GROUPS, by=None, at=timezone.now())
    assert 'href="/register/groups/elm-alliance/"' in text(signed_in.get("/groups/elm-alliance/"))
