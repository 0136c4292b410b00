"""The gate before every page, and rights given, ended and held in somebody's name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accord.accounts.actions.granting import confirm, end, give
from accord.accounts.choices import Act
from accord.accounts.models.events import Event
from accord.accounts.permission import VIEWING_AS
from accord.accounts.queries.rights import rights_of
from accord.accounts.rules.granting import NotGiven
from accord.accounts.rules.rights import Scope
from tests.factories.people import LONG_AGO, grant, nobody, somebody

LONDON = ZoneInfo("Europe/London")
AT = datetime(2026, 9, 1, 9, tzinfo=LONDON)
DAY = date(2026, 9, 1)


def views(resolver: URLResolver) -> list[URLPattern]:
    """Every view of the site."""
    found = []
    for each in resolver.url_patterns:
        found += views(each) if isinstance(each, URLResolver) else [each]
    return found


def test_every_view_says_what_it_needs() -> None:
    found = views(get_resolver())
    assert len(found) > 80
    assert [str(each.pattern) for each in found if not hasattr(each.callback, "needs")] == []


def test_a_view_that_says_nothing_answers_nobody(home, client: Client, monkeypatch) -> None:
    client.force_login(somebody())
    assert client.get("/groups/").status_code == 200
    view = get_resolver().resolve("/groups/").func
    monkeypatch.delattr(view, "needs")
    answer = client.get("/groups/")
    assert answer.status_code == 403 and "does not say who may see it" in answer.content.decode()


def test_without_a_right_there_is_only_ones_own_account(home, client: Client) -> None:
    client.force_login(nobody())
    refused = client.get("/groups/")
    assert refused.status_code == 403
    assert "Your rights do not let you look at published figures" in refused.content.decode()
    assert client.get("/accounts/password/change/").status_code != 403
    assert client.get("/glossary/").status_code == 200


def test_a_right_that_is_given_or_ended_holds_from_the_next_request(home, client: Client) -> None:
    person = nobody()
    client.force_login(person)
    assert client.get("/groups/").status_code == 403
    given = grant(person, "councillor authority:501")
    assert client.get("/groups/").status_code == 200
    assert client.get("/data/send/").status_code == 403
    end(grant=given, on=timezone.localdate(), because="left", by=None, at=timezone.now())
    assert client.get("/groups/").status_code == 403
    assert [each.verb for each in Event.objects.filter(subject_kind="grant")] == ["given", "ended"]


def test_who_acts_in_somebodys_name_may_what_both_may(home) -> None:
    chief, helper = somebody("chief@example.org", "data_manager authority:501"), nobody()
    give(
        person=helper, role="business_support", scope=Scope.read("authority:501"), reason="minutes", starts_on=DAY,
        ends_before=None, on_behalf_of=chief, by=chief, at=AT,
    )  # fmt: skip
    rights = rights_of(helper, DAY)
    assert rights.may(Act.SEND_DATA) and rights.may(Act.BRING_LISTS)
    assert not rights.may(Act.ACCEPT_DATA) and not rights.may(Act.SEE_RESULTS)
    assert {each.in_the_name_of for each in rights.held} == {str(chief.public_id)}
    end(grant=chief.grants.get(), on=DAY, because="left", by=None, at=AT)
    assert not rights_of(helper, DAY).may(Act.LOOK)


@pytest.mark.parametrize(
    ("theirs", "over_501", "over_502"),
    [
        ("data_manager authority:501", True, False),
        ("data_manager authority:502", False, False),
        ("data_manager everywhere", True, False),
        ("alliance_lead group:coast", False, False),
    ],
)
def test_acting_in_a_name_reaches_no_further_than_it_was_given(home, theirs, over_501, over_502) -> None:
    """Whoever gives rights over 501 could else lend those over 502, by naming somebody who has them."""
    named, helper = somebody("named@example.org", theirs), nobody()
    give(
        person=helper, role="business_support", scope=Scope.read("authority:501"), reason="minutes", starts_on=DAY,
        ends_before=None, on_behalf_of=named, by=None, at=AT,
    )  # fmt: skip
    rights = rights_of(helper, DAY)
    assert rights.over(Act.KEEP_GROUPS, "authority:501") is over_501
    assert rights.over(Act.KEEP_GROUPS, "authority:502") is over_502
    assert {each.scope.id for each in rights.held} <= {"501"}


def test_a_right_holds_from_its_first_day_to_its_last(home) -> None:
    person = nobody()
    grant(person, "external_adviser school:100001", starts=DAY, ends=DAY + timedelta(days=3))
    may = [rights_of(person, DAY + timedelta(days=n)).may(Act.LOOK) for n in range(-1, 5)]
    assert may == [False, True, True, True, False, False]


def test_one_that_has_not_begun_ends_before_it_holds(home) -> None:
    person = nobody()
    given = grant(person, "teacher school:100001", starts=DAY + timedelta(days=30))
    end(grant=given, on=DAY, because="did not come", by=None, at=AT)
    assert not any(rights_of(person, DAY + timedelta(days=n)).held for n in range(60))


@pytest.mark.parametrize(
    ("role", "scope", "ends", "reason", "field"),
    [
        ("pilot", "everywhere", None, "x", "role"),
        ("headteacher", "authority:501", None, "x", "scope"),
        ("public", "everywhere", None, "x", "scope"),
        ("external_adviser", "school:1", None, "x", "ends_before"),
        ("headteacher", "school:1", DAY, "x", "ends_before"),
        ("headteacher", "school:1", None, "  ", "reason"),
        ("business_support", "authority:501", None, "x", "on_behalf_of"),
    ],
)
def test_a_right_that_makes_no_sense_is_not_given(home, role, scope, ends, reason, field) -> None:
    with pytest.raises(NotGiven) as refused:
        give(
            person=nobody(), role=role, scope=Scope.read(scope), reason=reason, starts_on=DAY, ends_before=ends,
            by=None, at=AT,
        )  # fmt: skip
    assert refused.value.field == field
    assert not Event.objects.filter(subject_kind="grant").exists()


def test_confirming_is_recorded_with_who_did_it(home) -> None:
    owner, person = somebody("owner@example.org"), nobody()
    given = grant(person, "teacher school:100001", starts=LONG_AGO)
    confirm(grants=[given], by=owner, at=AT)
    given.refresh_from_db()
    assert (given.confirmed_by, given.confirmed_at) == (owner, AT)
    assert Event.objects.get(verb="confirmed").subject_id == str(given.public_id)


def test_looking_as_somebody_else_shows_what_both_may_and_changes_nothing(home, client: Client) -> None:
    admin = somebody("admin@example.org", "platform_administrator everywhere")
    keeper = somebody("keeper@example.org")
    client.force_login(admin)
    session = client.session
    session[VIEWING_AS] = str(keeper.public_id)
    session.save()
    assert client.get("/groups/").status_code == 200
    # The administrator may not send files, and so does not see the page for it by looking as somebody who may.
    assert client.get("/data/send/").status_code == 403
    answer = client.post("/groups/heron/follow/")
    assert answer.status_code == 403 and "may change nothing" in answer.content.decode()
    end(grant=admin.grants.get(), on=timezone.localdate(), because="left", by=None, at=timezone.now())
    assert client.get("/groups/").status_code == 403
