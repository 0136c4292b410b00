"""A careless proxy between two people and the site hands neither what was the other's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accord.config.privacy import KeptByNobody
from tests.factories.people import somebody
from tests.journeys.routes import PAGES, routes, sample

pytestmark = pytest.mark.once
NAMES = ("Quillon Abernathy-Voss", "Zephyrine Okonkwo-Thrale")
MIDDLEWARE = "accord.config.privacy.KeptByNobody"


class CarelessProxy:
    """Keeps whatever it is not told to keep off, by address alone: no cookie and no Vary is looked at."""

    def __init__(self) -> None:
        self.kept: dict[str, HttpResponse] = {}
        self.handed_on = 0

    def get(self, client: Client, address: str) -> HttpResponse:
        """The answer to a person: a kept one if there is one."""
        if address in self.kept:
            self.handed_on += 1
            return self.kept[address]
        answer = client.get(address)
        told = answer.get("Cache-Control", "").replace(" ", "").split(",")
        if answer.status_code < 500 and not {"no-store", "private"} & set(told):
            self.kept[address] = answer
        return answer


@pytest.fixture
def two_people(home: Any) -> Callable[[], list[tuple[str, Client]]]:
    """Signs the two in, each in a browser of their own."""
    people = [somebody(f"p{n}@example.org", name=name) for n, name in enumerate(NAMES)]

    def signed_in() -> list[tuple[str, Client]]:
        clients = []
        for person in people:
            client = Client()
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            clients.append((person.name, client))
        return clients

    return signed_in


def addresses() -> list[str]:
    """Every route, at an address of its shape, and the pages that can be named without any data."""
    named = {example for examples in PAGES.values() for example in examples if isinstance(example, str)}
    return sorted((named | {sample(pattern) for _, pattern in routes()}) - {"/accounts/logout/"})


def crossed(people: list[tuple[str, Client]]) -> tuple[list[str], int, int]:
    """Addresses at which one person got a page with the other's name; pages with a name; answers handed on."""
    proxy, found, named = CarelessProxy(), [], 0
    for address in addresses():
        for name, client in people:
            body = proxy.get(client, address).getvalue().decode(errors="replace")
            named += name in body
            if any(other in body for other in NAMES if other != name):
                found.append(address)
    return found, named, proxy.handed_on


def test_nobody_is_handed_the_page_of_another(two_people):
    found, named, handed_on = crossed(two_people())
    print(f"{len(addresses())} addresses, {named} pages with a name, {handed_on} handed on, {len(found)} wrong")
    assert found == []
    assert named >= 40 and handed_on >= 1, "the proxy kept nothing at all, or the pages bear no names"


def test_without_the_rule_it_would(two_people, settings):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != MIDDLEWARE]
    assert KeptByNobody.__name__ in MIDDLEWARE
    found, _, _ = crossed(two_people())
    assert len(found) >= 20
