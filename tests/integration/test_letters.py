"""Letters: to whom they are for and to nobody else, and no way to learn who has an account."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import hashers
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accord.accounts.actions.invitations import invite
from accord.accounts.models.people import Person
from accord.accounts.rules.invitations import Brought, digest_of
from accord.accounts.rules.rights import Scope
from accord.accounts.tasks import send_invitation
from tests.factories.authenticators import code_of
from tests.factories.people import nobody, somebody

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
RESET, SENT = "/accounts/password/reset/", "/accounts/password/reset/sent/"
NEW = {"password1": "another heron entirely", "password2": "another heron entirely"}


@pytest.fixture
def ann(home) -> Person:
    person = nobody("ann@elm.example", name="Ann Lee")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def asked(email: str, at: str = "192.0.2.1") -> str:
    return Client().post(RESET, {"email": email}, REMOTE_ADDR=at).url


def link_in(letter) -> str:
    return re.search(r"http://testserver(/\S+)", letter.body)[1]


def test_a_link_to_who_is_known_and_the_same_answer_to_everybody(ann, letters):
    assert asked("nobody@elm.example") == asked("Ann@elm.example") == SENT
    assert [letter.to for letter in letters] == [["ann@elm.example"]]
    letter = letters[0]
    assert letter.subject == "Set a new Accord password" and letter.from_email == "accord@county.example"
    assert "within 60 minutes" in letter.body and letter.body.startswith("Dear Ann Lee,")
    assert "ann" not in link_in(letter).lower().replace("/accounts/", ""), "no personal data in the address"


def test_the_link_sets_a_password_once_ends_sessions_and_skips_no_second_factor(ann, letters):
    TOTP.activate(ann, "JBSWY3DPEHPK3PXP")
    inside = Client()
    inside.force_login(ann)
    asked(ann.email)
    client = Client()
    form = client.get(link_in(letters[0])).url
    assert client.post(form, {**NEW, "password2": "something else here"}).status_code == 200
    assert client.post(form, NEW).status_code == 302
    assert inside.get("/glossary/").status_code == 302, "signed out everywhere"
    assert "no longer works" in Client().get(link_in(letters[0])).content.decode()
    answer = client.post("/accounts/login/", {"login": ann.email, "password": NEW["password1"]})
    assert answer.url == "/accounts/second-factor/show/" and "_auth_user_id" not in client.session
    client.post(answer.url, {"code": code_of("JBSWY3DPEHPK3PXP")})
    assert "_auth_user_id" in client.session
    assert [letter.subject for letter in letters][1:] == ["Your Accord password was set anew"]


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_for_an_hour(ann, letters, minutes, works, monkeypatch):
    asked(ann.email)
    real = PasswordResetTokenGenerator._now
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: real(self) + timedelta(minutes=minutes))
    assert (Client().get(link_in(letters[0])).status_code == 302) is works


@pytest.mark.parametrize("end", ["", "x", "-set-password", "/../"])
def test_a_link_that_was_touched_opens_nothing(ann, letters, end):
    asked(ann.email)
    link = link_in(letters[0]).rstrip("/")
    other = nobody("tom@elm.example")
    for touched in (f"{link[:-1]}{end}x/", link.replace(ann.public_id.hex, other.public_id.hex) + "/"):
        assert Client().get(touched).status_code in (200, 404)


def test_three_letters_an_hour_and_one_sender_bothers_not_everybody(ann, letters):
    assert {asked(ann.email) for _ in range(6)} == {SENT}
    assert len(letters) == 3
    people = [nobody(f"person{number}@elm.example") for number in range(25)]
    assert {asked(person.email) for person in people} == {SENT}
    assert len(letters) == 3 + 17, "twenty an hour from one address"
    assert asked(people[-1].email, at="198.51.100.7") == SENT and len(letters) == 21


def test_whoever_has_no_account_takes_the_same_road(ann, letters, settings):
    """As many queries and tasks, and as many passwords hashed: the time tells nothing either."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    nobody("tom@elm.example")
    counted = []
    for email, at in (("tom@elm.example", "192.0.2.1"), ("no-tom@elm.example", "192.0.2.2")):
        with CaptureQueriesContext(connection) as queries:
            asked(email, at)
        counted.append(len(queries))
    assert counted[0] == counted[1] > 3 and DBTaskResult.objects.count() == 2
    assert not any("token" in str(row) or "password/reset/key" in str(row) for row in DBTaskResult.objects.values())


