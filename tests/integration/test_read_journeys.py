"""Random journeys through the site: wherever a school's own results are shown that are not public, the record says so.

Each school has a number of pupils and a percentage, in a release that is not public, which stand nowhere else. What a
page or file shows is found by searching its bytes for them, and held against what the record says of that request.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accord.accounts.models.events import Reading
from accord.accounts.models.people import Person
from accord.accounts.queries.whole_record import heads_now, look_through
from accord.intake.models.releases import Release
from accord.register.actions.groups import make
from accord.register.actions.memberships import join
from accord.sharing.actions.terms import set_terms
from accord.sharing.choices import Source
from accord.sharing.rules.stages import Terms
from tests.factories.people import AT, somebody
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import authority, publish, school
from tests.fixtures.skipping import thorough

URNS = tuple(f"10000{at}" for at in range(1, 9))
PUPILS = (1009, 1013, 1019, 1021, 1031, 1033, 1039, 1049)
SHARES = (37, 43, 57, 63, 23, 77, 17, 83)
pytestmark = pytest.mark.once

JOURNEYS, FEWER = 500, 25
STEPS = 4
STAGES = ("authority", "schools", "members", "public")
RIGHTS = (
    "data_manager authority:501", "head_of_school_improvement authority:501", "data_manager authority:502",
    "headteacher school:100001", "headteacher school:100008", "chair school:100003", "teacher school:100001",
    "alliance_lead group:coast", "adviser school:100002", "external_adviser school:100002", "councillor authority:501",
)  # fmt: skip
ROOMS = ("groups/coast", "groups/three", "groups/pair", "authorities/501", *(f"schools/{urn}" for urn in URNS[:4]))
PAGES = (
    "", "how/", "measures/", "trend/", "pupils/", "schools/", "coverage/", "data/", "governors/", "chart/trend/",
    "everything.json", "everything.csv", "schools.csv", "measures.csv", "trend.csv", "funnel.svg", "trend.svg",
)  # fmt: skip
ASIDE = ("/", "/groups/", "/compare/?with=groups/coast&with=schools/100001&year=2019", "/measures/", "/data/")
NUMBER = re.compile(r"(?<![\d.,-])(\d{4}|\d,\d{3})(?![\d.])")
BY_PUPILS = dict(zip(PUPILS, URNS, strict=True))


def shown_in(body: str) -> set[str]:
    """The schools whose number of pupils stands in an answer."""
    found = {int(each.replace(",", "")) for each in NUMBER.findall(unescape(body))}
    return {BY_PUPILS[each] for each in found & BY_PUPILS.keys()}


@pytest.fixture
def release(home: Path, tmp_path: Path) -> Release:
    """Eight schools in three groups, and results of 2019 that are not public."""
    for at, urn in enumerate(URNS):
        registered(urn, f"School {at + 1}", la_code="501")
    for name, members in (("Coast", URNS[:7]), ("Three", URNS[4:7]), ("Pair", URNS[:2])):
        group = make(name=name, kind="alliance", belongs_to="authority:501", by=None, at=AT)
        for urn in members:
            join(group=group, urn=urn, starts_on=None, by=None, at=AT)
    rows = [school(urn, "501", n, f"{share}%") for urn, n, share in zip(URNS, PUPILS, SHARES, strict=True)]
    publish(tmp_path, [school(urn, "501", 30, "90%") for urn in URNS], 2018)
    return publish(tmp_path, [*rows, authority("501", sum(PUPILS), "50%")], 2019)


def let_out(release: Release, to: str) -> None:
    today = timezone.localdate()
    reached = STAGES[1 : STAGES.index(to) + 1]
    days: dict[str, Any] = {f"to_{each}_on": today - timedelta(days=5 - at) for at, each in enumerate(reached)}
    set_terms(release=release.public_id, terms=Terms(Source.AUTHORITY, **days), reason="a test", by=None, at=AT)


def people() -> list[Person]:
    long = timezone.localdate() + timedelta(days=300)
    return [
        somebody(f"reader-{at}@example.org", right, name=f"Reader {at}", ends=long if "adviser" in right else None)
        for at, right in enumerate(RIGHTS)
    ]


def hinted_in(body: str) -> set[str]:
    """The schools whose percentage, too, stands in an answer; by chance perhaps."""
    return {urn for urn, share in zip(URNS, SHARES, strict=True) if re.search(rf"(?<!\d){share}(?!\d)", body)}


def step(client: Client, chance: random.Random) -> tuple[str, set[str], set[str], set[str]]:
    """One page or file: its address, the schools it shows, those the record says it showed, those it may have."""
    last = Reading.objects.count()
    address = f"/{chance.choice(ROOMS)}/{chance.choice(PAGES)}?year=2019" if chance.random() < 0.9 else ""
    address = address or chance.choice(ASIDE)
    answer = client.get(address)
    assert answer.status_code in (200, 302, 404), (address, answer.status_code)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    noted = Reading.objects.filter(sequence__gt=last, kind="school").values_list("subject_id", flat=True)
    text = body.decode("utf-8", "ignore")
    return address, shown_in(text), set(noted), shown_in(text) | hinted_in(text)


def test_what_random_journeys_show_is_what_the_record_says(release: Release, capsys: pytest.CaptureFixture[str]):
    chance, count = random.Random(55), JOURNEYS if thorough() else FEWER
    readers, seen = people(), Counter[str]()
    missed, too_much = Counter[str](), Counter[str]()
    for _ in range(count):
        to = chance.choice(STAGES)
        let_out(release, to)
        client = Client()
        client.force_login(chance.choice(readers))
        for _ in range(STEPS):
            address, shown, noted, hinted = step(client, chance)
            restricted = shown if to != "public" else set()
            seen["pages"] += 1
            seen["shown"] += len(restricted)
            seen["noted"] += len(noted)
            missed[address] += len(restricted - noted)
            too_much[address] += len(noted - hinted)
    with capsys.disabled():
        print(f"\n{connection.vendor}: {count} journeys over {seen['pages']} pages showed restricted results", end=" ")
        print(f"{seen['shown']} times, {sum(missed.values())} not in the record; {seen['noted']} times noted,", end=" ")
        print(f"{sum(too_much.values())} of them used by a page that printed neither number")
    assert seen["shown"] > count // 2 and +missed == Counter()
    assert look_through(heads_now()).faults == ()
