"""Hostile requests get an answer in words: no failure, no trace, nothing of theirs as markup, no error of SQL."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client

from accord.register.actions.group_lists import import_groups
from accord.register.models.groups import Group
from tests.factories.hostile import CANARY, MARKUP, NAMES, VALUES, Asked, Fuzzed, Hostility, SeesWhatIsReached, faults
from tests.factories.people import KEEPER, somebody
from tests.factories.school_tables import authority, publish, school
from tests.fixtures.skipping import thorough
from tests.journeys.routes import routes

pytestmark = pytest.mark.once

SEED = 20261130
REQUESTS = 10_000 if thorough() else 300
HOSTILE_NAMES = 5_000 if thorough() else 200
URNS = [f"{100001 + at}" for at in range(6)]
PEOPLE = {
    "keeper": (KEEPER, "data_protection_officer everywhere", "platform_administrator everywhere"),
    "head of school improvement": ("head_of_school_improvement authority:201",),
    "headteacher": (f"headteacher school:{URNS[0]}",),
    "visitor": (),
}
OFTEN = ("keeper",) * 24 + ("head of school improvement", "headteacher", "visitor")
SORTED = (
    "/schools/", "/groups/", "/register/groups/", "/measures/", "/data/", "/groups/coast/measures/", "/compare/",
    "/groups/coast/schools/", "/register/changes/", "/schools/coverage/", "/glossary/",
)  # fmt: skip
"""Lists that can be sorted, filtered and leafed through."""
LEFT_OUT = {"account_logout"}
"""Would end the session of everything after it."""


@pytest.fixture
def county(home: Path, tmp_path: Path) -> None:
    """An authority with results of one summer and two groups."""
    publish(tmp_path, [*(school(urn, "201", 50, "80%") for urn in URNS), authority("201", 300, "80%")], 2019)
    lines = ["group,kind,urn,role,starts_on,ends_before,parent"]
    lines += [f"{name},alliance,{urn},,,," for name in ("Coast", "Hill") for urn in URNS[:4]]
    import_groups(text="\n".join(lines), by=None, at=datetime.now(UTC))


@pytest.fixture
def clients(county: None, settings: Any) -> dict[str, Client]:
    """A browser of each of the people, with a count of what they reach."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.factories.hostile.SeesWhatIsReached"]
    SeesWhatIsReached.reached = 0
    found = {}
    for who, rights in PEOPLE.items():
        found[who] = Client(raise_request_exception=False)
        if rights:
            person = somebody(f"{who.replace(' ', '')}@example.org", *rights, name=who)
            found[who].force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def hostility(clients: dict[str, Client]) -> Hostility:
    """Requests to every route, by values that the pages themselves show."""
    known = {
        "slug": ["coast", "hill"], "room": ["groups", "authorities", "schools"], "urn": URNS,
        "key": ["coast", "hill"], "code": ["trend", "schools", "measures", "data", "201"],
        "form": ["csv", "xlsx", "svg", "png"], "kind": ["groups"],
    }  # fmt: skip
    known["public_id"] = [str(each) for each in Group.objects.values_list("public_id", flat=True)]
    made = Hostility(
        random.Random(SEED), [each for each in routes() if each[0] not in LEFT_OUT], OFTEN, known
    )
    for address in ("/", "/groups/", "/groups/coast/", "/schools/", "/compare/", "/data/send/", "/schools/map/",
                    "/register/groups/", "/register/groups/coast/add/", *SORTED):  # fmt: skip
        made.learn(clients["keeper"].get(address).content.decode())
    return made


def send(client: Client, asked: Asked) -> HttpResponse:
    """Ask it; in a transaction of its own, so that what breaks breaks no other."""
    with transaction.atomic():
        return getattr(client, asked.method)(asked.address, asked.data)


def test_hostile_requests_break_nothing(clients: dict[str, Client], fuzzed: list[Fuzzed]):
    making, wrong, statuses = hostility(clients), [], Counter()
    before = SeesWhatIsReached.reached
    for _ in range(REQUESTS):
        asked = making.request()
        client = clients[asked.who]
        kept = dict(client.cookies.items())
        answer = send(client, asked)
        statuses[answer.status_code] += 1
        wrong += [f"{fault} <- {asked}" for fault in faults(answer)]
        client.cookies.update(kept)
    reached = SeesWhatIsReached.reached - before
    of = f"{len(making.routes)} routes with {len(making.names)} fields"
    fuzzed.append(Fuzzed("by forms", statuses.total(), reached, statuses, len(wrong), of))
    assert wrong[:10] == [] and len(wrong) == 0
    assert statuses.total() == REQUESTS and reached >= 0.8 * REQUESTS


def hostile_name(chance: random.Random) -> str:
    """The name of a column, an alias or a way to sort that nobody offered."""
    inside = "".join(chance.choice("abz_\"'`;()[]{}$%.,-*/\\ \x00\n<>=é") for _ in range(chance.randrange(1, 24)))
    return chance.choice((inside, f"-{inside}", f"id{inside}", f"name__{inside}", chance.choice(VALUES)))


def test_hostile_names_in_filters_and_orders_are_no_sql(clients: dict[str, Client]):
    chance, wrong, statuses = random.Random(SEED + 1), [], Counter()
    for _ in range(HOSTILE_NAMES):
        name, address = hostile_name(chance), chance.choice(SORTED)
        data = {chance.choice((*NAMES, name)): name, chance.choice(("sort", "order", "order_by", "page")): name}
        asked = Asked("keeper", "get", "", address, data)
        answer = send(clients["keeper"], asked)
        statuses[answer.status_code] += 1
        wrong += [f"{fault} <- {asked}" for fault in faults(answer)]
    print(f"\n{connection.vendor}: {HOSTILE_NAMES} hostile names, {dict(sorted(statuses.items()))}, {len(wrong)} wrong")
    assert wrong[:10] == []
    assert statuses[200] >= HOSTILE_NAMES / 4, "hardly a page was reached"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (HttpResponse(status=500), "status 500"),
        (HttpResponse("Traceback (most recent call last)"), "a trace"),
        (HttpResponse("no such column: id'"), "an error of SQL"),
        (HttpResponse(f"<p>{MARKUP}</p>"), "the payload as markup"),
        (HttpResponse(f'<a href="javascript:{CANARY}">'), "the payload as an address"),
        (HttpResponse("root:x:0:0:root"), "what was planted or another file"),
    ],
)
def test_what_is_wrong_is_found(answer: HttpResponse, fault: str):
    assert fault in faults(answer)
    assert faults(HttpResponse("<p>&lt;script&gt;fuzzcanary</p>")) == []


@pytest.mark.django_db
def test_a_planted_error_of_sql_is_a_failure(rf: Any):
    """What the counts above would show: a name that reaches SQL breaks it."""
    with pytest.raises(DatabaseError), transaction.atomic():
        Group.objects.extra(where=["id = '" + MARKUP]).exists()


@pytest.mark.parametrize("back", ["&&&", "pk", "dashboards:home", "//elsewhere.example/", "https://x.example/", ""])
def test_the_way_back_leads_to_a_page_of_ours(clients: dict[str, Client], back: str):
    """The long run found that a word without a stroke was taken for the name of a view."""
    answer = clients["keeper"].post("/groups/coast/stop-following/", {"back": back})
    assert (answer.status_code, answer["Location"]) == (302, "/groups/coast/")
    kept = clients["keeper"].post("/groups/coast/follow/", {"back": "/groups/?find=coast"})
    assert kept["Location"] == "/groups/?find=coast"
