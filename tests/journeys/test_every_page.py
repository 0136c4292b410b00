"""Each page keeps nobody out: on a desk, on a phone, at 320 pixels, in forced colours and on paper."""

from __future__ import annotations

import pytest

PAGES = (
    "/",
    "/groups/heron-alliance/",
    "/groups/",
    "/authorities/501/groups/",
    "/compare/",
    "/compare/?with=groups/heron-alliance&with=groups/kestrel-alliance&with=authorities/501&find=alliance",
    "/measures/",
    "/measures/ks2_reading_progress/",
    "/groups/larkrise-alliance/?year=2018&pupils=disadvantaged",
    "/groups/kestrel-alliance/?measure=ks2_reading_progress&year=2019&special=include",
    "/groups/heron-alliance/?year=2020",
    "/groups/heron-alliance/how/?year=2019",
    "/groups/heron-alliance/measures/?year=2019&counts=yes",
    "/groups/heron-alliance/trend/",
    "/groups/heron-alliance/pupils/",
    "/groups/heron-alliance/schools/",
    "/groups/heron-alliance/coverage/",
    "/groups/heron-alliance/history/",
    "/groups/heron-alliance/data/",
    "/groups/heron-alliance/chart/trend/",
    "/authorities/501/measures/?year=2019",
    "/authorities/501/schools/",
    "/authorities/501/?measure=ks2_maths_scaled",
    "/data/",
    "/data/send/",
    "/register/lists/",
    "/register/lists/new/",
    "/register/school-year/?on=2025-09-01",
    "/accounts/logout/",
)


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("path", PAGES)
def test_checker_finds_nothing(visit, axe, path, width):
    page = visit(path, width=width)
    assert axe(page) == []


def test_checker_finds_a_planted_fault(visit, axe):
    page = visit("/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert any("image-alt" in fault for fault in axe(page))


@pytest.mark.parametrize("path", PAGES)
def test_no_sideways_scrolling_at_320(visit, path):
    page = visit(path, width=320)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PAGES[1:2])
def test_forced_colours(visit, axe, path):
    page = visit(path, forced_colors="active")
    assert axe(page) == []


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
    assert "Summer: 2019." in said and "Printed on" in said and "Source:" in said
    assert page.locator("#table-trend").is_visible()
    assert page.locator(".accord-lead").is_visible()


def test_wrong_password_is_said_at_the_head_and_in_the_title(visit, axe):
    page = visit("/accounts/login/", signed_in=False)
    page.get_by_label("Email address").fill("officer@demo.example")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    assert page.title().startswith("Error: Sign in")
    assert page.locator(".govuk-error-summary").is_visible()
    assert axe(page) == []
