"""Where work waits, the pages say so when nobody is there to do it, and say nothing when somebody is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accord.accounts.actions.people import enrol
from accord.intake.actions.intakes import Asked, receive
from accord.intake.choices import Settled
from tests.factories.people import KEEPER, grant

NOTICE = "Nobody is working through the queue"


@pytest.fixture
def queued(home: Path, client: Client) -> tuple[Client, str]:
    """Somebody signed in, and the address of a file that was sent and not yet looked at."""
    person = enrol(email="a@example.org", name="A", password="a long enough password", by=None, at=timezone.now())
    grant(person, KEEPER)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    file = home / "staging" / "results.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    asked = Asked(family=None, year=2019, settled=Settled.FINAL, hold=False, as_of=None)
    sent = receive(path=file, name="results.csv", asked=asked, by=person, at=timezone.now())
    return client, f"/data/sent/{sent.public_id}/"


def test_it_is_said_on_the_file_and_on_the_page_of_all_files(queued: tuple[Client, str], home: Path) -> None:
    client, file_page = queued
    for address in (file_page, "/data/"):
        assert NOTICE in client.get(address).content.decode(), address
    (home / "state" / "worker").write_text("alive", encoding="ascii")
    for address in (file_page, "/data/"):
        assert NOTICE not in client.get(address).content.decode(), address


def test_nothing_is_said_where_nothing_waits(home: Path, client: Client) -> None:
    person = enrol(email="a@example.org", name="A", password="a long enough password", by=None, at=timezone.now())
    grant(person, KEEPER)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert NOTICE not in client.get("/data/").content.decode()
