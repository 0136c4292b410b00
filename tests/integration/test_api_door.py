"""The door of the API: who comes in how, how often, what is new since, and that all refusals have one shape."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accord.accounts.actions.tokens import revoke_token
from accord.accounts.models.events import Event, Reading
from accord.accounts.models.people import Person
from accord.accounts.models.tokens import ApiToken
from accord.api.views import figures as views
from accord.intake.models.releases import Release
from accord.performance.kept import forget_everything
from accord.sharing.actions.terms import set_terms
from accord.sharing.choices import Source
from accord.sharing.rules.stages import Terms
from tests.factories.people import nobody, somebody
from tests.factories.programs import COAST, NOON, URNS, V1, Program, publish_three_summers, token_of
from tests.factories.school_tables import publish, school

MOST_QUERIES = 20
"""Eleven of them let in, count and record; the others find the answer."""
LISTS = ("measures", "groups", "groups/coast/members", "schools", "releases")
EVERY = (COAST, f"{COAST}&format=csv", *LISTS)


@pytest.fixture
def maker(home: Path, tmp_path: Path) -> Person:
    publish_three_summers(tmp_path)
    return somebody()


@pytest.fixture
def program(maker: Person) -> Program:
    return Program(token_of(maker))


def test_a_token_comes_as_bearer_or_as_a_password(maker: Person):
    token = token_of(maker)
    for address in EVERY:
        bearer, basic = Program(token).get(address), Program(token, basic=True).get(address)
        assert bearer.status_code == basic.status_code == 200 and bearer.content == basic.content
        assert bearer["Cache-Control"] == "no-store, private" and not bearer.cookies


def test_a_token_in_an_address_is_nothing(maker: Person):
    token = token_of(maker)
    for name in ("token", "access_token", "api_key"):
        assert Client().get(f"{V1}{COAST}&{name}={token}").status_code == 401
    assert Client().get(f"{V1}measures", headers={"authorization": f"Token {token}"}).status_code == 401


def test_whoever_shows_nothing_is_told_how(maker: Person):
    for address in EVERY:
        answer = Client().get(f"{V1}{address}")
        assert answer.status_code == 401 and answer["Content-Type"] == "application/problem+json"
        assert "Basic" in answer["WWW-Authenticate"] and "token" in answer.json()["detail"]
        there = Client().get(f"{V1}{address}", headers={"sec-fetch-mode": "navigate"})
        assert there.status_code == 302 and there["Location"].startswith(reverse("account_login"))
        script = Client().get(f"{V1}{address}", headers={"sec-fetch-mode": "cors"})
        assert script.status_code == 401 and script["WWW-Authenticate"] == "Bearer"


def test_a_door_in_front_of_the_site_keeps_its_own_passwords(maker: Person):
    client = Client()
    client.force_login(maker, backend="allauth.account.auth_backends.AuthenticationBackend")
    in_front = {"authorization": "Basic c3RhZmY6c2VzYW1l"}
    assert client.get("/groups/", headers=in_front).status_code == 200
    assert client.get(f"{V1}measures", headers=in_front).status_code == 200
    for broken in ("Basic", "Basic ???", "Basic /w==", "Digest x"):
        assert client.get(f"{V1}measures", headers={"authorization": broken}).status_code == 200


def test_a_token_that_was_taken_back_is_refused_in_words(maker: Person):
    program = Program(token_of(maker), basic=True)
    assert program.get(COAST).status_code == 200
    revoke_token(token=ApiToken.objects.get(), by=maker, at=datetime.now(UTC))
    answer = program.get(COAST)
    assert answer.status_code == 401 and "was taken back" in answer.json()["detail"]
    assert 'Basic realm="Accord"' in answer["WWW-Authenticate"]


def test_whoever_may_not_look_is_refused_and_the_description_is_everybodys(maker: Person):
    client = Client()
    client.force_login(nobody(), backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in EVERY:
        answer = client.get(f"{V1}{address}")
        assert answer.status_code == 403 and answer["Content-Type"] == "application/problem+json"
    assert Client().get(f"{V1}openapi.json").json()["openapi"] == "3.1.0"


def test_nothing_is_changed(maker: Person):
    client = Client()
    client.force_login(maker, backend="allauth.account.auth_backends.AuthenticationBackend")
    for method in ("post", "put", "patch", "delete", "options"):
        answer = getattr(client, method)(f"{V1}groups")
        assert answer.status_code == 405 and answer.json()["status"] == 405 and answer["Allow"] == "GET"


def test_nothing_new_costs_nothing(program: Program):
    for address in EVERY:
        first = program.get(address)
        mark = first["ETag"]
        again = program.get(address, if_none_match=mark)
        assert again.status_code == 304 and again.content == b"" and again["ETag"] == mark
        assert program.get(address, if_none_match='"another"').content == first.content
        head = program.client.head(f"{V1}{address}", headers={"authorization": program.head})
        assert head.status_code == 200 and head["ETag"] == mark and head.content == b""
        assert head["Content-Length"] == str(len(first.content))


def test_figures_are_not_made_again_where_nothing_is_new(program: Program, tmp_path: Path, monkeypatch: Any):
    mark = program.get(COAST)["ETag"]
    monkeypatch.setattr(views, "given", lambda *_: pytest.fail("made again"))
    assert program.get(COAST, if_none_match=mark).status_code == 304
    monkeypatch.undo()
    publish(tmp_path, [school(urn, "201", 50, "60%") for urn in URNS], 2019)
    fresh = program.get(COAST, if_none_match=mark)
    assert fresh.status_code == 200 and fresh["ETag"] != mark and fresh.json()["items"][-1]["value"] == 60


def test_a_mark_tells_nobody_what_another_is_shown(maker: Person):
    mine, theirs = Program(token_of(maker)), Program(token_of(somebody("other@example.org")))
    for address in EVERY:
        first, second = mine.get(address), theirs.get(address)
        assert first.content == second.content and first["ETag"] != second["ETag"]
        assert theirs.get(address, if_none_match=first["ETag"]).status_code == 200


def test_one_person_asks_so_often_and_not_more(maker: Person, settings: Any):
    settings.ACCORD_API_A_MINUTE = 3
    mine, also_mine = Program(token_of(maker)), Program(token_of(maker))
    assert [each.get("measures").status_code for each in (mine, also_mine, mine)] == [200, 200, 200]
    refused = also_mine.get("measures")
    assert refused.status_code == 429 and refused["Retry-After"] == "60" and "3 times" in refused.json()["detail"]
    assert Program(token_of(somebody("other@example.org"))).get("measures").status_code == 200


def test_what_leaves_is_recorded_with_the_token(program: Program):
    program.get(COAST)
    program.get(f"{COAST}&format=csv")
    events = Event.objects.filter(verb="exported").order_by("sequence")
    assert [(each.detail["route"], each.detail["form"]) for each in events] == [
        ("api:figures", "json"), ("api:figures", "csv"),
    ]  # fmt: skip
    assert {each.detail["token"] for each in events} == {str(ApiToken.objects.get().public_id)}


def test_the_database_is_asked_seldom_and_no_more_for_more_rows(program: Program):
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert program.get(address).status_code == 200
        return len(found)

    for address in EVERY:
        asked(address)
    warm = {address: asked(address) for address in EVERY}
    wide = {each: asked(each.replace("coast", "wide")) for each in EVERY for _ in (0, 1)}
    print(f"warm: {warm}")
    assert max(warm.values()) <= MOST_QUERIES and {**warm, **wide} == wide
    forget_everything()
    assert asked("figures?of=groups/coast&pupils=every") <= MOST_QUERIES + 12


def test_an_error_of_ours_is_told_in_the_same_shape(program: Program, monkeypatch: Any):
    def fails(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(views, "given", fails)
    program.client.raise_request_exception = False
    answer = program.get(COAST)
    assert answer.status_code == 500 and answer["Content-Type"] == "application/problem+json"
    assert "planted" not in answer.content.decode() and json.loads(answer.content)["status"] == 500


def test_whoever_sees_what_is_not_public_is_noted_down_even_where_nothing_is_new(maker: Person):
    release = Release.objects.get(year=2019)
    terms = Terms(Source.AUTHORITY, None, None)
    set_terms(release=release.public_id, terms=terms, reason="embargo", by=None, at=NOON)
    client = Client()
    client.force_login(maker, backend="allauth.account.auth_backends.AuthenticationBackend")
    first = client.get(f"{V1}{COAST}")
    assert [row["year"] for row in first.json()["items"]] == [2017, 2018, 2019]
    noted = sum(Reading.objects.values_list("rows", flat=True))
    assert noted > 0
    again = client.get(f"{V1}{COAST}", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and sum(Reading.objects.values_list("rows", flat=True)) > noted
    by_token = Program(token_of(maker)).get(COAST)
    assert [row["year"] for row in by_token.json()["items"]] == [2017, 2018]
