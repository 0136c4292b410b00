"""A data manager when a revised release arrives: told of it, accepts it, sees what moved, and can take it back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from accord.accounts.models.watching import Visits
from accord.register.actions.group_lists import import_groups
from tests.factories.people import somebody
from tests.factories.school_tables import publish, school, take, write

A, B = "100001", "100002"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def arrived(home: Path, transactional_db: None, tmp_path: Path) -> None:
    """Coast had 50% in the provisional file of 2019; the revised one, 60%, waits to be accepted."""
    publish(tmp_path, [school(urn, "201", 40, "50%") for urn in (A, B)], 2019, "provisional")
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", *(f"Coast,alliance,{urn},,,," for urn in (A, B))]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    take(write(tmp_path / "revised.csv", [school(urn, "201", 40, "60%") for urn in (A, B)]), 2019, "revised", hold=True)


def signed_in(page: Page, url: str) -> Page:
    """The page with the cookie of somebody who was here on an earlier day."""
    client, person = Client(), somebody("m@example.org", name="Data manager")
    Visits.objects.create(person=person, latest=NOON - timedelta(days=1))
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without JavaScript"])
def test_a_revised_release_is_accepted_seen_and_taken_back(new_page, axe, live_server, arrived, scripts):
    page = signed_in(new_page(java_script_enabled=scripts), live_server.url)
    page.goto("/")
    expect(page.get_by_text("revised.csv was checked and waits to be accepted.")).to_be_visible()
    expect(page.locator(".accord-line").first).to_contain_text("50% of pupils")
    if scripts:
        assert axe(page) == []
    page.get_by_role("link", name="Look at it").click()
    page.get_by_role("button", name="Accept and publish").click()

    page.goto("/")
    expect(page.get_by_text("It answers in place of the provisional one: figures may have moved.")).to_be_visible()
    expect(page.locator(".accord-line").first).to_contain_text("60% of pupils")
    page.goto("/data/")
    expect(page.locator(".accord-lead")).to_contain_text("2 releases answer today.")
    if scripts:
        assert axe(page) == []

    page.goto("/")
    page.get_by_role("link", name="See the release").first.click()
    page.get_by_role("link", name="Withdraw this release").click()
    page.get_by_label("Why is it withdrawn?").fill("The publisher took it back.")
    page.get_by_role("button", name="Withdraw the release").click()
    page.goto("/")
    expect(page.get_by_text("Why: The publisher took it back.")).to_be_visible()
    expect(page.locator(".accord-line").first).to_contain_text("50% of pupils")