def test_as_many_passwords_are_hashed(ann, monkeypatch):
    hashed: list[str] = []
    real = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda self, word, salt: hashed.append(word) or real(self, word, salt)
    )
    counted = []
    passkey_only = nobody("mia@elm.example")
    passkey_only.set_unusable_password()
    passkey_only.save()
    for email in (ann.email, "no-ann@elm.example", passkey_only.email):
        hashed.clear()
        Client().post("/accounts/login/", {"login": email, "password": "a guess at it"})
        counted.append(len(hashed))
    assert counted == [1, 1, 1]


def test_an_invitation_goes_by_letter_and_its_secret_waits_nowhere(home, letters):
    head = somebody("ann@elm.example", "headteacher school:100001", name="Ann Lee")
    leader = Brought("senior_leader", Scope.read("school:100001"), "Deputy", date(2013, 9, 1))
    made = invite(email="tom@elm.example", name="Tom Reed", brings=[leader], by=head, at=timezone.now())
    send_invitation.enqueue(str(made.public_id), "http://testserver/", str(head.public_id))
    letter = letters[0]
    assert letter.to == ["tom@elm.example"] and letter.subject == "You are invited to Accord"
    assert "Ann Lee invites you" in letter.body and "- Senior leader, school 100001" in letter.body
    made.refresh_from_db()
    assert made.token_digest == digest_of(link_in(letter).rstrip("/").rpartition("/")[2])
    assert not re.search(r"\n{4,}|{[{%]|&#", letter.body)


def test_a_letter_and_no_link_where_letters_are_sent(home, letters):
    head = somebody("ann@elm.example", "headteacher school:100001", name="Ann Lee")
    client = Client()
    client.force_login(head)
    form = {"name": "Tom", "email": "tom@elm.example", "right": "senior_leader school:100001", "reason": "Deputy"}
    answer = client.post("/accounts/invitations/new/", form, follow=True)
    page = answer.content.decode()
    assert "is on its way to tom@elm.example" in page and "/accounts/invitation/" not in page
    assert len(letters) == 1
    again = client.post(re.search(r'action="(\S+/again/)"', page)[1], follow=True)
    assert "is on its way" in again.content.decode() and len(letters) == 2
    assert link_in(letters[0]) != link_in(letters[1])


def test_without_a_server_of_letters_the_page_goes_on_and_the_log_names_nobody(ann, letters, monkeypatch, caplog):
    def broken(self, messages):
        raise ConnectionRefusedError("mail.county.example")

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    assert asked(ann.email) == SENT and mail.outbox == []
    assert "could not be sent" in caplog.text and "elm.example" not in caplog.text


def test_where_no_letters_are_sent_the_page_says_whom_to_ask(ann):
    page = Client().get(RESET).content.decode()
    assert "This site sends no email" in page and "Send the link" not in page
    assert asked(ann.email) == SENT and not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_owner_is_told_of_every_change(ann, letters):
    client = Client()
    client.post("/accounts/login/", {"login": ann.email, "password": "a long password"})
    client.get("/accounts/second-factor/app/")
    secret = client.session["mfa.totp.secret"]
    client.post("/accounts/second-factor/app/", {"code": code_of(secret)})
    client.post("/accounts/password/change/", {"oldpassword": "a long password", **NEW})
    told = [letter.subject for letter in letters]
    assert len(told) == 2 and "app for codes was set up" in told[0] and "password was changed" in told[1]
    assert all("If it was not, tell the person who runs the site" in letter.body for letter in letters)
