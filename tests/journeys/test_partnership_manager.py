"""A partnership manager closes one alliance and starts two on 1 September, by keys alone, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

OLD, SEPTEMBER = "Longacre Alliance", "1 September 2026"
SCRIPTS = [pytest.param(True, id="with scripts"), pytest.param(False, id="without scripts")]


def write(page: Page, label: str, words: str) -> None:
    """Write into a field without a mouse."""
    page.get_by_label(label, exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def choose(page: Page, label: str, words: str) -> None:
    """Choose from a list by typing what it says."""
    page.get_by_label(label, exact=True).focus()
    page.keyboard.type(words)


def tick(box: Locator, page: Page) -> None:
    """Tick a box with the space bar."""
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def press(page: Page, name: str, role: str = "button") -> None:
    """Press a button, or follow a link, with the enter key."""
    page.get_by_role(role, name=name, exact=True).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def start_alliance(page: Page, name: str) -> None:
    """Make an alliance that begins in September."""
    page.goto("/register/groups/")
    press(page, "Make a group", "link")
    write(page, "Name", name)
    choose(page, "Kind", "Alliance")
    write(page, "First day", SEPTEMBER)
    press(page, "Make the group")
    expect(page.get_by_text(f"{name} was made.")).to_be_visible()


def boxes(page: Page) -> Locator:
    """The boxes beside the schools."""
    return page.locator("input[name=ticked]")


def move(page: Page, numbers: range, to: str) -> None:
    """Tick some of the schools and move them to another alliance in September."""
    for number in numbers:
        tick(boxes(page).nth(number), page)
    choose(page, "The schools ticked", "Move")
    write(page, "From", SEPTEMBER)
    choose(page, "To which group (to move)", to)
    write(page, "Why", "The alliance was parted in two")
    press(page, "Do this for the schools ticked")


def on(page: Page, slug: str, day: str) -> int:
    """How many schools a group shows for a day."""
    page.goto(f"/register/groups/{slug}/")
    write(page, "Day", day)
    press(page, "Show that day")
    return page.locator("#table-own").locator("xpath=ancestor::table").locator("tbody tr").count()


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_one_alliance_closes_and_two_begin(visit, axe, scripts):
    # The first run parts the demonstration's own alliance; the second an alliance that it makes first.
    page = visit("/", java_script_enabled=scripts)
    old, size = (OLD, 6) if scripts else ("Vale Alliance", 2)
    slug, start = old.lower().replace(" ", "-"), old.split()[0]
    if not scripts:
        make_alliance_of_two(page, old)
    north, south = f"{start} North", f"{start} South"
    for name in (north, south):
        start_alliance(page, name)
    page.goto(f"/register/groups/{slug}/?on=2026-08-31")
    press(page, "Do this for the schools ticked")
    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.get_by_role("alert").get_by_text("Tick at least one school")).to_be_visible()
    check(axe, page, scripts)
    move(page, range(size // 2), north)
    expect(page.get_by_text(f"moved to {north} from {SEPTEMBER}.")).to_be_visible()
    page.goto(f"/register/groups/{slug}/?on=2026-08-31")
    move(page, range(size // 2, size), south)
    press(page, "End it", "link")
    write(page, "First day without the group", SEPTEMBER)
    write(page, "Why does it end?", "It was parted in two")
    for name in (north, south):
        tick(page.get_by_label(name, exact=True), page)
    check(axe, page, scripts)
    press(page, "End the group")
    expect(page.get_by_text(f"{old} ends on {SEPTEMBER}")).to_be_visible()
    check(axe, page, scripts)
    assert (on(page, slug, "31/8/2026"), on(page, slug, "1/9/2026")) == (size, 0)
    for name in (north, south):
        assert on(page, name.lower().replace(" ", "-"), SEPTEMBER) == size // 2
    press(page, "Its history", "link")
    expect(page.get_by_text(f"from {SEPTEMBER}.").first).to_be_visible()
    expect(page.get_by_text("Demonstration officer, ").first).to_be_visible()
    check(axe, page, scripts)
    page.goto("/groups/")
    expect(page.get_by_role("link", name=old)).to_have_count(0)
    expect(page.get_by_role("link", name=south)).to_have_count(1)


def make_alliance_of_two(page: Page, name: str) -> None:
    """An alliance of two schools that have been in it from the beginning."""
    page.goto("/register/groups/new/")
    write(page, "Name", name)
    press(page, "Make the group")
    for urn in ("900001", "900002"):
        press(page, "Add a school", "link")
        write(page, "School", urn)
        press(page, "Add the school")
        expect(page.get_by_text(f"joined {name}.")).to_be_visible()


def check(axe, page: Page, scripts: bool) -> None:
    """Nothing keeps anybody out; the checker is a script itself, so it runs only where scripts do."""
    if scripts:
        assert axe(page) == []


PAGES = (
    "/register/groups/",
    "/register/groups/?kept=gias&text=nothing",
    "/register/groups/compare/",
    "/register/groups/new/",
    "/register/groups/heron-alliance/",
    "/register/groups/heron-alliance/add/",
    "/register/groups/heron-alliance/history/",
    "/register/groups/heron-alliance/end/",
)


@pytest.mark.parametrize("path", PAGES)
def test_pages_about_groups_keep_nobody_out(visit, axe, path):
    page = visit(path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe(page) == []
