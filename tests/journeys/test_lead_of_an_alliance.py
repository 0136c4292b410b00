"""An alliance lead finds the school that moves the figure and one that could help, and prints the pack."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.factories.papers import flat

PATIENCE = 120_000
"""Milliseconds for a paper on a machine that does much else; how long it takes is not told here."""
GROUP = "/groups/heron-alliance/"
MOVES = re.compile(r"(.+) moves the figure most: without its (?:between \d+ and )?[\d,]+ of (\d+) pupils? it would be")


def to(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Heron Alliance: pages").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, exact=True, level=1)).to_be_visible()


def moves_most(page: Page, year: str) -> str:
    """The school without which the figure would be furthest from what it is, from the rows of the page's own file."""
    answer = page.request.get(f"{GROUP}schools.csv?year={year}")
    rows = [row for row in csv.DictReader(io.StringIO(answer.text().lstrip("\ufeff"))) if row["value"]]
    counts = {row["name"]: ((int(row["part_low"]) + int(row["part_high"])) / 2, int(row["whole"])) for row in rows}
    met, of = (sum(each[at] for each in counts.values()) for at in (0, 1))
    moved = {name: abs(met / of - (met - k) / (of - n)) for name, (k, n) in counts.items()}
    return max(moved, key=lambda name: moved[name])


def test_from_the_figure_to_who_moves_it_who_could_help_and_the_paper(visit, axe):
    page = visit(f"{GROUP}?year=2019")
    lead = flat(page.locator(".accord-lead").inner_text())

    to(page, "Schools")
    said = MOVES.search(flat(page.locator("main").inner_text()))
    assert said is not None
    mover = moves_most(page, "2019")
    assert said[1].endswith(mover)
    assert axe(page) == []

    to(page, "Who could help")
    helpers = page.locator("#help tbody tr")
    assert helpers.count() > 0
    first = helpers.first.locator("a").first
    name = first.inner_text()
    assert re.search(r"\d+(\.\d)? km|not known", helpers.first.inner_text())
    assert axe(page) == []
    first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    assert axe(page) == []
    page.go_back()

    to(page, "Packs")
    with page.expect_download(timeout=PATIENCE) as given:
        page.locator("#summary").get_by_role("link", name="PDF").click(no_wait_after=True, timeout=PATIENCE)
    text = flat(" ".join(each.extract_text() for each in PdfReader(Path(given.value.path())).pages))
    assert lead in text and "Heron Alliance" in text
