"""``accord people`` at the command line: adding, inviting, and letting somebody back in."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from click.testing import CliRunner, Result
from django.test import Client

from accord.accounts.models.events import Event
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from accord.cli.commands import people
from tests.factories.people import nobody

PASSWORD = "heron kestrel otter"


@pytest.fixture
def said(home, monkeypatch):
    monkeypatch.setattr(people, "open_home", lambda: home)

    def run(*words: str) -> Result:
        return CliRunner().invoke(people.people, words)

    return run


def test_adding_goes_on_as_before(said):
    answer = said("add", "ann@elm.example", "--name", "Ann Lee", "--password", PASSWORD)
    assert (answer.exit_code, answer.output) == (0, "ann@elm.example may sign in.\n")
    assert Person.objects.get().check_password(PASSWORD) and not Person.objects.get().grants.exists()


def test_adding_with_a_role(said):
    words = ("--role", "data_manager", "--scope", "authority:501", "--until", "2030-08-31")
    answer = said("add", "ann@elm.example", "--name", "Ann Lee", "--password", PASSWORD, *words)
    assert answer.exit_code == 0 and "is now data_manager over authority:501" in answer.output
    grant = Person.objects.get().grants.get()
    assert (grant.role, grant.scope_kind, grant.scope_id) == ("data_manager", "authority", "501")
    assert (grant.ends_before, grant.given_by) == (date(2030, 9, 1), None)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("--role", "emperor"), "There is no role emperor"),
        (("--role", "headteacher", "--scope", "authority:501"), "is given over school"),
        (("--role", "headteacher", "--scope", "school"), "is no scope"),
        (("--role", "external_adviser", "--scope", "school:100001"), "ends by itself"),
        (("--role", "teacher", "--scope", "school:100001", "--until", "31/8/2030"), "is no day. Write it like"),
        (("--role", "teacher", "--scope", "school:100001", "--until", "9999-12-31"), "is too far away"),
    ],
)
def test_what_is_wrong_with_a_right_is_said(said, words, wrong):
    answer = said("add", "ann@elm.example", "--name", "Ann", "--password", PASSWORD, *words)
    assert answer.exit_code != 0 and wrong in answer.output
    answer = said("invite", "ann@elm.example", "--name", "Ann", *words)
    assert answer.exit_code != 0 and (wrong in answer.output or "need no invitation" in answer.output)
    assert not Invitation.objects.exists()


def test_inviting_prints_a_link_that_works(said):
    words = ("--role", "senior_leader", "--scope", "school:100001", "--site", "https://accord.county.example/")
    answer = said("invite", "tom@elm.example", "--name", "Tom Reed", *words)
    link = answer.output.split()[-1]
    assert answer.exit_code == 0 and link.startswith("https://accord.county.example/accounts/invitation/")
    client = Client()
    client.get(link.removeprefix("https://accord.county.example"))
    assert "Senior leader, school 100001" in client.get("/accounts/invitation/").content.decode()


def test_letting_somebody_back_in(said):
    person = nobody("ann@elm.example", name="Ann Lee")
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    answer = said("reset-second-factor", "Ann@elm.example", "--because", "Phone lost; known by sight")
    client = Client()
    client.get(answer.output.split()[-1].removeprefix("http://localhost:8000"))
    assert "Choose anew how you sign in" in client.get("/accounts/invitation/").content.decode()
    assert not Authenticator.objects.exists() and not Person.objects.get().has_usable_password()
    assert Event.objects.get(verb="second_factor_reset").detail == {"because": "Phone lost; known by sight"}


def test_an_address_that_nobody_has(said):
    answer = said("reset-second-factor", "nobody@elm.example", "--because", "x")
    assert answer.exit_code == 1 and "Nobody has the address" in answer.output
    assert said("add", "not an address", "--name", "X", "--password", PASSWORD).exit_code == 1
    assert said("add", "a@elm.example", "--name", "X", "--password", "short").exit_code == 1
    assert not Person.objects.exists()
