"""Accepting an invitation with an account at another organisation: by whom it is for, once, in one browser."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accord.accounts.actions.granting import end
from accord.accounts.actions.invitations import invite, invite_back, make_link, withdraw
from accord.accounts.actions.people import enrol as add
from accord.accounts.models.events import Event
from accord.accounts.models.grants import Grant
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from accord.accounts.rules.invitations import Brought, digest_of
from accord.accounts.rules.rights import Scope
from accord.config.providers import Provider
from tests.factories.openid_provider import CLIENT, SECRET, Organisation, new_key
from tests.factories.people import AT, nobody, somebody
from tests.fixtures.elsewhere import accept_sign_in_of

LEADER = Brought("senior_leader", Scope.read("school:100001"), "Deputy head", date(2013, 9, 1))
EMAIL = "tom@elm.example"
PAGE, NOT_ACCEPTED = "/accounts/invitation/", "Your invitation was not accepted"
NOT_CHECKED = "did not say that your email address is checked"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def head(empty_home) -> Person:
    return somebody("ann@elm.example", "headteacher school:100001", name="Ann Lee")


@pytest.fixture
def invited(head, county) -> Invitation:
    county.is_(email=EMAIL, name="Tom R.")
    return invite(email=EMAIL, name="Tom Reed", brings=[LEADER], by=head, at=timezone.now())


def link_of(invitation: Invitation) -> str:
    return make_link(invitation=invitation, by=None, at=timezone.now())


def opened(token: str, client: Client | None = None) -> Client:
    client = client or Client()
    assert client.get(f"{PAGE}{token}/").url == PAGE
    return client


def led(client: Client, name: str = "Tom Reed", code: str = "county") -> HttpResponse:
    """Press the button of the organisation."""
    return client.post(PAGE, {"name": name, "way": "passkey", "elsewhere": code})


def way_back(county: Organisation, client: Client) -> str:
    """Press the button, sign in there, and stop before coming back."""
    back = urlsplit(county.back(led(client).url))
    return f"{back.path}?{back.query}"


def come(county: Organisation, invitation: Invitation) -> tuple[Client, HttpResponse]:
    """All of it: the link, the button, the organisation, and back."""
    client = opened(link_of(invitation))
    return client, client.get(way_back(county, client))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def nothing_was_made(invitation: Invitation, people: int = 1, accounts: int = 0, grants: int = 1) -> bool:
    """People, rights, accounts and events are as they were, and the invitation still waits."""
    counted = (Person.objects.count(), SocialAccount.objects.count(), Grant.objects.count())
    told = Event.objects.filter(verb__in=["accepted", "added", "account_elsewhere_tied"], person__email=EMAIL)
    invitation.refresh_from_db()
    return counted == (people, accounts, grants) and invitation.accepted_at is None and not told.exists()


# Coming in ---------------------------------------------------------------------------------------------------


def test_who_is_invited_comes_in_with_their_rights_and_next_time_by_that_account(invited, head, county):
    client, answer = come(county, invited)
    assert (answer.status_code, answer.url) == (302, "/")
    person = Person.objects.get(email=EMAIL)
    assert client.session["_auth_user_id"] == str(person.pk) and person.public_id == invited.becomes
    assert person.name == "Tom Reed", "as they wrote it here"
    assert not person.has_usable_password() and [each.role for each in person.grants.all()] == ["senior_leader"]
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.provider, kept.uid, kept.extra_data) == (person, "county", "subject-7", {})
    assert EmailAddress.objects.get(user=person).verified
    assert [each["method"] for each in client.session[AUTHENTICATION_METHODS_SESSION_KEY]] == ["socialaccount"]
    told = Event.objects.filter(person=person).exclude(subject_kind="session").order_by("sequence")
    assert [(each.verb, each.detail) for each in told][:2] == [
        ("accepted", {}),
        ("account_elsewhere_tied", {"provider": "county"}),
    ]
    assert "signed_in" in [each.verb for each in told]
    client.post("/accounts/logout/")
    again = urlsplit(county.back(client.post("/accounts/elsewhere/county/").url))
    client.get(f"{again.path}?{again.query}")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_capitals_make_no_other_address(invited, county):
    county.is_(email="Tom@ELM.example")
    assert is_in(come(county, invited)[0])


def test_an_address_that_the_operator_vouches_for_counts_as_it_does_for_signing_in(invited, county, settings):
    for claims in (county.claims, county.userinfo):
        del claims["email_verified"]
    client, answer = come(county, invited)
    assert not is_in(client) and NOT_CHECKED in answer.content.decode()
    accept_sign_in_of(settings, county, vouches_for=("elm.example",))
    assert is_in(come(county, invited)[0])


@pytest.mark.second_factor
def test_the_second_factor_is_set_up_first_where_a_role_needs_one(invited, county):
    """Whatever the organisation says of how it signed somebody in."""
    county.is_(amr=["pwd", "mfa", "otp"], acr="http://schemas.openid.net/pape/policies/2007/06/multi-factor")
    client, answer = come(county, invited)
    assert is_in(client) and client.get(answer.url).url == "/accounts/second-factor/"


def test_who_comes_back_and_still_has_an_app_shows_its_code(head, county):
    TOTP.activate(head, "JBSWY3DPEHPK3PXP")
    county.is_(email=head.email)
    client, answer = come(county, invite_back(person=head, by=None, at=timezone.now()))
    assert answer.url == "/accounts/second-factor/show/" and not is_in(client)
    assert SocialAccount.objects.get().user == head and not Person.objects.get().has_usable_password()


# Refused -----------------------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[Callable[[Organisation], Any], str]] = {
    "another person": (lambda county: county.is_(email="mia@elm.example"), "as mia@elm.example, but"),
    "somebody who is here": (lambda county: county.is_(email="ann@elm.example"), "as ann@elm.example, but"),
    "not checked": (lambda county: county.is_(email_verified=False), NOT_CHECKED),
    "the word false": (lambda county: county.is_(email_verified="false"), NOT_CHECKED),
    "no address": (lambda county: county.is_(email=""), NOT_CHECKED),
    "a longer one": (lambda county: county.is_(email=f"{EMAIL}.evil.example"), "evil.example, but"),
    "a letter that is made small": (lambda county: county.is_(email="tom@el\u212am.example"), ""),
    "checked in one place, named in another": (
        lambda county: (county.claims.update(email="mia@elm.example"), county.userinfo.pop("email_verified")),
        "as mia@elm.example, but",
    ),
}


@pytest.mark.parametrize("how", REFUSED)
def test_nobody_else_accepts_it_and_nothing_is_made(invited, county, how):
    change, words = REFUSED[how]
    change(county)
    client, answer = come(county, invited)
    page = answer.content.decode()
    assert answer.status_code == 403 and NOT_ACCEPTED in page and words in page, page
    assert not is_in(client) and nothing_was_made(invited)
    assert client.session.get("socialaccount_states") == {}, "the answer is used up"
    county.is_(email=EMAIL, email_verified=True)
    client.get(way_back(county, client))
    assert is_in(client), "the invitation is as it was"


def _of_another_key(county: Organisation) -> None:
    county.shows, county.signs_with = county.signs_with, new_key()


BAD: dict[str, Callable[[Organisation], Any]] = {
    "signed by another key": _of_another_key,
    "not signed": lambda county: setattr(county, "algorithm", "none"),
    "for another site": lambda county: setattr(county, "audience", "another-site"),
    "too old": lambda county: setattr(county, "lives", -10),
    "about two people": lambda county: county.userinfo.update(sub="subject-9"),
}


@pytest.mark.parametrize("how", BAD)
def test_an_answer_that_cannot_be_believed(invited, county, how):
    BAD[how](county)
    client, answer = come(county, invited)
    assert answer.status_code == 401 and "there was no answer, or none that can be used" in answer.content.decode()
    assert not is_in(client) and nothing_was_made(invited)


def test_stopping_there_leads_back_to_the_invitation(invited, county):
    client = opened(link_of(invited))
    back = way_back(county, client).replace("code=", "error=access_denied&x=")
    page = client.get(back).content.decode()
    assert NOT_ACCEPTED in page and "You did not sign in with the county." in page and nothing_was_made(invited)
    assert client.get(PAGE).status_code == 200


def test_an_organisation_that_does_not_answer_or_is_unknown(invited, county, settings):
    client = opened(link_of(invited))
    assert led(client, code="nobody").status_code == 404
    accept_sign_in_of(settings, Organisation(url="http://localhost:9"))
    answer = led(client)
    assert answer.status_code == 401 and NOT_ACCEPTED in answer.content.decode() and nothing_was_made(invited)


def test_an_account_that_is_somebody_elses(invited, head, county):
    SocialAccount.objects.create(user=head, provider="county", uid="subject-7")
    client, answer = come(county, invited)
    assert answer.status_code == 403 and "belongs to somebody who is here already" in answer.content.decode()
    assert not is_in(client) and nothing_was_made(invited, accounts=1)


def test_a_second_account_at_the_same_organisation(head, county):
    """An address that passed from a leaver to a joiner lets nobody into what was the leaver's."""
    SocialAccount.objects.create(user=head, provider="county", uid="subject-1")
    county.is_(email=head.email)
    back = invite_back(person=head, by=None, at=timezone.now())
    client, answer = come(county, back)
    assert answer.status_code == 403 and "another account there is yours here already" in answer.content.decode()
    assert not is_in(client) and nothing_was_made(back, accounts=1)
    assert Person.objects.get().check_password("a long password"), "nor did they lose their password"
    SocialAccount.objects.update(uid="subject-7")
    assert is_in(come(county, back)[0]) and SocialAccount.objects.count() == 1


