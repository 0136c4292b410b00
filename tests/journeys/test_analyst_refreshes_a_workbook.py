"""An analyst refreshes a workbook: a token, an address, rows; a release; the same rows but those that it changed."""

from __future__ import annotations

import base64
import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import xlsxwriter
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from accord.register.actions.group_lists import import_groups
from tests.factories.people import somebody
from tests.factories.school_tables import publish, school

URNS = ("100001", "100002", "100003")
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
KEY = ("time_period", "measure", "pupils", "basis")
NUMBERS = ("value", "fewest_pupils", "most_pupils", "pupils_counted")
ALWAYS = ("page", "how")


@pytest.fixture
def coast(home: Path, transactional_db: None, tmp_path: Path) -> Path:
    """Three schools of an alliance in two summers, the second provisional."""
    publish(tmp_path, [school(urn, "201", 40, "50%") for urn in URNS], 2018)
    publish(tmp_path, [school(urn, "201", 40, "60%") for urn in URNS], 2019, "provisional")
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", *(f"Coast,alliance,{urn},,,," for urn in URNS)]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    return tmp_path


def signed_in(page: Page, url: str) -> Page:
    """The page with the cookie of a data manager."""
    client = Client()
    client.force_login(somebody("m@example.org", name="Data manager"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
    return page


def fetch(address: str, token: str, **heads: str) -> Any:
    """As Excel asks whose reader chose “Basic”: any user name, and the token as password."""
    told = base64.b64encode(f"excel:{token}".encode()).decode()
    return urlopen(Request(address, headers={"Authorization": f"Basic {told}", **heads}), timeout=30)


def refresh(book: Path, address: str, token: str) -> str:
    """Put what an address gives into a workbook, numbers as numbers and symbols as empty cells; gives its mark."""
    with fetch(address, token) as answer:
        rows = list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))
        mark = answer.headers["ETag"]
    sheet = (written := xlsxwriter.Workbook(book)).add_worksheet("Figures")
    sheet.write_row(0, 0, list(rows[0]))
    for down, row in enumerate(rows, start=1):
        for across, (name, text) in enumerate(row.items()):
            if name not in NUMBERS:
                sheet.write_string(down, across, text)
            elif re.fullmatch(r"-?[0-9.]+", text):
                sheet.write_number(down, across, float(text))
    written.close()
    return str(mark)


def opened(book: Path) -> dict[tuple[str, ...], dict[str, Any]]:
    """The rows of a workbook, by what each is of."""
    head, *lines = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    return {tuple(str(row[name]) for name in KEY): row for row in rows}


def take_token(page: Page, axe: Any) -> str:
    """Make a token on its page, and copy it from the one page that shows it."""
    page.goto("/accounts/tokens/")
    assert axe(page) == []
    page.get_by_label("What it is for").fill("The workbook of the board")
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_role("heading", name="Your new token")).to_be_visible()
    assert axe(page) == []
    expect(page.get_by_text("choose Basic")).to_be_visible()
    found = re.search(r"accord_[\w-]{40,}", page.locator("main").inner_text() + page.content())
    assert found
    return found[0]


def copied_address(page: Page, axe: Any) -> str:
    """The address that the page of the group's data gives to copy."""
    page.goto("/groups/coast/data/?measure=ks2_rwm_expected&year=2019")
    expect(page.get_by_role("heading", name="Refresh from a workbook")).to_be_visible()
    assert axe(page) == []
    found = re.search(r"http://\S+/api/v1/figures\?\S+", page.locator("#refresh").inner_text())
    return found[0] if found else str(page.locator("#refresh a", has_text="CSV").evaluate("each => each.href"))


def test_a_workbook_is_refreshed(new_page, axe, live_server, coast, tmp_path):
    page = signed_in(new_page(), live_server.url)
    token, address, book = take_token(page, axe), copied_address(page, axe), tmp_path / "board.xlsx"
    assert token not in address and address.startswith(live_server.url)
    mark = refresh(book, address, token)
    before = opened(book)
    total = dict.fromkeys(("201718", "201819"), ("ks2_rwm_expected", "Total"))
    values = {year: before[year, *of, "pooled"]["value"] for year, of in total.items()}
    assert values == {"201718": 50, "201819": 60} and len(before) > 4

    with pytest.raises(HTTPError) as same:
        fetch(address, token, **{"If-None-Match": mark})
    assert same.value.code == 304, "nothing new is told in no bytes"

    publish(coast, [school(urn, "201", 40, "70%") for urn in URNS], 2019, "revised")
    assert refresh(book, address, token) != mark
    after = opened(book)
    changed = {key for key in before if before[key] != after[key]}
    assert before.keys() == after.keys() and changed and {key[0] for key in changed} == {"201819"}
    assert after["201819", "ks2_rwm_expected", "Total", "pooled"]["value"] == 70
    assert [[row[name] for name in ALWAYS] for row in before.values()] == [
        [row[name] for name in ALWAYS] for row in after.values()
    ]
    page.goto(after["201819", "ks2_rwm_expected", "Total", "pooled"]["page"])
    expect(page.locator("main")).to_contain_text("70%")
    assert axe(page) == []

    page.goto("/accounts/tokens/")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("lets nothing in now")).to_be_visible()
    with pytest.raises(HTTPError) as refused:
        refresh(book, address, token)
    assert refused.value.code == 401 and "was taken back" in refused.value.read().decode()
    assert 'Basic realm="Accord"' in refused.value.headers["WWW-Authenticate"]
    assert opened(book) == after, "what was fetched before stays"
