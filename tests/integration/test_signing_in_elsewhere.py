"""Signing in at another organisation: only who was invited, and only on its signed word."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.http import HttpResponse
from django.test import Client

from accord.accounts.models.people import Person
from tests.factories.authenticators import code_of
from tests.factories.openid_provider import SECRET, Organisation, new_key
from tests.factories.people import nobody, somebody
from tests.fixtures.elsewhere import accept_sign_in_of

pytestmark = pytest.mark.django_db(transaction=True)
GO, NOT_INVITED, NOT_BELIEVED = "/accounts/elsewhere/county/", "Nobody here is known", "could not be signed in"


@pytest.fixture
def ann(empty_home) -> Person:
    person = nobody("ann@elm.example", name="Ann Lee")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def back_from(county: Organisation, client: Client | None = None) -> tuple[Client, HttpResponse]:
    """Go there, sign in, and come back."""
    client = client or Client()
    led = client.post(GO)
    assert led.status_code == 302 and led.url.startswith(f"{county.url}/authorize?"), led.content
    back = urlsplit(county.back(led.url))
    return client, client.get(f"{back.path}?{back.query}")


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_checked_address_finds_its_person_and_is_remembered(county, ann):
    client, answer = back_from(county)
    assert answer.status_code == 302 and client.session["_auth_user_id"] == str(ann.pk)
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.provider, kept.uid, kept.extra_data) == (ann, "county", "subject-7", {})
    assert not SocialToken.objects.exists()
    county.is_(email="ann.married@elm.example")
    client, _ = back_from(county)
    assert client.session["_auth_user_id"] == str(ann.pk), "by the subject"
    assert Person.objects.count() == 1


def test_what_is_asked_holds_no_secret_and_is_tied_to_its_answer(county, ann):
    asked = parse_qs(urlsplit(Client().post(GO).url).query)
    assert asked["code_challenge_method"] == ["S256"] and len(asked["state"][0]) >= 16
    assert asked["redirect_uri"] == ["http://testserver/accounts/elsewhere/county/back/"]
    assert SECRET not in str(asked)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@elm.example"},
        {"email_verified": False},
        {"email_verified": "false"},
        {"email": ""},
        {"email": None},
        {"email": "ann@elm.example@evil.example"},
        {"email": "ann@elm.example.evil.example"},
    ],
)
def test_nobody_else_comes_in_and_nobody_is_made(county, ann, claims):
    county.is_(**claims)
    client, answer = back_from(county)
    assert not is_in(client) and Person.objects.count() == 1 and not SocialAccount.objects.exists()
    assert NOT_INVITED in answer.content.decode()


def test_an_address_that_says_nothing_of_checking_counts_where_the_operator_vouches(county, ann, settings):
    for claims in (county.claims, county.userinfo):
        del claims["email_verified"]
    assert not is_in(back_from(county)[0])
    accept_sign_in_of(settings, county, vouches_for=("elm.example",))
    assert is_in(back_from(county)[0])
    accept_sign_in_of(settings, county, vouches_for=("oak.example",))
    SocialAccount.objects.all().delete()
    assert not is_in(back_from(county)[0])


def test_an_address_and_its_yes_come_from_one_place(county, ann):
    """The signed answer names a checked address; what is read besides names another, and says nothing of it."""
    county.claims["email"] = "stranger@oak.example"
    del county.userinfo["email_verified"]
    client, answer = back_from(county)
    assert not is_in(client) and NOT_INVITED in answer.content.decode()
    county.claims["email"] = None
    assert not is_in(back_from(county)[0]), "nor where the signed answer names none"
    county.userinfo["email_verified"] = True
    assert is_in(back_from(county)[0]), "many send it in that place only"


def test_a_signed_address_stands_against_what_is_read_besides(county, ann):
    county.userinfo["email"] = "stranger@oak.example"
    assert is_in(back_from(county)[0])
    SocialAccount.objects.all().delete()
    county.userinfo["email"] = "Ann@elm.example"
    del county.claims["email_verified"]
    assert is_in(back_from(county)[0]), "the same address, checked in the other place"
    SocialAccount.objects.all().delete()
    county.claims["email_verified"] = False
    assert not is_in(back_from(county)[0]), "a no that is signed stays one"


def test_an_address_that_passed_to_somebody_else_opens_nothing(county, ann):
    back_from(county)
    county.is_(sub="subject-8")
    client, answer = back_from(county)
    assert not is_in(client) and NOT_INVITED in answer.content.decode()


def test_a_closed_account_stays_closed(county, ann):
    ann.is_active = False
    ann.save()
    client, answer = back_from(county)
    assert not is_in(client) and answer.url == "/accounts/inactive/"


def _of_another_key(county: Organisation) -> None:
    county.shows, county.signs_with = county.signs_with, new_key()


BAD: dict[str, Any] = {
    "signed by another key": _of_another_key,
    "not signed": lambda county: setattr(county, "algorithm", "none"),
    "signed by a shared secret": lambda county: setattr(county, "algorithm", "HS256"),
    "from another issuer": lambda county: setattr(county, "issuer", "https://evil.example"),
    "for another site": lambda county: setattr(county, "audience", "another-site"),
    "too old": lambda county: setattr(county, "lives", -10),
    "without the signed part": lambda county: setattr(county, "sends_token", False),
    "about two people": lambda county: county.userinfo.update(sub="subject-9"),
    "without a subject": lambda county: county.claims.pop("sub"),
    "without its keys": lambda county: setattr(county, "keys", dict),
}


@pytest.mark.parametrize("how", BAD)
def test_a_bad_answer_is_believed_in_nothing(county, ann, how):
    BAD[how](county)
    client, answer = back_from(county)
    assert not is_in(client) and answer.status_code == 401
    assert NOT_BELIEVED in answer.content.decode() and not SocialAccount.objects.exists()


def test_an_answer_to_nobodys_question(county, ann):
    """Somebody is led to come back with another's answer: there is no state of theirs, so nothing happens."""
    stolen = urlsplit(county.back(Client().post(GO).url))
    victim = Client()
    answer = victim.get(f"{stolen.path}?{stolen.query}")
    assert not is_in(victim) and answer.status_code == 401
    client = Client()
    led = urlsplit(county.back(client.post(GO).url))
    assert client.get(f"{led.path}?{led.query}").status_code == 302
    client.post("/accounts/logout/")
    assert client.get(f"{led.path}?{led.query}").status_code == 401, "an answer is good once"


