"""A data officer sends a file with faults, reads what is wrong, and holds and withdraws a good one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

SENT = "england_2018_ks2final.csv"


@pytest.fixture
def invented(site) -> bytes:
    """The file of summer 2018 as the demonstration wrote it."""
    return (site.home / "demonstration" / SENT).read_bytes()


def send(page: Page, path: Path, **choices: str | bool) -> None:
    """Send a file and wait until it has been checked."""
    page.goto("/data/send/")
    page.get_by_label("File", exact=True).set_input_files(path)
    if "settled" in choices:
        page.get_by_label("How settled the figures are").select_option(str(choices["settled"]))
    if choices.get("hold"):
        page.get_by_label("Wait for me to accept it").check()
    page.get_by_role("button", name="Send and check").click()
    # One look at the whole page: between two of them there is for a moment nothing, neither heading nor refresh.
    settled = page.locator("html:not(:has(meta[http-equiv=refresh])) main h1").filter(has_text=path.name)
    expect(settled).to_be_visible(timeout=90_000)


def broken(content: bytes) -> bytes:
    """The same with one percentage out of range."""
    lines = content.decode("utf-8-sig").splitlines()
    header = lines[0].split(",")
    at = header.index("PTRWM_EXP")
    for number, line in enumerate(lines[1:], start=1):
        cells = line.split(",")
        if len(cells) == len(header) and cells[at].rstrip("%").isdigit():
            cells[at] = "162%"
            lines[number] = ",".join(cells)
            break
    return "\r\n".join(lines).encode()


def test_a_fault_is_named_with_its_row_and_what_to_do(visit, axe, invented, tmp_path):
    path = tmp_path / "faulty.csv"
    path.write_bytes(broken(invented))
    page = visit("/data/")
    send(page, path)
    expect(page).to_have_title(re.compile("^Error: faulty.csv"))
    expect(page.get_by_text("Nothing was published.")).to_be_visible()
    row = page.locator("#table-problems").locator("xpath=ancestor::table").locator("tbody tr").first
    for said in ("PTRWM_EXP", "162"):
        expect(row).to_contain_text(said)
    assert axe(page) == []


def test_held_then_accepted_then_withdrawn(visit, axe, invented, tmp_path):
    path = tmp_path / "provisional.csv"
    path.write_bytes(invented)
    page = visit("/data/")
    send(page, path, settled="provisional", hold=True)
    expect(page.get_by_text("Nobody sees its figures until it is accepted.")).to_be_visible()
    page.get_by_role("button", name="Accept and publish").click()
    expect(page.get_by_text("Accepted. The figures can be seen from now on.")).to_be_visible()
    page.locator("#table-releases").locator("xpath=ancestor::table").get_by_role("link").first.click()
    page.get_by_role("link", name="Withdraw this release").click()
    page.get_by_role("button", name="Withdraw the release").click()
    expect(page).to_have_title(re.compile("^Error: Withdraw"))
    assert axe(page) == []
    page.get_by_label("Why is it withdrawn?").fill("Sent to try it out")
    page.get_by_role("button", name="Withdraw the release").click()
    expect(page.get_by_text("Withdrawn. The release before it answers again")).to_be_visible()
    expect(page.get_by_text("Sent to try it out")).to_be_visible()
    assert axe(page) == []


def test_the_same_file_again_changes_nothing(visit, invented, tmp_path):
    path = tmp_path / SENT
    path.write_bytes(invented)
    page = visit("/data/")
    send(page, path)
    expect(page.get_by_text("Everything in this file is published already")).to_be_visible()
