"""Pages on a phone, on paper and after a mistake. What each route comes to in every state: test_accessibility.py."""

from __future__ import annotations

import re

from playwright.sync_api import expect


def test_phone_gets_the_narrow_picture(visit):
    page = visit("/groups/heron-alliance/", width=375)
    page.wait_for_load_state("networkidle")
    shown = page.evaluate("[...document.querySelectorAll('.accord-chart img')].map(i => i.currentSrc)")
    assert shown and all("narrow=1" in address for address in shown)


def test_on_paper_there_is_what_was_asked_and_nothing_to_click(visit):
    page = visit("/groups/heron-alliance/?year=2019")
    page.emulate_media(media="print")
    for hidden in (".accord-filters", ".govuk-service-navigation", ".accord-ways-out", ".accord-subnav"):
        assert not page.locator(hidden).first.is_visible()
    said = page.locator(".accord-only-print").inner_text()
    assert "Summer: 2019." in said and "Source:" in said
    assert "printed on" in page.locator(".accord-printed-on").inner_text()
    assert page.locator("#table-trend").is_visible()
    assert page.locator(".accord-lead").is_visible()


def test_wrong_password_is_said_at_the_head_and_in_the_title(visit, axe):
    page = visit("/accounts/login/", signed_in=False)
    page.get_by_label("Email address").fill("officer@demo.example")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()
    expect(page).to_have_title(re.compile("^Error: Sign in"))
    assert page.locator(".govuk-error-summary").is_visible()
    assert axe(page) == []
