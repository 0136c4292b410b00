"""Guessing passwords and codes: slow for the guesser, and for nobody else."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accord.accounts.actions.tries import give_back, take
from accord.accounts.models.events import Event
from accord.accounts.models.people import Person
from accord.accounts.models.tries import Tries
from accord.accounts.rules.tries import Limit, Road, password_roads, still_counted
from tests.factories.authenticators import code_of
from tests.factories.people import nobody

PASSWORD = "a long password"
HERE, THERE, ELSEWHERE = "192.0.2.1", "198.51.100.7", "203.0.113.9"
TOO_OFTEN, WRONG = "That was tried too often", "is not right"


@pytest.fixture
def people(db) -> list[Person]:
    return [nobody(f"person{number}@example.org") for number in range(60)]


def attempt(email: str, password: str = "guess", *, at: str = HERE, client: Client | None = None) -> str:
    """What a sign-in comes to: in, wrong or too often."""
    sent = {"login": email, "password": password}
    answer = (client or Client()).post("/accounts/login/", sent, REMOTE_ADDR=at)
    if answer.status_code == 302:
        return "in"
    text = answer.content.decode()
    return "too often" if TOO_OFTEN in text else "wrong" if WRONG in text else "?"


def test_ten_wrong_passwords_in_a_quarter_of_an_hour_and_no_more(people):
    """However many addresses they come from."""
    email = people[0].email
    answers = [attempt(email, at=f"192.0.2.{number}") for number in range(25)]
    assert answers == ["wrong"] * 10 + ["too often"] * 15
    assert attempt(email, PASSWORD, at=ELSEWHERE) == "too often", "a right guess is no use either"


def test_one_guesser_keeps_the_owner_out_of_nothing(people):
    email = people[0].email
    assert [attempt(email) for _ in range(9)] == ["wrong"] * 5 + ["too often"] * 4
    assert attempt(email, PASSWORD, at=THERE) == "in"


def test_many_guessers_keep_out_no_browser_that_the_owner_has_used(people):
    email, own = people[0].email, Client()
    assert attempt(email, PASSWORD, at=THERE, client=own) == "in"
    own.post("/accounts/logout/")
    assert "too often" in [attempt(email, at=f"192.0.2.{number}") for number in range(25)]
    assert attempt(email, PASSWORD, at=THERE) == "too often", "from a browser that nobody knows"
    assert attempt(email, PASSWORD, at=THERE, client=own) == "in"


def test_spraying_sixty_accounts_locks_none_of_them(people):
    """One try at each, from one address, by its most likely password."""
    sprayed = [attempt(person.email) for person in people]
    assert sprayed == ["wrong"] * 50 + ["too often"] * 10
    owners = [attempt(person.email, PASSWORD, at=THERE) for person in people]
    print(f"{len(sprayed)} accounts sprayed, {owners.count('in')} owners in")
    assert owners == ["in"] * 60


def test_at_the_sprayers_own_address_whoever_was_there_before_gets_in(people):
    """A school has one address for all of its people."""
    colleague, own = people[59].email, Client()
    assert attempt(colleague, PASSWORD, client=own) == "in"
    own.post("/accounts/logout/")
    assert "too often" in [attempt(person.email) for person in people[:55]]
    assert attempt(colleague, PASSWORD) == "too often"
    assert attempt(colleague, PASSWORD, client=own) == "in"


def test_a_quarter_of_an_hour_later_all_is_forgotten(people, monkeypatch):
    email = people[0].email
    assert [attempt(email) for _ in range(6)][-1] == "too often"
    later = timezone.now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr("accord.accounts.adapters.timezone.now", lambda: later)
    assert attempt(email, PASSWORD) == "in"


def test_right_passwords_are_not_counted(people):
    """A class of thirty, or the council on Monday morning, behind one address."""
    assert [attempt(person.email, PASSWORD) for person in people] == ["in"] * 60
    assert [attempt(people[0].email, PASSWORD) for _ in range(20)] == ["in"] * 20


def test_who_has_no_account_is_told_the_same(people):
    """The same words, the same limits, and nothing about the address is kept."""
    known = [attempt(people[0].email) for _ in range(8)]
    unknown = [attempt("nobody-here@example.org", at=THERE) for _ in range(8)]
    assert known == unknown
    pages = [
        Client().post("/accounts/login/", {"login": each, "password": "guess"}, REMOTE_ADDR=ELSEWHERE).content
        for each in (people[1].email, "nobody-there@example.org")
    ]
    shown = [page.decode().split("<main")[1].split("</main>")[0] for page in pages]
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    blank = {token.sub("", re.sub(r"[\w.-]+@example\.org", "somebody", text)) for text in shown}
    assert len(blank) == 1 and WRONG in blank.pop()
    assert not any("@" in str(row) for row in Tries.objects.values_list("key", "moments"))
    assert Event.objects.filter(verb="failed_to_sign_in", detail__icontains="nobody").count() == 0


def test_codes_are_counted_after_a_right_password(people):
    person = people[0]
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")

    def second(code: str) -> bool:
        client = Client()
        assert attempt(person.email, PASSWORD, client=client) == "in"
        answer = client.post("/accounts/second-factor/show/", {"code": code})
        return answer.status_code == 302

    wrong = [second(f"00000{number % 10}") for number in range(10)]
    assert wrong == [False] * 10
    assert not second(code_of("JBSWY3DPEHPK3PXP")), "ten were wrong"
    Tries.objects.all().delete()
    assert second(code_of("JBSWY3DPEHPK3PXP"))


ROAD = (Road("a test", ("x",), Limit(3, timedelta(minutes=1))),)


@pytest.mark.django_db(transaction=True)
def test_twenty_tries_at_one_moment_are_twenty():
    """Counted before the answer is known: guessing at the same time is no way around."""

    def once(number: int) -> bool:
        try:
            return take(ROAD, at=timezone.now() + timedelta(microseconds=number))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        allowed = list(pool.map(once, range(20)))
    print(f"{len(allowed)} at once on {connection.vendor}: {sum(allowed)} allowed")
    assert sum(allowed) == 3


def test_a_try_that_is_given_back_is_free_again(db):
    now = timezone.now()
    for number in range(10):
        at = now + timedelta(milliseconds=number)
        assert take(ROAD, at=at)
        give_back(ROAD, at=at)
    assert [take(ROAD, at=now + timedelta(seconds=number)) for number in range(5)] == [True] * 3 + [False] * 2


@given(st.lists(st.integers(0, 2_000), max_size=40), st.integers(0, 2_000), st.integers(1, 10), st.integers(1, 900))
def test_what_is_counted_is_what_lies_within(moments, now, most, seconds):
    kept = still_counted(moments, Limit(most, timedelta(seconds=seconds)), now)
    assert kept == [each for each in moments if now - each < seconds]


@given(st.text(max_size=30), st.text(max_size=30), st.text(min_size=1, max_size=20))
def test_strangers_and_owners_share_no_road(account, address, browser):
    strangers = password_roads(account=account, address=address, browser="")
    owners = password_roads(account=account, address=address, browser=browser)
    assert not {(road.kind, road.of) for road in strangers} & {(road.kind, road.of) for road in owners}
    assert all(road.limit.most <= 10 for road in (*strangers[:2], *owners))
