"""Every address asks for sign-in, charts and files as well as pages, but for a few that are named here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accord.accounts.models.people import Person
from accord.accounts.readers import Reader
from accord.accounts.rules.rights import NOBODY

OPEN_TO_ALL = {
    "accounts/elsewhere/county/",
    "accounts/elsewhere/county/back/",
    "accounts/elsewhere/stopped/",
    "accounts/inactive/",
    "accounts/invitation/",
    "accounts/invitation/none/",
    "accounts/invitation/passkey/",
    "accounts/invitation/password/",
    "accounts/login/",
    "accounts/logout/",
    "accounts/password/reset/",
    "accounts/password/reset/done/",
    "accounts/password/reset/key/none/elm/",
    "accounts/password/reset/sent/",
    "accounts/second-factor/passkeys/sign-in/",
    "accounts/second-factor/show/",
    "api/v1/openapi.json",
    "returns/by/none/",
    "ui/brand.css",
}
SAMPLES = {
    "room": "groups",
    "key": "elm",
    "grant_id": str(UUID(int=1)),
    "kind": "school",
    "slug": "elm",
    "code": "trend",
    "public_id": str(UUID(int=1)),
    "uuid": str(UUID(int=1)),
    "release": str(UUID(int=1)),
    "form": "csv",
    "address": "900001",
    "number": "900001",
    "pk": "1",
    "link": "abc",
    "provider_id": "county",
    "token": "none",
    "uidb36": "none",
}
METHODS = ("get", "head", "post", "put", "delete")


def sampled(part: re.Match[str]) -> str:
    """Something that fits a part of an address, by its name or else by its kind."""
    return SAMPLES.get(part[2]) or {"uuid": SAMPLES["uuid"], "int": "1"}.get(part[1], "elm")


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address below a resolver, with samples for its parts."""
    for entry in resolver.url_patterns:
        route = before + re.sub(r"<(?:(\w+):)?(\w+)>", sampled, str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from addresses(entry, route)


def open_doors(urlconf: str) -> set[str]:
    """Addresses that answer somebody who is not signed in with anything but the way to sign in.

    A program is told that it has no token (401), and nothing else.
    """
    client = Client()
    found = set()
    for address in addresses(get_resolver(urlconf)):
        for method in METHODS:
            answer = getattr(client, method)(f"/{address}")
            asked_to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=")
            told_to_show_a_token = address.startswith("api/") and answer.status_code == 401
            if not asked_to_sign_in and not told_to_show_a_token:
                found.add(address)
    return found


@pytest.mark.django_db
def test_nobody_sees_anything_without_signing_in():
    assert len(list(addresses(get_resolver("accord.config.urls")))) >= 16
    assert open_doors("accord.config.urls") == OPEN_TO_ALL


@pytest.mark.django_db
@pytest.mark.urls("tests.unit.dashboards.planted_urls")
def test_a_planted_open_door_is_found():
    assert open_doors("tests.unit.dashboards.planted_urls") - OPEN_TO_ALL == {f"forgotten/{UUID(int=1)}/"}


@pytest.mark.django_db
def test_nobody_signs_up_by_themselves(client):
    assert client.get("/accounts/signup/").status_code in (302, 404)
    assert "sign up" not in client.get("/accounts/login/").content.decode().lower().replace("nobody can sign up", "")


@pytest.mark.django_db
def test_a_reader_is_somebody_who_has_signed_in(rf):
    person = Person.objects.create_user("head@example.org", "a long enough password")
    assert Reader.person(person, NOBODY).who == person
    assert not Reader.person(person, NOBODY).is_operator
    assert Reader.operator().is_operator
    assert Reader.operator() == Reader.operator()
    with pytest.raises(ValueError):
        Reader.person(type("Anonymous", (), {"is_authenticated": False})(), NOBODY)