LATE: dict[str, tuple[Callable[[Invitation], Any], int, str]] = {
    "too old": (
        lambda made: Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(seconds=1)),
        410,
        "good for 14 days",
    ),
    "withdrawn": (lambda made: withdraw(invitation=made, because="", by=None, at=timezone.now()), 410, "withdrawn"),
    "a newer link": (link_of, 404, "a newer one has taken its place"),
    "the giver left": (
        lambda made: end(
            grant=made.invited_by.grants.get(), on=timezone.localdate(), because="Left", by=None, at=timezone.now()
        ),
        410,
        "may no longer give",
    ),
}


@pytest.mark.parametrize("how", LATE)
def test_what_became_of_the_invitation_meanwhile_counts(invited, county, how):
    change, status, words = LATE[how]
    client = opened(link_of(invited))
    back = way_back(county, client)
    change(invited)
    answer = client.get(back)
    assert answer.status_code == status and words in answer.content.decode()
    assert not is_in(client) and nothing_was_made(invited)


def test_somebody_added_meanwhile_keeps_how_they_sign_in(invited, county):
    client = opened(link_of(invited))
    back = way_back(county, client)
    add(email=EMAIL, name="Thomas", password="what he chose himself", by=None, at=AT)
    assert "You have an account already" in client.get(back).content.decode() and not is_in(client)
    person = Person.objects.get(email=EMAIL)
    assert person.check_password("what he chose himself") and person.grants.count() == 1
    assert not SocialAccount.objects.exists() and "invitation_link" not in client.session


