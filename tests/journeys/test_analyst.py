"""An analyst who wants the rows: every table of a page as a file, which adds up to what the page says."""

from __future__ import annotations

import csv
import io
import re

from playwright.sync_api import Page

COMPARED = "/compare/?with=groups/heron-alliance&with=groups/kestrel-alliance"


def rows_behind(page: Page, name: str) -> list[dict[str, str]]:
    """The rows of the file that a link leads to."""
    link = page.get_by_role("link", name=name, exact=True).first.get_attribute("href")
    answer = page.request.get(link)
    assert answer.ok and answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))


def test_groups_of_an_authority_come_with_every_number_behind_them(visit):
    page = visit("/authorities/501/groups/?order=name")
    rows = rows_behind(page, "CSV of the groups")
    shown = page.locator("#table-groups").locator("xpath=ancestor::table").locator("tbody tr")
    assert shown.count() == len(rows) > 3
    for at, row in enumerate(rows):
        assert shown.nth(at).get_by_role("rowheader").inner_text() == row["name"]
        if row["value"]:
            low, high, whole = (int(row[name]) for name in ("part_low", "part_high", "whole"))
            assert 100 * low / whole - 1e-6 <= float(row["value"]) <= 100 * high / whole + 1e-6
            assert float(row["interval_low"]) <= float(row["value"]) <= float(row["interval_high"])
    assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)


def test_a_comparison_and_all_its_summers_leave_as_rows(visit):
    page = visit(COMPARED)
    now = rows_behind(page, "CSV of the comparison")
    years = rows_behind(page, "CSV of every summer")
    summer = re.search(r"in summer (\d{4})", page.locator(".accord-lead").inner_text())
    assert summer
    for row in now:
        same = [each for each in years if (each["address"], each["year"]) == (row["address"], summer[1])]
        assert [each["value"] for each in same] == [row["value"]]
    points = float(now[1]["value"]) - float(now[0]["value"])
    assert abs(float(now[1]["difference_points"]) - points) < 1
    assert float(now[1]["difference_low"]) <= points <= float(now[1]["difference_high"])


def test_the_catalogue_of_measures_says_what_to_ask_for(visit):
    page = visit("/measures/")
    rows = rows_behind(page, "CSV of measures by summer, pupils and level")
    held = {(row["measure"], int(row["year"])) for row in rows if row["state"] == "held" and row["pupils"] == "all"}
    assert ("ks2_rwm_expected", 2025) in held and ("ks2_rwm_expected", 2021) not in held
    assert all(row["reason"] for row in rows if row["state"] != "held")
    page.get_by_role("link", name="RWM expected standard").click()
    assert "The tests of 2020 and 2021 were cancelled." in page.locator("main").inner_text()
