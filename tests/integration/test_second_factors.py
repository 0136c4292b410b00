"""Whoever may see what is not public shows a second factor before anything else."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accord.accounts.actions.recovery_codes import make_recovery_codes
from accord.accounts.models.people import Person
from accord.accounts.queries.second_factors import unused_codes
from accord.accounts.second_factors import ON_THE_WAY, SecondFactors
from tests.factories.authenticators import code_of
from tests.factories.people import AT, grant, nobody, somebody
from tests.journeys.routes import routes, sample

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "a long password"
HEAD = "headteacher school:100001"

pytestmark = [pytest.mark.django_db, pytest.mark.second_factor]


def signed_in(person: Person, code: str = "") -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    if code:
        client.post("/accounts/second-factor/show/", {"code": code})
    return client


def answers_of(client: Client) -> dict[str, str]:
    """Every route by what it comes to: where it leads, or the status of its answer."""
    found = {}
    for name, pattern in routes():
        if name != "account_logout":
            answer = client.get(sample(pattern))
            found[name] = answer.url.partition("?")[0] if answer.status_code == 302 else str(answer.status_code)
    return found


def open_to_anybody() -> set[str]:
    """The routes that answer somebody who is not signed in, by asking them."""
    login = reverse("account_login")
    return {name for name, answer in answers_of(Client()).items() if answer != login} | {"account_login"}


def test_no_route_answers_before_the_second_factor(empty_home):
    person = somebody("ann@elm.example", HEAD, "data_manager everywhere")
    answers = answers_of(signed_in(person))
    index, free = reverse("mfa_index"), ON_THE_WAY | open_to_anybody()
    closed = {name: answer for name, answer in answers.items() if name not in free}
    print(f"{len(answers)} routes, {len(closed)} asked for a second factor, {len(ON_THE_WAY)} lead to one")
    assert len(closed) >= 60
    through = {name: answer for name, answer in closed.items() if answer != index}
    assert through == {"mfa_authenticate": "/", "mfa_login_webauthn": "/"}, "which lead whoever is in to that page"
    assert all(answers[name] in {"200", index, reverse("account_reauthenticate")} for name in ON_THE_WAY)


def test_nor_one_that_changes_something(empty_home):
    client = signed_in(somebody("ann@elm.example", HEAD, "data_manager everywhere"))
    answer = client.post("/register/groups/new/", {"name": "Elm", "kind": "alliance", "starts_on": "2020-09-01"})
    assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))


def test_with_it_they_do(empty_home):
    person = somebody("ann@elm.example", HEAD, "data_manager everywhere")
    TOTP.activate(person, SECRET)
    assert signed_in(person).get("/groups/").url.startswith(reverse("account_login")), "half in is not in"
    assert signed_in(person, code_of(SECRET)).get("/groups/").status_code == 200


def test_where_all_is_invented_nobody_is_asked_and_the_page_says_so(empty_home, settings):
    settings.ACCORD_DEMONSTRATION = True
    client = signed_in(somebody("ann@elm.example", HEAD))
    assert client.get("/groups/").status_code == 200
    said = client.get(reverse("mfa_index")).content.decode()
    assert "In this demonstration nobody has to have a second factor" in said


def test_a_role_that_needs_none_is_not_asked(empty_home):
    assert signed_in(somebody("tom@elm.example", "teacher school:100001")).get("/groups/").status_code == 200


def test_a_right_given_now_asks_at_the_next_request(empty_home):
    person = somebody("tom@elm.example", "teacher school:100001")
    client = signed_in(person)
    assert client.get("/groups/").status_code == 200
    grant(person, HEAD)
    assert client.get("/groups/").url == reverse("mfa_index")


def test_a_session_from_before_shows_it_too(empty_home):
    """Whoever was in already when the second factor was set up elsewhere is asked as well."""
    person = somebody("ann@elm.example", HEAD)
    client = signed_in(person)
    TOTP.activate(person, SECRET)
    answer = client.get("/groups/")
    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert client.post(answer.url, {"code": "000000"}).status_code == 200
    assert client.get("/groups/").status_code == 302
    assert client.post(answer.url, {"code": code_of(SECRET)}).url == "/groups/"
    assert client.get("/groups/").status_code == 200


def test_secrets_are_not_readable_in_the_database(empty_home, settings):
    person = nobody()
    TOTP.activate(person, SECRET)
    codes = make_recovery_codes(person=person, by=person, at=AT)
    kept = " ".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))
    assert len(codes) == 10 and SECRET not in kept and not any(code in kept for code in codes)


def test_another_key_of_the_site_opens_no_secret_and_breaks_no_page(empty_home, settings):
    person = nobody()
    TOTP.activate(person, SECRET)
    codes = make_recovery_codes(person=person, by=person, at=AT)
    before = settings.SECRET_KEY
    settings.SECRET_KEY = "another key, of another site, that is long enough for this"
    client = signed_in(person)
    answer = client.post("/accounts/second-factor/show/", {"code": code_of(SECRET)})
    assert answer.status_code == 200 and "not right" in answer.content.decode()
    assert not set(unused_codes(person)) & set(codes)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert unused_codes(person) == codes


def test_new_recovery_codes_take_the_place_of_the_old(empty_home):
    person = nobody()
    assert make_recovery_codes(person=person, by=person, at=AT) == [], "they stand in for something"
    TOTP.activate(person, SECRET)
    old, new = (make_recovery_codes(person=person, by=person, at=AT) for _ in range(2))
    assert len(set(old)) == len(set(new)) == 10 and not set(old) & set(new)
    answer = signed_in(person).post("/accounts/second-factor/show/", {"code": old[0]})
    assert answer.status_code == 200


def test_codes_are_shown_in_the_session_that_made_them_and_no_other(empty_home):
    person = nobody()
    TOTP.activate(person, SECRET)
    client = signed_in(person, code_of(SECRET))
    page, file = "/accounts/second-factor/recovery-codes/", "/accounts/second-factor/recovery-codes/recovery-codes.txt"
    assert client.post(page).url.startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.post(page).status_code == 302
    codes = unused_codes(person)
    assert all(code in client.get(page).content.decode() for code in codes)
    assert all(code in client.get(file).content.decode() for code in codes)
    other = signed_in(person, codes[0])
    assert other.get("/groups/").status_code in (200, 403)
    assert not any(code in other.get(page).content.decode() for code in codes)
    assert other.get(file).status_code == 404


def test_nobody_takes_away_what_is_somebody_elses(empty_home):
    """Addresses of passkeys and sessions name nothing that could be counted up, and are looked up among one's own."""
    ann, tom = nobody("ann@elm.example"), nobody("tom@elm.example")
    signed_in(tom)
    client = signed_in(ann)
    theirs = signed_in(tom).get("/accounts/sessions/").content.decode().split('action="')
    ends = [each.split('"')[0] for each in theirs if each.startswith("/accounts/sessions/") and "others" not in each]
    assert len(ends) == 1
    assert client.post(ends[0]).status_code == 404
    assert tom.usersession_set.count() == 2
    assert signed_in(tom).post(ends[0]).status_code == 302
    assert tom.usersession_set.count() == 2


def test_the_square_code_fits_the_content_policy(rf):
    drawn = SecondFactors().build_totp_svg("otpauth://totp/a?secret=b")
    assert drawn.startswith("<svg role=") and "style=" not in drawn and "<?xml" not in drawn


def test_a_secret_that_cannot_be_read_is_not_one_that_everybody_knows(empty_home, settings):
    person = nobody()
    TOTP.activate(person, SECRET)
    settings.SECRET_KEY = "another key, of another site, that is long enough for this"
    for guess in ("", "AAAAAAAAAAAAAAAA"):
        answer = signed_in(person).post("/accounts/second-factor/show/", {"code": code_of(guess)})
        assert answer.status_code == 200, guess


def test_a_code_is_good_once_for_all_processes(empty_home):
    """The memory of one process does not count: here another one is asked, which remembers nothing."""
    person = nobody()
    TOTP.activate(person, SECRET)
    code = code_of(SECRET)
    assert signed_in(person, code).session.get("_auth_user_id") == str(person.pk)
    cache.clear()
    assert "_auth_user_id" not in signed_in(person, code).session
