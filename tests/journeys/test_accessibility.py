"""Every page of the site in every state keeps nobody out: axe with all its rules, and no sideways steps at 320 pixels.

The usual run looks at every route on a phone (its further examples on a desk), where most goes wrong, and at one route
of each kind in every state; the thorough one (`python3 run.py test --thorough`) at all of them in all. The table is
printed at the end of the run.
"""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.factories.people import somebody
from tests.fixtures.skipping import thorough
from tests.journeys.matrix import TABLE, Cell, address_of, in_states, looked_at
from tests.journeys.routes import (
    FILES,
    FOR_PROGRAMS,
    LEADS_ELSEWHERE,
    PAGES,
    SENT_TO,
    routes,
    sample,
    without_example,
)

ONE_OF_EACH_KIND = (
    "dashboards:home",
    "dashboards:one_school",
    "register:schools",
    "register:new_group",
    "register:group",
    "intake:sent",
)
"""The first page, a page of figures, a list, a form, something kept, long work."""
EMPTY = sorted(name for name, examples in PAGES.items() if isinstance(examples[0], str) and "number" not in name)
FORMS = (
    "intake:upload",
    "register:new_group",
    "register:new_list",
    "register:give",
    "register:bring_people",
    "account_change_password",
    "register:join",
    "register:rename_group",
    "register:end_group",
    "register:place_group",
    "register:correct",
    "intake:withdraw",
)
LAST_RESORT = ("failing/broken", "failing/denied", "failing/strange", "shown/429", "shown/403_csrf", "nowhere")


@pytest.fixture(scope="session")
def table(request: pytest.FixtureRequest) -> list[Cell]:
    """Everything looked at in this run; printed at its end."""
    return request.config.stash.setdefault(TABLE, [])


def none_left(cells: list[Cell], table: list[Cell]) -> None:
    """Keep what was found for the table, and fail where it is not nothing."""
    table.extend(cells)
    assert {(cell.route, cell.state): cell.faults for cell in cells if cell.faults} == {}


def test_every_route_has_an_example():
    names = {name for name, _ in routes()}
    assert len(names) >= 60
    assert without_example(names) == set(), "say in tests/journeys/routes.py where an example of each is found"
    assert without_example(names | {"planted:route"}) == {"planted:route"}
    told = PAGES.keys() | FOR_PROGRAMS.keys() | FILES | SENT_TO | LEADS_ELSEWHERE
    assert told - names == set(), "examples of routes that are gone"


def test_what_is_said_to_be_no_page_is_none(browser, site, cookies):
    context = browser.new_context(base_url=site.url, storage_state=cookies)
    patterns = dict(routes())
    assert [name for name in FILES if "." not in patterns[name].rsplit("/", 1)[-1]] == []
    answers = {name: context.request.get(sample(patterns[name])).status for name in SENT_TO}
    assert answers == dict.fromkeys(SENT_TO, 405)
    context.close()


@pytest.mark.parametrize("route", sorted(PAGES))
def test_page(route, visit, read, table):
    cells: list[Cell] = []
    for number, example in enumerate(PAGES[route]):
        page = visit(address_of(example, read))
        assert page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 200, page.url
        more = thorough() or (route in ONE_OF_EACH_KIND and number == 0)
        states = ("1280", "320", "forced", "long") if more else ("1280",) if number else ("320",)
        assert cut_off_on_paper(page) == [], page.url
        cells += in_states(page, route if number == 0 else f"{route} ({number + 1})", states)
    none_left(cells, table)


