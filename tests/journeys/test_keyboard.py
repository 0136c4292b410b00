"""Twenty things done by keys alone, in a browser that runs no scripts; at every stop the focus is seen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.fixtures.skipping import thorough
from tests.journeys.conftest import sign_in
from tests.journeys.keys import Keys, focus_is_seen

GROUP = "/groups/"


@pytest.fixture
def keys(visit):
    """Opens a page in a browser without JavaScript and leaves only its keyboard."""

    def open_page(path: str, **options) -> Keys:
        return Keys(visit(path, java_script_enabled=False, **options))

    return open_page


@pytest.fixture
def group(keys) -> Keys:
    """The page of the first group, reached from the list."""
    at = keys(GROUP)
    first = at.page.locator("main a[href^='/groups/']").first.get_attribute("href")
    return keys(first)


def test_skip_link_comes_first_and_leads_past_the_menu(keys):
    at = keys("/")
    assert at.tab() == "Skip to main content"
    at.press("Enter")
    at.tab()
    assert at.page.evaluate("!!document.activeElement.closest('main')")


STOPS = ("/", "/components/", "/register/groups/", "/groups/", "/schools/", "/data/")


@pytest.mark.parametrize("path", STOPS if thorough() else STOPS[:3])
def test_every_stop_is_seen_and_in_the_order_of_the_page(keys, path):
    at = keys(path)
    stops = at.all_stops()
    assert len(stops) > 5
    assert [stop.name for stop in stops if not stop.seen] == []
    places = [stop.place for stop in stops]
    assert places == sorted(places), "the order of the stops is the order of the page"


def test_a_focus_that_is_not_seen_is_found(visit):
    page = visit("/")
    # The content policy allows no style in the page, so the rule goes into its own sheet.
    page.evaluate(
        "() => { const sheet = [...document.styleSheets].at(-1);"
        " sheet.insertRule('* { outline: none !important; box-shadow: none !important; color: black !important;"
        " background: white !important; border-color: black !important; text-decoration: none !important; }',"
        " sheet.cssRules.length); }"
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert not focus_is_seen(page)


def test_signing_in(keys, site):
    at = keys("/schools/", signed_in=False)
    at.reach("login")
    at.type(site.email)
    at.tab()
    at.type(site.password)
    at.press("Enter", leads_on=True)
    assert at.page.url.endswith("/schools/")


def test_a_wrong_password_is_mended_from_the_head_of_the_page(keys):
    at = keys("/accounts/login/", signed_in=False)
    at.reach("login")
    at.type("nobody@example.org")
    at.tab()
    at.type("not it")
    at.press("Enter", leads_on=True)
    expect(at.page).to_have_title(re.compile("^Error:"))
    assert at.page.locator(".govuk-error-summary").is_visible()


def test_from_a_problem_to_its_field(keys):
    at = keys("/register/groups/new/")
    at.reach("Make the group")
    at.press("Enter", leads_on=True)
    at.reach("Give the group a name")
    at.press("Enter")
    at.type("Named after all")
    assert at.page.get_by_label("Name", exact=True).input_value() == "Named after all"


def test_moving_about_the_site(keys):
    at = keys("/")
    for name, address in (("Groups", "/groups/"), ("Schools", "/schools/"), ("Data", "/data/")):
        at.reach(name, within="#navigation")
        at.press("Enter", leads_on=True)
        assert at.page.url.endswith(address)
        assert at.page.locator("[aria-current]").first.inner_text() == name


def test_back_by_the_breadcrumb(group):
    group.reach("Groups", within=".govuk-breadcrumbs")
    group.press("Enter", leads_on=True)
    assert group.page.url.endswith("/groups/")


def test_asking_about_another_summer(group):
    group.reach("year")
    group.type("2018")
    group.reach("Show")
    group.press("Enter", leads_on=True)
    assert "year=2018" in group.page.url
    assert "summer 2018" in group.page.locator(".accord-lead").inner_text()


def test_opening_the_table_behind_a_chart(group):
    closed = group.page.locator("details.govuk-details:not([open])").count()
    group.reach("Table of these figures")
    group.press("Enter")
    assert group.page.locator("details.govuk-details:not([open])").count() == closed - 1
    group.press("Space")
    assert group.page.locator("details.govuk-details:not([open])").count() == closed


def test_taking_a_table_away(group):
    group.reach("CSV")
    with group.page.expect_download() as taken:
        group.page.keyboard.press("Enter")
    assert taken.value.suggested_filename.endswith(".csv")


def test_freezing_a_page(group):
    group.reach("Freeze this page")
    group.press("Enter", leads_on=True)
    assert "frozen=" in group.page.url
    assert group.page.locator(".govuk-notification-banner").is_visible()


def test_following_and_no_longer_following_a_group(group):
    group.reach("Follow")
    group.press("Enter", leads_on=True)
    group.reach("Stop following")
    group.press("Enter", leads_on=True)
    group.reach("Follow")


def test_a_term_explains_itself_and_goes_away_again(keys):
    at = keys("/components/")
    at.reach("expected standard")
    meaning = at.page.locator(".accord-term__meaning").first
    assert not meaning.is_visible()
    at.press("Enter")
    assert meaning.is_visible() and "scaled score" in meaning.inner_text()
    assert at.tab() == "All terms"
    at.press("Escape")
    assert not meaning.is_visible()


def test_from_a_term_to_all_of_them(keys):
    at = keys("/components/")
    at.reach("interval")
    at.press("Enter")
    at.tab()
    at.press("Enter", leads_on=True)
    assert at.page.url.endswith("/glossary/#interval")


def test_a_wide_table_moves_inside_its_frame(keys):
    at = keys("/schools/", width=320)
    at.reach_region(".accord-table")
    for _ in range(10):
        at.press("ArrowRight")
    at.page.wait_for_function("document.querySelector('.accord-table').scrollLeft > 0")


def test_finding_a_school(keys):
    at = keys("/schools/")
    at.reach("text")
    at.type("primary")
    at.press("Enter", leads_on=True)
    assert "text=primary" in at.page.url


def test_finding_a_school_from_a_page_that_is_not_there(browser, site, cookies):
    # A context of its own: the browser complains of the 404 in its console, as it should.
    context = browser.new_context(base_url=site.url, storage_state=cookies, java_script_enabled=False)
    page = context.new_page()
    assert page.goto("/nowhere/").status == 404
    at = Keys(page)
    at.reach("text")
    at.type("primary")
    at.press("Enter", leads_on=True)
    assert page.url.endswith("/schools/?text=primary")
    context.close()


def test_turning_the_pages_of_a_long_list(keys):
    at = keys("/schools/?status=any")
    if not at.page.locator(".govuk-pagination").count():
        pytest.skip("the demonstration has no list longer than one page")
    at.reach("Next", within=".govuk-pagination")
    at.press("Enter", leads_on=True)
    assert "page=2" in at.page.url


def test_choosing_among_radio_buttons(keys):
    at = keys("/components/")
    at.reach("clock")
    at.press("ArrowDown")
    assert at.page.locator("input[type=radio]:checked").get_attribute("value") in ("today", "then")
    at.press("ArrowDown")
    assert at.page.locator("input[type=radio]:checked").count() == 1


def test_making_a_group(keys):
    at = keys("/register/groups/new/")
    at.reach("name")
    at.type("Made by keys alone")
    at.press("Enter", leads_on=True)
    assert "Made by keys alone" in at.page.locator("h1").inner_text()


def test_signing_out(browser, site, visit):
    page = visit("/", signed_in=False, java_script_enabled=False)
    sign_in(page, site)
    at = Keys(page)
    at.reach("Sign out")
    at.press("Enter", leads_on=True)
    page.goto("/")
    assert "/accounts/login/" in page.url
