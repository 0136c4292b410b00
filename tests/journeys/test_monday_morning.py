"""A head of improvement on Monday morning: what is new, whose it is, who stands apart, and what to compare."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

SCRIPTS = [pytest.param(True, id="with scripts"), pytest.param(False, id="without scripts")]


def lead(page: Page) -> str:
    """The sentences a page opens with."""
    return " ".join(page.locator(".accord-lead").inner_text().split())


def follow(page: Page, name: str) -> None:
    """Press Follow beside a name, by its key."""
    page.get_by_role("button", name=f"Follow {name}", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def stop(page: Page, name: str) -> None:
    """Press Stop following beside a name."""
    page.get_by_role("button", name=f"Stop following {name}", exact=True).click()
    page.wait_for_load_state()


def groups_of_the_authority(page: Page) -> None:
    """The sentence counts what the table says."""
    page.goto("/authorities/501/groups/")
    told = re.match(r"Of (\d+) alliances in summer 2025, (.*?) Aldremshire’s \d+%", lead(page))
    assert told
    rows = page.locator("#table-groups").locator("xpath=ancestor::table").locator("tbody tr")
    expect(rows).to_have_count(int(told[1]))
    above = re.search(r"(\d+) stands? above", told[2])
    assert rows.filter(has=page.get_by_role("cell", name="above", exact=True)).count() == int(above[1] if above else 0)


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_from_what_is_new_to_two_alliances_side_by_side(visit, axe, scripts):
    page = visit("/", java_script_enabled=scripts)
    assert re.search(r"\d+ releases were published.* \d+ changes were made to groups", lead(page))
    expect(page.get_by_text("You follow nothing yet, so here are all groups")).to_be_visible()
    expect(page.get_by_text("Key Stage 2 results by school, summer 2026 (provisional)").first).to_be_visible()

    page.get_by_role("link", name="See all groups").click()
    follow(page, "Heron Alliance")
    expect(page.get_by_text("You follow Heron Alliance. It is on This week from now on.")).to_be_visible()
    follow(page, "Kestrel Alliance")
    page.get_by_role("link", name="This week", exact=True).click()
    expect(page.get_by_role("heading", name="My groups")).to_be_visible()
    mine = page.locator(".accord-line")
    expect(mine).to_have_count(2)
    expect(mine.first).to_contain_text(re.compile(r"\d+% of pupils met the expected standard .* in summer 2025: \d+"))
    if scripts:
        assert axe(page) == []

    groups_of_the_authority(page)
    page.goto("/compare/?with=groups/heron-alliance")
    page.get_by_label("Find a group, school or authority").fill("kestrel")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Add Kestrel Alliance").click()
    assert re.match(r"Heron Alliance stood at \d+% .* in summer 2025 and Kestrel Alliance at \d+%", lead(page))
    assert "The figure of" in lead(page) or "cannot be told apart" in lead(page)
    if scripts:
        assert axe(page) == []

    page.goto("/groups/")
    stop(page, "Heron Alliance")
    stop(page, "Kestrel Alliance")
    page.goto("/")
    expect(page.get_by_text("You follow nothing yet")).to_be_visible()
