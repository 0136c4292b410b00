"""Several people from a pasted list: every line checked, all of them or none."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from accord.accounts.models.events import Event
from accord.accounts.models.grants import Grant
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from tests.factories.people import somebody
from tests.factories.register_schools import school

OAK, ELM, FAR = "100001", "100002", "200001"


@pytest.fixture
def client(home) -> Client:
    """The head of school improvement of two schools, signed in."""
    school(OAK, "Oak Primary School", la_code="501")
    school(ELM, "Elm Primary School", la_code="501")
    school(FAR, "Far Primary School", la_code="502")
    somebody("bea@example.org", f"teacher school:{OAK}", name="Bea")
    client = Client()
    client.force_login(somebody("chief@example.org", "head_of_school_improvement authority:501", name="Chief"))
    return client


def bring(client: Client, text: str, **more: str) -> str:
    sent = {"text": text, "reason": "new year", "starts_on": "1/9/2027"} | more
    return client.post("/people/list/", sent).content.decode()


GOOD = "Bea\tbea@example.org\tHeadteacher\t100001\nNew\tnew@example.org\tchair\tElm Primary\t1/10/2027\t31/8/2028"


def test_a_list_is_shown_and_then_done(client: Client) -> None:
    before = Grant.objects.count(), Event.objects.count()
    text = bring(client, GOOD)
    assert "2 lines read, and nothing is wrong: 1 right given at once and 1 invitation made" in text
    assert "Bea is given the right." in text and "New is invited, with the right." in text
    assert (Grant.objects.count(), Event.objects.count()) == before and not Invitation.objects.exists()
    text = bring(client, GOOD, step="confirm")
    assert "Hand over these links" in text and "new@example.org" in text
    given = Grant.objects.get(person__email="bea@example.org", role="headteacher")
    assert (given.scope_id, given.starts_on, given.reason) == (OAK, date(2027, 9, 1), "new year")
    waiting = Invitation.objects.get().brings.get()
    assert (waiting.scope_id, waiting.starts_on, waiting.ends_before) == (ELM, date(2027, 10, 1), date(2028, 9, 1))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("New\tnew@\tchair\tElm", "E-mail address “new@”: Write one e-mail address"),
        ("New\tnew@example.org\tpilot\tElm", "Role “pilot”: Write one of:"),
        ("New\tnew@example.org\tdirector\t501", "Role “director”: Write one of:"),
        ("New\tnew@example.org\tchair\tFar", "Over “Far”: Write the URN or name of a school over which you may give"),
        ("New\tnew@example.org\tchair\tPrimary", "meant: 100002 for Elm Primary School, or 100001 for Oak"),
        ("New\tnew@example.org\tchair\tElm\tsoon", "First day “soon”: Write a day like"),
        ("New\tnew@example.org\tchair\tElm\t\tlater", "Last day “later”: Write a day like"),
        ("\tnew@example.org\tchair\tElm", "Name: Nobody here has this e-mail address yet. Give their full name"),
        ("Bea\tbea@example.org\tadviser\tElm", "Last day: The role Adviser ends by itself"),
        ("Me\tchief@example.org\tchair\tElm", "Nobody gives a right to themselves"),
        ("Bea\tbea@example.org\tHeadteacher\t100001", "has this right already for these days"),
    ],
)
def test_one_wrong_line_keeps_all_back_and_says_what_to_do(client: Client, line: str, says: str) -> None:
    before = Grant.objects.count()
    for step in ("", "confirm"):
        text = bring(client, f"{GOOD}\n{line}", step=step)
        assert says in text and "have to be put right first" in text.replace("has to", "have to")
        assert "Do all of this" not in text and "Error:" in text
    assert Grant.objects.count() == before and not Invitation.objects.exists()


def test_an_empty_and_an_endless_list_are_refused(client: Client) -> None:
    assert "There is no line in the list" in bring(client, " \n\t\n ") or "Paste a list" in bring(client, " \n\t\n ")
    assert "Bring at most 300 at once" in bring(client, "New\tnew@example.org\tchair\tElm\n" * 301)


def test_two_lines_for_somebody_unknown_are_one_invitation(client: Client) -> None:
    text = bring(client, "New\tnew@example.org\tchair\tElm\nNew\tNEW@example.org\tchair\tOak", step="confirm")
    assert text.count("/accounts/invitation") >= 1
    assert Invitation.objects.get().brings.count() == 2
    assert not Person.objects.filter(email="new@example.org").exists()
