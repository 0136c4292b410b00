"""A token opens published figures as data to a program, to nothing else, and for no longer than its maker may."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from accord.accounts.actions.granting import end
from accord.accounts.actions.tokens import make_token, revoke_token
from accord.accounts.choices import Act
from accord.accounts.models.events import Event
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.models.tokens import ApiToken
from accord.accounts.rules.rights import EVERYWHERE, Scope
from accord.accounts.rules.tokens import NotMade, digest_of
from accord.register.actions.group_lists import import_groups
from tests.factories.people import KEEPER, grant, somebody
from tests.journeys.routes import routes, sample

GROUPS = "group,kind,urn,role,starts_on,ends_before,parent\nElm Alliance,alliance,900001,member,,,\n"
FIGURES = "/groups/elm-alliance/trend.csv"
HERE = "authority:501"
DATA_ROUTES = {
    "api:description", "api:figures", "api:groups", "api:measures", "api:members", "api:releases", "api:schools",
    "dashboards:csv", "dashboards:json",
}  # fmt: skip
"""Written by hand: the routes that a token may open."""


@pytest.fixture
def maker(home: Any) -> Person:
    """A data manager of one authority, in a home with a group."""
    import_groups(text=GROUPS, by=None, at=datetime.now(UTC))
    return somebody("max@example.org", f"data_manager {HERE}", name="Max")


def made(by: Person, days: float = 90, scope: str = HERE, **given: Any) -> str:
    """A new token of somebody."""
    now = datetime.now(UTC)
    asked = {"name": "warehouse", "second_factor": True, "at": now, "expires_at": now + timedelta(days=days), **given}
    return make_token(scope=Scope.read(scope), by=by, **asked)[1]


def fetch(token: str, address: str = FIGURES, method: str = "get", client: Client | None = None, **more: Any) -> Any:
    """What a program gets that shows this token."""
    asking = getattr(client or Client(), method)
    return asking(address, headers={"authorization": f"Bearer {token}", **more})


def test_a_program_reads_figures(maker):
    token = made(maker)
    answer = fetch(token)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/csv")
    assert answer["Cache-Control"] == "no-store, private" and not answer.cookies
    event = Event.objects.filter(verb="exported").get()
    kept = ApiToken.objects.get()
    assert event.person == maker and event.detail["token"] == str(kept.public_id)
    assert kept.last_used_at is not None


def test_the_token_itself_is_kept_nowhere(maker):
    token = made(maker)
    kept = ApiToken.objects.get()
    assert kept.digest == digest_of(token) and kept.beginning == token[:14]
    rows = (*ApiToken.objects.values(), *Event.objects.values())
    written = " ".join(str(value) for row in rows for value in row.values())
    assert token not in written and token[14:] not in written
    assert [event.verb for event in Event.objects.filter(subject_kind="token")] == ["made"]


def test_it_opens_no_other_route_and_changes_nothing(maker):
    token, opened, tried = made(maker), set(), 0
    for name, pattern in routes():
        for method in ("get", "head", "post", "put", "patch", "delete", "options"):
            answer = fetch(token, sample(pattern), method)
            tried += 1
            if answer.status_code != 403 or answer["Content-Type"] != "application/problem+json":
                opened.add((name, method))
    print(f"{tried} requests with a token, {len(opened)} let in")
    assert tried >= 500
    assert opened == {(name, method) for name in DATA_ROUTES for method in ("get", "head")}


def test_the_session_beside_it_counts_for_nothing_and_goes_on(maker):
    client = Client()
    client.force_login(somebody("boss@example.org", KEEPER), "allauth.account.auth_backends.AuthenticationBackend")
    assert fetch("accord_made-up", client=client).status_code == 401
    assert fetch(made(maker), client=client).status_code == 200
    assert fetch(made(maker), "/groups/", client=client).status_code == 403
    assert client.get("/").status_code in (200, 302) and "_auth_user_id" in client.session


@pytest.mark.parametrize("how", ["revoked", "expired", "right ended", "person left", "right narrowed", "role gone"])
def test_it_stops_at_once(maker, how, settings, tmp_path):
    token = made(maker)
    assert fetch(token).status_code == 200
    kept, now = ApiToken.objects.get(), datetime.now(UTC)
    right = Grant.objects.get(person=maker)
    if how == "revoked":
        revoke_token(token=kept, by=maker, at=now)
    elif how == "expired":
        ApiToken.objects.update(expires_at=now - timedelta(seconds=1))
    elif how == "right ended":
        end(grant=right, on=date.today(), because="left", by=None, at=now)
    elif how == "person left":
        Person.objects.filter(pk=maker.pk).update(is_active=False)
    elif how == "right narrowed":
        Grant.objects.filter(pk=right.pk).update(scope_id="502")
    else:
        Grant.objects.filter(pk=right.pk).update(role="data_protection_officer")
    answer = fetch(token)
    assert answer.status_code == 401 and answer["WWW-Authenticate"] == 'Bearer, Basic realm="Accord", charset="UTF-8"'
    assert "was taken back" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"second_factor": False}, ""),
        ({"scope": "authority:502"}, "scope"),
        ({"scope": "everywhere"}, "scope"),
        ({"scope": "school:900001"}, "scope"),
        ({"days": 366}, "days"),
        ({"days": 0}, "days"),
        ({"days": -1}, "days"),
        ({"name": "  "}, "name"),
    ],
)
def test_none_is_made_that_would_be_wider_or_longer(maker, change, field):
    with pytest.raises(NotMade) as refused:
        made(maker, **change)
    assert refused.value.field == field and not ApiToken.objects.exists()


def test_who_may_not_hold_tokens_makes_none(home):
    for role in ("data_protection_officer", "platform_administrator", "api_client"):
        right = f"{role} everywhere"
        person = somebody(f"{role}@example.org", right, ends=date(2099, 1, 1))
        with pytest.raises(NotMade):
            made(person, scope="everywhere")


def test_a_program_may_not_what_its_maker_may(maker):
    token = made(maker)
    client = Client()
    seen: dict[str, Any] = {}

    def look(request: Any) -> None:
        seen.update(rights=request.rights, user=request.user)

    answer = fetch(token, client=client)
    look(answer.wsgi_request)
    assert seen["user"] == maker
    assert {act for act in Act if seen["rights"].may(act)} == {Act.LOOK, Act.READ_BY_TOKEN}
    assert [each.scope for each in seen["rights"].held] == [Scope.read(HERE)] != [EVERYWHERE]


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=80))
@trying(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_made_up_is_let_in(maker, secret):
    assert fetch(secret).status_code == 401
    assert fetch("accord_" + secret).status_code == 401


def signed_in(person: Person) -> Client:
    """Somebody in a browser; a second factor counts as shown, unless a test says otherwise."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_pages_make_list_and_take_back_ones_own(maker):
    client = signed_in(maker)
    assert "None of your tokens works now" in client.get("/accounts/tokens/").content.decode()
    page = client.post("/accounts/tokens/", {"name": "The warehouse", "scope": HERE, "days": "90"}).content.decode()
    token = page[page.index("accord_") :][:50]
    assert fetch(token).status_code == 200
    listed = client.get("/accounts/tokens/").content.decode()
    assert "1 of your tokens lets programs" in listed and token not in listed and token[:14] in listed
    kept = ApiToken.objects.get()
    other = signed_in(somebody("mia@example.org", KEEPER))
    assert other.post(f"/accounts/tokens/{kept.public_id}/revoke/").status_code == 404
    assert "The warehouse" not in other.get("/accounts/tokens/").content.decode()
    assert client.post(f"/accounts/tokens/{kept.public_id}/revoke/").status_code == 302
    assert fetch(token).status_code == 401
    wide = client.post("/accounts/tokens/", {"name": "x", "scope": "everywhere", "days": "90"}).content.decode()
    assert "Error: " in wide and ApiToken.objects.count() == 1


@pytest.mark.second_factor
def test_it_is_no_way_around_the_second_factor(maker):
    client = Client()
    client.force_login(maker, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/accounts/tokens/", {"name": "x", "scope": HERE, "days": "90"})
    assert answer.status_code == 302 or "Sign in with your second factor first" in answer.content.decode()
    assert not ApiToken.objects.exists()
    token = made(maker)
    for address in ("/", "/accounts/tokens/", "/accounts/login/", f"/accounts/login/?{urlencode({'next': FIGURES})}"):
        assert fetch(token, address).status_code == 403


def test_a_right_given_again_does_not_wake_what_was_taken_back(maker):
    token = made(maker)
    revoke_token(token=ApiToken.objects.get(), by=maker, at=datetime.now(UTC))
    grant(maker, KEEPER)
    assert fetch(token).status_code == 401
