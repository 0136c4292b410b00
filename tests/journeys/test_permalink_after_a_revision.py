"""A councillor opens the link that the minutes quote, after the results behind it were revised."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accord.register.actions.group_lists import import_groups
from tests.factories.people import somebody
from tests.factories.school_tables import publish, school, take, write
from tests.journeys.people import as_them

A, B = "100001", "100002"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def waiting(home: Path, transactional_db: None, tmp_path: Path) -> None:
    """Coast had 50% in the provisional file of 2019; the revised one, 60%, waits to be accepted."""
    publish(tmp_path, [school(urn, "201", 40, "50%") for urn in (A, B)], 2019, "provisional")
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", *(f"Coast,alliance,{urn},,,," for urn in (A, B))]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    revised = [school(A, "201", 40, "70%"), school(B, "201", 40, "50%")]
    take(write(tmp_path / "revised.csv", revised), 2019, "revised", hold=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without JavaScript"])
def test_the_page_says_what_changed_by_how_much_and_why(new_page, axe, live_server, waiting, scripts):
    officer = as_them(new_page(), somebody("o@example.org", name="Data officer"))
    officer.goto("/groups/coast/?year=2019")
    officer.get_by_role("button", name="Freeze this page").click()
    link = officer.locator(".accord-frozen a[href*='/frozen/'][href$='/']").inner_text()

    councillor = somebody("c@example.org", "councillor authority:201", name="Councillor")
    page = as_them(new_page(java_script_enabled=scripts), councillor)
    page.goto(link)
    expect(page.locator(".accord-frozen")).to_contain_text("Nothing that bears on these figures has changed since.")

    officer.goto("/")
    officer.get_by_role("link", name="Look at it").click()
    officer.get_by_role("button", name="Accept and publish").click()

    page.goto(link)
    expect(page.locator(".accord-lead").first).to_contain_text("50%")
    changes = page.locator(".accord-frozen table")
    coast = changes.get_by_role("row").filter(has_text="Coast, summer 2019")
    expect(coast).to_contain_text("50%: 40 of 80")
    expect(coast).to_contain_text("60%: 48 of 80")
    expect(coast).to_contain_text("10 points higher: 8 more who met it, of as many pupils.")
    expect(coast).to_contain_text("Revised results for summer 2019, published here by Data officer on")
    expect(coast).to_contain_text("in place of the provisional ones of")
    expect(changes.get_by_role("row")).to_have_count(3)
    with page.expect_download() as taken:
        page.locator(".accord-frozen").get_by_role("link", name="CSV").click()
    assert "Coast, summer 2019" in Path(taken.value.path()).read_text(encoding="utf-8-sig")
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    if scripts:
        assert axe(page) == []