# Whose browser, and how often --------------------------------------------------------------------------------


def test_an_answer_works_in_the_browser_that_asked_and_in_no_other(invited, county):
    """Neither for whoever is made to open it, signed in or not, nor for who holds an invitation of their own."""
    stolen = way_back(county, opened(link_of(invited)))
    other = invite(email="mia@elm.example", name="Mia", brings=[LEADER], by=None, at=timezone.now())
    victims = [Client(), opened(link_of(other)), Client()]
    led(victims[1], "Mia")
    victims[2].force_login(nobody("lea@elm.example"))
    before = [victim.session.get("_auth_user_id") for victim in victims]
    answers = [victim.get(stolen).status_code for victim in victims]
    assert answers == [401, 401, 401]
    assert [victim.session.get("_auth_user_id") for victim in victims] == before
    assert nothing_was_made(invited, people=2)


def test_an_answer_is_for_the_invitation_that_it_began_at(invited, county):
    """Another one was opened in the same browser since."""
    client = opened(link_of(invited))
    back = way_back(county, client)
    other = invite(email="mia@elm.example", name="Mia", brings=[LEADER], by=None, at=timezone.now())
    opened(link_of(other), client).post(PAGE, {"name": "Mia", "way": "password"})
    assert client.get(back).url == "/"
    other.refresh_from_db()
    assert Person.objects.get(email=EMAIL).name == "Tom Reed" and other.accepted_at is None


