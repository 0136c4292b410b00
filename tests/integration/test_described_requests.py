"""Schemathesis asks every route what the site's description says it may be asked, as several people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
from schemathesis.schemas import APIOperation, BaseSchema

from accord.accounts.models.people import Person
from tests.factories import planted_routes
from tests.factories.description import Description, Shown
from tests.factories.hostile import VALUES, Fuzzed, SeesWhatIsReached, is_strict, shows
from tests.factories.people import KEEPER, somebody
from tests.fixtures.described import Site
from tests.fixtures.skipping import thorough
from tests.journeys.routes import PAGES, routes
from tests.permission.expectations import asks, tables
from tests.permission.restricted import restrict
from tests.permission.viewers import named
from tests.permission.world import NOW, World, build

pytestmark = pytest.mark.once

SEED = 20261130
REQUESTS = 10_000 if thorough() else 200
MODES = (GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
"""Twice what the description allows for once what it does not."""
ALSO = ("data_protection_officer", "platform_administrator")
SECRET = "q" * 32
"""Shown twice, as the cookie and as the head that answers it."""
OFTEN = ("keeper",) * 16 + (
    "head_of_school_improvement own", "headteacher own", "governor other", "alliance_lead own", "councillor own",
    "without a right",
)  # fmt: skip
HOSTILE = frozenset(VALUES) - {"", " ", "0", "2019"}
PLANTED = {"GET /planted/breaks/": "Server error", "GET /planted/tells/": "a trace"}


@pytest.fixture
def world(home: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Everything there is, twice, and the people of the permission matrix."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    made = build(home)
    restrict(made)
    return made


@pytest.fixture
def sessions(world: World) -> dict[str, str]:
    """The cookie of each of those who ask."""
    keeper = somebody("keeper@example.org", KEEPER, *(f"{role} everywhere" for role in ALSO), name="Keeper")
    people = {who: keeper if who == "keeper" else world.people[named(who)] for who in OFTEN}
    return {who: signed_in(person).cookies["accord_session"].value for who, person in people.items()}


def signed_in(person: Person) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def description(world: World, sessions: dict[str, str], settings: Any) -> Description:
    """The site as its tables of requests and the pages that they lead to describe it, with two routes with a fault."""
    settings.ROOT_URLCONF = planted_routes.__name__
    made, client = Description(routes(get_resolver(settings.ROOT_URLCONF))), Client()
    client.cookies["accord_session"] = sessions["keeper"]
    for route in tables():
        for ask in asks(route):
            made.example(ask.method, world.filled(ask.address), world.filled(ask.sent), {"file"} & ask.sent.keys())
        if route in PAGES:
            address = world.filled(asks(route)[0].address)
            made.learn(address, client.get(address).content.decode())
    return made


@pytest.fixture
def run(
    description: Description, connection_kept: None, hypothesis_kept: None, sessions: dict[str, str], settings: Any
) -> Run:
    """The site as it is served, described to schemathesis."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.factories.hostile.SeesWhatIsReached"]
    SeesWhatIsReached.reached = 0
    config = SchemathesisConfig.from_dict(description.words())
    schema = schemathesis.openapi.from_dict(description.document(), config=config)
    schema.app = Site()
    return Run(schema, description, sessions)


def texts(sent: Any) -> Iterator[str]:
    """Every text in what was sent, however deep."""
    if isinstance(sent, str):
        yield sent
    elif isinstance(sent, Mapping):
        yield from (text for pair in sent.items() for each in pair for text in texts(each))
    elif isinstance(sent, (list, tuple)):
        yield from (text for each in sent for text in texts(each))


def shows_nothing(context: Any, answer: Response, case: Case) -> None:
    """Check: nothing of ours that nobody should see, and nothing of theirs as markup."""
    kind = answer.headers.get("content-type", [""])[0]
    set_here = [each.partition("=")[0] for each in answer.headers.get("set-cookie", [])]
    page = answer.content.decode("utf-8", errors="replace")
    found = shows(200, kind, page, set_here)
    if kind.startswith("text/html"):
        theirs = {each for each in texts((case.query, case.body)) if "<" in each and len(each) > 3}
        found += [f"as it was sent: {each!r}" for each in theirs if each in page]
    assert found == [], ", ".join(found)


def has_strict_policy(context: Any, answer: Response, case: Case) -> None:
    """Check: whatever it is, the browser is told what it may do."""
    policy = answer.headers.get("content-security-policy", [""])[0]
    assert is_strict(policy), f"no strict policy: {policy!r}"


