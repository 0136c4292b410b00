"""Somebody saves the page that they look at every week, and comes back to it from This week."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.factories.people import somebody
from tests.journeys.people import as_them


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without JavaScript"])
def test_a_page_is_saved_at_its_foot_and_opened_renamed_and_deleted(new_page, axe, live_server, home, scripts):
    who = somebody("chair@example.org", "councillor authority:201", name="Chair")
    page = as_them(new_page(java_script_enabled=scripts), who)
    page.goto("/measures/?stage=ks2")
    page.get_by_role("link", name="Save this page").click()
    page.get_by_role("button", name="Save this page").click()
    expect(page.get_by_role("alert").first).to_contain_text("Give the page a name that you will know it by")
    page.get_by_label("Name", exact=True).fill("For the board")
    page.get_by_role("button", name="Save this page").press("Enter")
    expect(page.get_by_text("Saved as “For the board”.")).to_be_visible()
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    if scripts:
        assert axe(page) == []
    page.get_by_label("New name for For the board").fill("For the committee")
    page.get_by_role("button", name="Rename For the board").click()
    page.goto("/")
    page.get_by_role("link", name="For the committee").click()
    assert page.url.endswith("/measures/?stage=ks2")
    page.goto("/saved/")
    page.get_by_role("button", name="Delete For the committee").click()
    expect(page.get_by_text("You have saved no page yet.")).to_be_visible()
