"""Letting somebody back in: by whoever could give them everything they hold, and by nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from accord.accounts.models.events import Event
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from tests.factories.people import nobody, somebody

pytestmark = pytest.mark.django_db(transaction=True)
GIVEN = {"because": "Phone stolen; she came to the office", "sure": "on"}


@pytest.fixture
def head(home) -> Person:
    return somebody("ann@elm.example", "headteacher school:100001", name="Ann Lee")


def asking(by: Person, about: Person, **sent: str):
    client = Client()
    client.force_login(by)
    address = f"/people/{about.public_id}/reset-sign-in/"
    return client.post(address, sent) if sent else client.get(address)


def with_password(person: Person) -> Person:
    person.set_password("heron kestrel otter")
    person.save()
    return person


@pytest.mark.parametrize(
    ("holds", "status"),
    [
        (("senior_leader school:100001",), 200),
        (("senior_leader school:100001", "teacher school:100001"), 200),
        (("senior_leader school:100001", "governor school:100001"), 403),
        (("senior_leader school:100001", "teacher school:100002"), 403),
        (("teacher school:100001", "platform_administrator everywhere"), 403),
        (("teacher school:100002",), 404),
        ((), 404),
    ],
)
def test_who_holds_more_than_the_reader_gives_is_let_in_by_somebody_else(head, holds, status):
    person = somebody("tom@elm.example", *holds) if holds else nobody("tom@elm.example")
    with_password(person)
    assert asking(head, person).status_code == status
    assert asking(head, person, **GIVEN).status_code == status
    assert Person.objects.get(pk=person.pk).has_usable_password() is (status != 200)
    assert Invitation.objects.filter(person=person).exists() is (status == 200)


def test_nobody_lets_themselves_back_in(head):
    assert asking(head, head, **GIVEN).status_code == 403
    assert not Invitation.objects.exists()


def test_the_link_is_shown_where_no_letters_are_sent_and_else_goes_to_its_owner(head, letters, settings):
    person = with_password(somebody("tom@elm.example", "senior_leader school:100001", name="Tom Reed"))
    answer = asking(head, person, **GIVEN)
    assert answer.status_code == 302 and [letter.to for letter in letters] == [["tom@elm.example"]]
    assert letters[0].subject == "Choose anew how you sign in to Accord"
    settings.ACCORD_SENDS_EMAIL = False
    page = asking(head, person, **GIVEN).content.decode()
    assert "/accounts/invitation/" in page and "Hand over this link" in page
    told = Event.objects.filter(verb="second_factor_reset")
    assert [each.person for each in told] == [head, head] and told[0].detail == {"because": GIVEN["because"]}


@pytest.mark.parametrize("missing", ["because", "sure"])
def test_not_without_a_reason_and_having_made_sure(head, missing):
    person = with_password(somebody("tom@elm.example", "senior_leader school:100001"))
    answer = asking(head, person, **{name: value for name, value in GIVEN.items() if name != missing})
    assert answer.status_code == 200 and "Error: " in answer.content.decode()
    assert Person.objects.get(pk=person.pk).has_usable_password()