@dataclass
class Run:
    """What is asked, and what came of it so far."""

    schema: BaseSchema
    description: Description
    sessions: dict[str, str]
    drawn: int = 0
    hostile: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def all(self, requests: int) -> None:
        """Ask every operation, each as often as the others."""
        operations = [each.ok() for each in self.schema.get_all_operations()]
        for operation in operations:
            self._often(operation, -(-requests // len(operations)))

    def _often(self, operation: APIOperation, times: int) -> None:
        parts = self.description.known[operation.definition.raw["operationId"].partition(",")[0]].parts or [{}]
        before = self.drawn

        @seed(f"{SEED} {operation.label}")
        @settings(
            max_examples=times + 1, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
        )
        @given(
            strategies.sampled_from(MODES).flatmap(operation.as_strategy),
            strategies.sampled_from(OFTEN),
            strategies.sampled_from((True, True, False)),
            strategies.sampled_from(parts),
        )
        def asking(case: Case, who: str, real: bool, these: dict[str, str]) -> None:
            self.drawn += 1
            if self.drawn == before + 1:
                return  # The simplest there is, with nothing in it.
            if real:
                case.path_parameters = {**case.path_parameters, **these}
            self._ask(case, who)

        asking()

    def _ask(self, case: Case, who: str) -> None:
        """Ask once, and take back what it changed."""
        cookies = {"accord_session": self.sessions[who], "csrftoken": SECRET}
        with transaction.atomic():
            answer = case.call("http://localhost", headers={"X-CSRFToken": SECRET}, cookies=cookies)
            transaction.set_rollback(True)
        self.asked[case.operation.label] += 1
        self.hostile += any(each in HOSTILE for each in texts((case.query, case.body)))
        self.statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, [not_a_server_error, shows_nothing, has_strict_policy])
        except FailureGroup as group:
            told = "; ".join(f"{each.title}: {each.message}" for each in group.exceptions)
            self.wrong[case.operation.label].append(f"{told} <- {who}: {case.as_curl_command()}"[:1000])


def test_described_requests_break_nothing(run: Run, fuzzed: list[Fuzzed]):
    run.all(REQUESTS)
    wrong = {label: told for label, told in run.wrong.items() if label not in PLANTED}
    requests, reached = run.asked.total(), SeesWhatIsReached.reached
    fields = sum(len(each.asked) + len(each.sent) + len(each.files) for each in run.description.known.values())
    of = f"{len(run.asked)} operations with {fields} fields ({run.hostile:,} with hostile values)"
    count = sum(len(told) for told in wrong.values())
    fuzzed.append(Fuzzed("by schemathesis", requests, reached, run.statuses, count, of))
    assert requests >= REQUESTS and len(run.asked) > len(set(routes())) > 100
    for label, fault in PLANTED.items():
        assert len(run.wrong[label]) == run.asked[label] > 0, f"{label}, planted, was passed over"
        assert all(fault in told for told in run.wrong[label])
    assert [told[0] for told in wrong.values()] == []
    assert reached >= 0.8 * requests and run.hostile >= 0.1 * requests


def test_forms_and_links_are_read_off_a_page():
    shown = Shown(
        '<input name="outside"><a href="/groups/?page=2">On</a><form method="post" action="/data/send/">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="x"><input name="school" value="Elm">'
        '<select name="kind"><option value="trust"><option value=""></select><textarea name="why"></textarea>'
        '<input type="file" name="file"><button name="act" value="leave">Leave</button></form>'
    )
    assert shown.links == ["/groups/?page=2"]
    (form,) = shown.forms
    assert (form.method, form.action, form.files) == ("post", "/data/send/", {"file"})
    assert form.fields == {"school": ["Elm"], "kind": ["trust", ""], "why": [], "file": [], "act": ["leave"]}


def answered(page: str, **heads: str) -> Any:
    """An answer with a page, as schemathesis hands it to a check."""
    given = {"content-type": "text/html", "content-security-policy": "default-src 'none'; script-src 'nonce-a'"}
    return SimpleNamespace(content=page.encode(), headers={name: [each] for name, each in {**given, **heads}.items()})


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (shows_nothing, answered("<p><b>Elm</b></p>")),
        (shows_nothing, answered("Traceback (most recent call last)")),
        (shows_nothing, answered("near &quot;Elm&quot;: syntax error")),
        (shows_nothing, answered("", **{"set-cookie": "planted=1; Path=/"})),
        (has_strict_policy, answered("", **{"content-security-policy": ""})),
        (has_strict_policy, answered("", **{"content-security-policy": "default-src 'self'"})),
        (has_strict_policy, answered("", **{"content-security-policy": "default-src 'none'; img-src https:"})),
    ],
)
def test_what_is_wrong_with_an_answer_is_found(check: Callable[..., None], answer: Any):
    asked: Any = SimpleNamespace(query={"text": ["<b>Elm</b>"]}, body={})
    with pytest.raises(AssertionError):
        check(None, answer, asked)
    check(None, answered("<p>&lt;b&gt;Elm&lt;/b&gt;</p>"), asked)
