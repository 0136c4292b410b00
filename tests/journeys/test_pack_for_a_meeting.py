"""An alliance lead takes her group to a meeting without internet: two clicks from its page to the paper."""

from __future__ import annotations

from pathlib import Path

import docx
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.factories.papers import flat

PATIENCE = 120_000
"""Milliseconds for a paper on a machine that does much else; how long it takes is not told here."""
GROUP = "/groups/heron-alliance/?year=2019"


def taken(page: Page, part: str, text: str) -> Path:
    """The file that a link in a part of the page gives."""
    with page.expect_download(timeout=PATIENCE) as given:
        page.locator(part).get_by_role("link", name=text).click(no_wait_after=True, timeout=PATIENCE)
    return Path(given.value.path())


def opened(page: Page) -> list[str]:
    """The pages of the whole pack as text, in two clicks from the page of the group."""
    page.get_by_role("link", name="Packs", exact=True).click()
    pages = PdfReader(taken(page, "#whole", "PDF")).pages
    return [flat(each.extract_text()) for each in pages]


def test_two_clicks_from_her_group_to_a_paper_with_a_page_for_each_school(visit, axe):
    page = visit(GROUP)
    lead = flat(page.locator(".accord-lead").inner_text())
    pages = opened(page)
    assert lead in pages[0] and "Demonstration: every school" in pages[0]
    schools = page.locator("#whole").inner_text()
    assert f"a page for each of {len(pages) - 3} schools" in schools
    assert axe(page) == []
    word = docx.Document(str(taken(page, "#summary", "Word document")))
    assert lead in flat(" ".join(each.text for each in word.paragraphs))


def test_without_javascript_on_a_phone(visit):
    phone = visit(GROUP, width=320, java_script_enabled=False)
    pages = opened(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    assert len(pages) > 5 and all("Page" in each for each in pages)