def test_who_is_in_ties_no_account_to_themselves(county, ann):
    client = Client()
    client.force_login(nobody("tom@elm.example"))
    led = client.post(f"{GO}?process=connect")
    back = urlsplit(county.back(led.url))
    assert client.get(f"{back.path}?{back.query}").status_code == 403
    assert not SocialAccount.objects.exists()


def test_the_second_factor_is_asked_all_the_same(county, ann):
    TOTP.activate(ann, "JBSWY3DPEHPK3PXP")
    client, answer = back_from(county)
    assert answer.url == "/accounts/second-factor/show/" and not is_in(client)
    client.post(answer.url, {"code": code_of("JBSWY3DPEHPK3PXP")})
    assert is_in(client)


@pytest.mark.second_factor
def test_where_a_role_needs_one_it_is_set_up_first(county, empty_home):
    person = somebody("ann@elm.example", "headteacher school:100001")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client, _ = back_from(county)
    assert is_in(client) and client.get("/groups/").url == "/accounts/second-factor/"


def test_a_provider_that_is_not_there(county, ann, settings):
    assert Client().post("/accounts/elsewhere/nobody/").status_code == 404
    accept_sign_in_of(settings, Organisation(url="http://localhost:9"))
    answer = Client().post(GO)
    page = answer.content.decode()
    assert answer.status_code == 401 and NOT_BELIEVED in page and "localhost:9" not in page