def test_an_answer_is_good_once(invited, county):
    client = opened(link_of(invited))
    back = way_back(county, client)
    assert client.get(back).status_code == 302
    client.post("/accounts/logout/")
    assert client.get(back).status_code == 401 and not is_in(client)
    assert Event.objects.filter(verb="accepted").count() == 1


def test_an_answer_of_one_organisation_is_none_of_another(invited, county, settings):
    second = Provider("diocese", "the diocese", county.url, CLIENT, SECRET)
    accept_sign_in_of(settings, county, others=[second])
    client = opened(link_of(invited))
    assert client.get(way_back(county, client).replace("/county/", "/diocese/")).status_code == 401
    assert not is_in(client) and nothing_was_made(invited)


def test_the_session_gets_a_new_name_and_forgets_the_way_in(invited, county):
    """A session that somebody else put into this browser is not the one that is signed in."""
    client = opened(link_of(invited))
    back = way_back(county, client)
    before = client.session.session_key
    client.get(back)
    assert before and client.session.session_key != before and is_in(client)
    fixed = Client()
    fixed.cookies["accord_session"] = before
    assert not is_in(fixed)
    assert not {"invitation_link", "invitation_name"} & set(client.session.keys())
    assert client.session["socialaccount_states"] == {}
    assert digest_of("x") not in str(dict(client.session)) and invited.public_id.hex not in str(dict(client.session))


def test_whoever_signed_in_meanwhile_takes_nothing_for_another(invited, head, county):
    client = opened(link_of(invited))
    back = way_back(county, client)
    client.post("/accounts/login/", {"login": head.email, "password": "a long password"})
    EmailAddress.objects.create(user=head, email=head.email, verified=True, primary=True)
    assert client.session["_auth_user_id"] == str(head.pk)
    answer = client.get(back)
    assert answer.status_code == 409 and "signed in as Ann Lee" in answer.content.decode()
    assert client.session["_auth_user_id"] == str(head.pk) and nothing_was_made(invited)


def test_the_button_needs_a_link_and_a_form_of_ours(invited, county):
    assert led(Client()).status_code == 404, "no link was opened"
    strict = opened(link_of(invited), Client(enforce_csrf_checks=True))
    assert led(strict).status_code == 403
    assert led(opened(link_of(invited)), name="").status_code == 200, "nor without a name"
    assert county.asked == []


def test_the_link_travels_nowhere(invited, county, caplog):
    """Neither its secret, nor the digest, nor who is invited: not to the organisation, not into the log."""
    caplog.set_level(logging.DEBUG)
    token = link_of(invited)
    client = opened(token)
    asked = led(client).url
    sent = parse_qs(urlsplit(asked).query)
    assert set(sent) == {
        "client_id", "redirect_uri", "scope", "response_type", "state", "code_challenge", "code_challenge_method",
    }  # fmt: skip
    back = urlsplit(county.back(asked))
    client.get(f"{back.path}?{back.query}")
    county.is_(email="mia@elm.example")
    come(county, invite(email="lea@elm.example", name="Lea", brings=[LEADER], by=None, at=timezone.now()))
    told = "".join([asked, *county.heard, caplog.text])
    secrets = [token, digest_of(token), EMAIL, "Tom", str(invited.public_id), str(invited.becomes), "lea@", "mia@"]
    assert is_in(client) and len(county.heard) >= 5
    assert [each for each in secrets if each in told] == []
    assert all(each in told + "".join(secrets) for each in secrets), "and they would be found"


def test_it_works_once_even_for_ten_that_come_back_at_one_moment(invited, county):
    clients = [opened(token) for token in [link_of(invited)] * 10]
    backs = [way_back(county, client) for client in clients]
    barrier = Barrier(10)

    def once(client: Client, back: str) -> int:
        try:
            barrier.wait(30)
            return client.get(back).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        took = list(pool.map(once, clients, backs))
    print(f"10 returns at once on {connection.vendor}: {took.count(302)} accepted, {took.count(410)} too late")
    person = Person.objects.get(email=EMAIL)
    assert sorted(took) == [302] + [410] * 9
    assert sum(is_in(client) for client in clients) == 1
    assert (person.grants.count(), SocialAccount.objects.count()) == (1, 1)
    assert Event.objects.filter(verb="accepted").count() == 1