A4 = 680
"""The width of a sheet between its margins, in the pixels of a style sheet."""
CUT_OFF = """[...document.querySelectorAll('.accord-table table, .accord-chart img, main svg')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
WIDENED = """width => [...document.querySelectorAll('.accord-table table')].filter(e => e.checkVisibility())
  .map(e => { e.style.minWidth = width; }).length"""


def cut_off_on_paper(page: Page) -> list[str]:
    """What is wider than the sheet: paper does not scroll. A table that is made wider is found."""
    page.set_viewport_size({"width": A4, "height": 960})
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(CUT_OFF)
    widened = page.evaluate(WIDENED, "900px")
    assert page.evaluate(CUT_OFF) or not widened
    page.evaluate(WIDENED, "")
    page.emulate_media(media="screen")
    return found


@pytest.mark.parametrize("route", FORMS if thorough() else FORMS[:3])
def test_page_with_its_problems(route, visit, read, table):
    page = visit(address_of(PAGES[route][0], read))
    form = page.locator("main form[method=post]").first
    form.evaluate("f => f.setAttribute('novalidate', '')")
    for field in form.locator("input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea").all():
        field.evaluate("e => { e.value = ''; }")
    for choice in form.locator("select").all():
        choice.evaluate("e => { e.selectedIndex = 0; }")
    with page.expect_navigation():
        form.locator("button").first.click()
    assert page.locator(".govuk-error-summary").count() == 1
    expect(page).to_have_title(re.compile("^Error:"))
    none_left(
        [
            Cell(cell.route, f"error {cell.state}", cell.rules, cell.faults)
            for cell in in_states(page, route, ("1280", "320"))
        ],
        table,
    )


def signed_in_to_an_empty_home(page: Page, url: str) -> Page:
    client = Client()
    client.force_login(somebody("first@example.org", name="The first person"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
    return page


@pytest.mark.django_db(transaction=True)
def test_pages_of_an_empty_home(empty_home, new_page, live_server, table):
    page = signed_in_to_an_empty_home(new_page(), live_server.url)
    cells = []
    for route in (
        EMPTY if thorough() else [name for name in EMPTY if name in ONE_OF_EACH_KIND or name == "intake:releases"]
    ):
        assert page.goto(PAGES[route][0]).status == 200, route
        cells += [
            Cell(route, f"empty {each.state}", each.rules, each.faults) for each in in_states(page, route, ("320",))
        ]
    none_left(cells, table)


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.unit.ui.test_error_pages")
def test_pages_of_last_resort(empty_home, new_page, live_server, table):
    page = signed_in_to_an_empty_home(new_page(), live_server.url)
    cells = []
    for address in LAST_RESORT:
        assert page.goto(f"/{address}/").status >= 400
        cells += in_states(page, address, ("1280", "320", "forced") if thorough() else ("1280", "320"))
    # The browser says of each that it failed; nothing else may have been said.
    assert all("the server responded with a status of" in said for said in page.problems), page.problems
    page.problems.clear()
    none_left(cells, table)


FOR_EVERYBODY = {
    "account_inactive", "account_login", "account_logout", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "socialaccount_login_cancelled",
}  # fmt: skip
"""Pages on the way in: they ask nobody who they are."""


def test_whoever_is_not_signed_in_is_led_to_the_way_in(browser, site, visit, read, table):
    context = browser.new_context(base_url=site.url)
    landed = {}
    for route in sorted(PAGES.keys() - FOR_EVERYBODY):
        landed[route] = context.request.get(address_of(PAGES[route][0], read)).url
    context.close()
    assert {route: url for route, url in landed.items() if "/accounts/login/?next=" not in url} == {}
    page = visit(landed["dashboards:one_school"].removeprefix(site.url), signed_in=False)
    none_left(in_states(page, "not signed in", ("1280", "320", "forced", "long")), table)


def test_a_planted_fault_and_a_planted_width_are_found(visit):
    page = visit("/")
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate(
        "() => { const m = document.querySelector('main'); m.append(document.createElement('img'));"
        " const wide = document.createElement('p'); wide.className = 'planted'; wide.textContent = 'wide';"
        " m.append(wide); wide.style.width = '900px'; }"
    )
    found = looked_at(page, "planted", "320")
    assert found.rules >= 60
    assert any("image-alt" in fault for fault in found.faults)
    assert any("pixels too wide" in fault and "planted" in fault for fault in found.faults)
