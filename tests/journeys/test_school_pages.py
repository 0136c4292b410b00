"""An officer finds a school by a number it had ten years ago, and the pages about schools keep nobody out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

OLD = "990001"
"""A school of the demonstration before it converted."""
PAGES = (
    "/schools/",
    f"/schools/?text={OLD}",
    f"/schools/{OLD}/",
    "/schools/coverage/",
    "/schools/map/",
    "/register/changes/",
)


def correct_page(page) -> str:
    """Where the page of a school leads to for correcting it."""
    return page.locator("a[href$='/correct/']").first.get_attribute("href")


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_an_officer_finds_a_school_by_a_number_it_had_ten_years_ago(visit, java_script_enabled):
    page = visit("/schools/", java_script_enabled=java_script_enabled)
    page.get_by_label("Name, number, postcode or place").focus()
    page.keyboard.type(OLD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**text={OLD}**")
    assert f"1 open school matches “{OLD}”" in page.locator(".accord-lead").inner_text()
    row = page.locator("main table tbody tr")
    assert f"URN {OLD}, until" in row.inner_text()
    school = row.get_by_role("link")
    name = school.inner_text()
    school.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "text=" not in address)
    assert page.get_by_role("heading", level=1).inner_text() == name
    page.get_by_role("navigation", name=f"{name}: pages").get_by_role("link", name="History").press("Enter")
    page.wait_for_url("**/history/**")
    assert f"opened as URN {OLD}" in page.content() or f"URN {OLD}, closed" in page.content()


def test_an_address_of_ten_years_ago_still_leads_to_the_school(visit):
    page = visit(f"/schools/{OLD}/")
    assert page.url.split("/")[-2] not in ("", OLD)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", PAGES)
def test_checker_finds_nothing_and_nothing_runs_off_the_side(visit, axe, path, width):
    page = visit(path, width=width)
    page.wait_for_load_state("networkidle")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 320])
def test_correcting_keeps_nobody_out_either(visit, axe, width):
    page = visit(f"/schools/{OLD}/", width=width)
    page.goto(correct_page(page))
    assert axe(page) == []
    page.get_by_role("button", name="Correct it").click()
    page.wait_for_load_state()
    expect(page).to_have_title(re.compile("^Error:"))
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
