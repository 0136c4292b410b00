"""A data manager pastes the alliance list, resolves eleven doubtful rows, undoes the list and redoes it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from accord.register.models.groups import Membership
from tests.factories.people import somebody
from tests.factories.register_schools import school

TREES = (
    "Alder", "Ash", "Aspen", "Beech", "Birch", "Cedar", "Elder", "Elm", "Hazel", "Holly", "Larch", "Lime", "Maple",
    "Oak", "Pine", "Rowan", "Spruce", "Willow",
)  # fmt: skip
TWINS = ("St Mary's", "St Peter's", "Holy Trinity", "St Anne's")
SAID = [
    "Alliance\tSchool\tTown\tURN",
    *(f"{'Coast' if at % 2 else 'Hills'} Alliance\t{tree} Grove Primary School\t\t" for at, tree in enumerate(TREES)),
    *(f"Coast Alliance\t{saint} CE Primary\t\t" for saint in TWINS),
    "Hills Alliance\tHarbour Haed Primary\t\t",
    "Hills Alliance\tLighthosue Primary\t\t",
    "Hills Alliance\tFishremans Row Primary\t\t",
    "Hills Alliance\tBoathuose Lane Primary\t\t",
    "Hills Alliance\tAnything Else\t\t",
    "Hills Alliance\tNever Heard Of\t\t",
    "Hills Alliance\tHarbour Head Primary\t\t100001",
]


@pytest.fixture
def county(transactional_db: None) -> None:
    """Thirty schools: eighteen of plain names, four names that two schools have, and four more."""
    for at, tree in enumerate(TREES):
        school(str(100_001 + at), f"{tree} Grove Primary School", town="Ashdown")
    for at, saint in enumerate(TWINS):
        school(str(100_101 + at), f"{saint} CofE Primary School", town="Ashdown")
        school(str(100_201 + at), f"{saint} CofE Primary School", town="Bexcombe")
    for at, name in enumerate(("Harbour Head", "Lighthouse", "Fishermans Row", "Boathouse Lane")):
        school(str(100_301 + at), f"{name} Primary School", town="Bexcombe")


def signed_in(page: Page, url: str) -> Page:
    """The page with the cookie of somebody who has signed in."""
    client = Client()
    client.force_login(somebody("m@example.org", name="Data manager"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
    return page


def press(page: Page, name: str) -> None:
    """Reach a button with the keyboard and press it."""
    page.get_by_role("button", name=name).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, words: str) -> None:
    """Choose one of the schools offered, by its words, with the keyboard."""
    page.get_by_role("radio", name=words).first.focus()
    page.keyboard.press("Space")
    press(page, "Save and go on")


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without JavaScript"])
def test_a_list_is_pasted_resolved_undone_and_redone(new_page, axe, live_server, county: None, scripts: bool):
    page = signed_in(new_page(java_script_enabled=scripts), live_server.url)
    page.goto("/register/lists/new/")
    page.get_by_label("Paste the list").fill("\n".join(SAID))
    press(page, "Find the schools")
    expect(page.locator(".accord-lead")).to_contain_text("11 rows wait for you; no group has changed yet.")
    check(page, axe, scripts)
    page.get_by_role("rowheader").get_by_role("link").first.click()
    resolve_eleven(page, axe, scripts)
    expect(page.locator(".accord-lead")).to_contain_text("Nothing waits")
    press(page, "Put the list in force")
    expect(page.get_by_text("Groups made: 2. Memberships: 27 added")).to_be_visible()
    check(page, axe, scripts)
    held = set(Membership.objects.values_list("group__slug", "urn"))
    press(page, "Undo the whole list")
    expect(page.get_by_text("Everything is as it was before")).to_be_visible()
    assert not Membership.objects.exists()
    press(page, "Put the list in force again")
    expect(page.get_by_text("The list is in force: its schools are in their groups.")).to_be_visible()
    assert set(Membership.objects.values_list("group__slug", "urn")) == held
    assert {("coast-alliance", "100201"), ("hills-alliance", "100101"), ("hills-alliance", "100301")} <= held


def resolve_eleven(page: Page, axe, scripts: bool) -> None:
    """Twins by their town, wrong letters as they were matched, the rest looked for or left out."""
    for _ in TWINS:
        expect(page.locator("h1")).to_contain_text("CE Primary")
        check(page, axe, scripts)
        choose(page, "Bexcombe")
    for name in ("Harbour Head", "Lighthouse", "Fishermans Row", "Boathouse Lane"):
        choose(page, name)
    page.get_by_label("Look for another school").fill("mary ashdown")
    press(page, "Look")
    check(page, axe, scripts)
    choose(page, "URN 100101")
    choose(page, "leave the row out")
    expect(page.locator("h1")).to_contain_text("100001")
    choose(page, "leave the row out")


def check(page: Page, axe, scripts: bool) -> None:
    """Nothing on the page keeps anybody out. The checker itself is a script."""
    if scripts:
        assert axe(page) == []
