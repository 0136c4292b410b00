"""A chair has ten minutes before the meeting: from the list of groups to what to ask the head tonight."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from docs.pictures import an_alliance, for_governors

SHEET = 2
COUNT = re.compile(r"\d[\d,]* of \d[\d,]*")


def sides(page: Page) -> int:
    """How many sides of A4 a page prints on."""
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page[^s]", paper))


def tonight(page: Page) -> list[str]:
    return page.locator("#tonight ul li").all_inner_texts()


def test_to_the_question_to_ask_tonight_and_into_the_minutes(visit, axe):
    page = visit("/groups/")
    for_governors(page)
    page.get_by_role("link", name="Go to what to ask tonight").press("Enter")
    assert page.url.endswith("#tonight")
    questions = tonight(page)
    assert 2 <= len(questions) <= 4 and all(each.strip().endswith("?") for each in questions)
    answers = page.locator(".accord-ten__question:not(.accord-ten__tonight)").all_inner_texts()
    counts = {count for each in questions[:2] for count in COUNT.findall(each)}
    assert counts, questions
    assert all(any(count in each for each in answers) for count in counts), counts
    assert sum("Accord does not hold" in each for each in answers) == 5
    assert axe(page) == []

    page.get_by_role("button", name="Freeze this page").press("Enter")
    expect(page.get_by_role("heading", name="Frozen on")).to_be_visible()
    expect(page.get_by_role("heading", name="Ten questions for governors")).to_be_visible()
    assert tonight(page) == questions
    link = page.locator(".accord-frozen a[href*='/frozen/'][href$='/']").inner_text()
    assert re.search(r"/frozen/[a-z2-7]{12}/$", link)
    assert axe(page) == []
    page.goto(link)
    assert tonight(page) == questions


def test_without_javascript_on_a_phone_and_on_one_sheet_of_paper(visit):
    phone = visit("/groups/", width=320, java_script_enabled=False)
    for_governors(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    assert tonight(phone)
    desk = visit(phone.url)
    assert sides(desk) == SHEET


def test_a_headteacher_two_days_before_her_alliance_meets_prints_two_pages(visit):
    page = visit("/groups/")
    an_alliance(page)
    alliance = page.locator("h1").inner_text()
    page.emulate_media(media="print")
    assert page.locator(".accord-lead").first.is_visible() and alliance in page.locator("h1").inner_text()
    assert not page.get_by_role("button", name="Freeze this page").is_visible()
    assert 1 <= sides(page) <= 8
    page.emulate_media(media="screen")
    page.get_by_role("link", name="governors").first.click()
    page.emulate_media(media="print")
    expect(page.get_by_text("Printed on")).to_be_visible()
    expect(page.locator(".accord-write-here").first).to_be_visible()
    for hidden in (".govuk-breadcrumbs", ".accord-ways-out", ".accord-next", ".accord-freeze"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert sides(page) == SHEET
