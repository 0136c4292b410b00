"""Somebody with forty schools on her mind looks at one alliance and follows its figure to the file."""

from __future__ import annotations

import csv
import io
import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in

ALLIANCE = "/groups/heron-alliance/"


def lead(page: Page) -> str:
    """The sentences a page opens with."""
    return " ".join(page.locator(".accord-lead").inner_text().split())


def drawn(page: Page) -> list[int]:
    """The widths of the pictures that arrived."""
    return page.evaluate("[...document.querySelectorAll('.accord-chart img')].map(i => i.naturalWidth)")


PAGES = (
    ("Measures", "England"),
    ("Over time", "summer 2019"),
    ("Pupils", "pupils who are not disadvantaged"),
    ("Schools", "disadvantaged pupils"),
    ("Who is counted", "In summer 2019 the figure counts"),
    ("History", "Heron Alliance has"),
    ("Data", "every figure of Heron Alliance"),
)


def through_all_pages(page: Page) -> None:
    """From page to page about the alliance, each with the same question, and back."""
    ways = page.get_by_role("navigation", name="Heron Alliance: pages")
    for name, words in PAGES:
        ways.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", name=name, exact=True, level=1)).to_be_visible()
        assert words in lead(page), name
        assert "year=2019" in page.url and "pupils=disadvantaged" in page.url
    ways.get_by_role("link", name="Overview", exact=True).click()


def test_from_sign_in_to_the_file(visit, site):
    page = visit("/", signed_in=False)
    sign_in(page, site)
    expect(page).to_have_url(f"{site.url}/")
    expect(page.get_by_text("Every school, pupil count and figure here is invented.")).to_be_visible()
    page.get_by_role("link", name="Heron Alliance", exact=True).click()
    first = lead(page)
    assert re.match(r"\d+% (to \d+% )?of pupils met the expected standard .* in summer \d{4}: ", first)

    page.get_by_label("Summer", exact=True).select_option("2019")
    page.get_by_label("Pupils", exact=True).select_option("disadvantaged")
    page.get_by_role("button", name="Show").click()
    assert "year=2019" in page.url and "pupils=disadvantaged" in page.url
    assert "disadvantaged pupils" in lead(page) and "summer 2019" in lead(page)
    page.wait_for_load_state("networkidle")
    assert len(drawn(page)) == 1 and min(drawn(page)) > 300
    expect(page).to_have_title(re.compile("^Heron Alliance: RWM expected standard, summer 2019"))

    through_all_pages(page)

    page.get_by_role("link", name="How this figure was made", exact=False).first.click()
    assert lead(page)
    expect(page.get_by_role("heading", name="The sum, in words")).to_be_visible()
    assert page.get_by_role("row").count() > 8
    expect(page.get_by_text("england_2019_ks2final.csv, row").first).to_be_visible()
    page.locator("#table-files").locator("xpath=ancestor::table").get_by_role("link").first.click()
    expect(page.get_by_text("SHA-256 of the file")).to_be_visible()


def test_figure_of_the_page_equals_the_sum_of_its_own_csv(visit, site):
    page = visit(f"{ALLIANCE}?year=2019")
    answer = page.request.get(f"{ALLIANCE}schools.csv?year=2019")
    rows = list(csv.DictReader(io.StringIO(answer.text().lstrip("\ufeff"))))
    counted = [row for row in rows if row["value"]]
    low, high = (sum(int(row[name]) for row in counted) for name in ("part_low", "part_high"))
    whole = sum(int(row["whole"]) for row in counted)
    said = f"{low} of {whole} pupils" if low == high else f"between {low} and {high} of {whole} pupils"
    assert said in lead(page)
    assert "attachment" in answer.headers["content-disposition"]
    book = page.request.get(f"{ALLIANCE}schools.xlsx?year=2019")
    assert book.status == 200 and book.body()[:2] == b"PK"
    picture = page.request.get(f"{ALLIANCE}schools.png?year=2019")
    assert picture.status == 200 and picture.body()[:4] == b"\x89PNG" and len(picture.body()) > 10_000


def test_a_year_without_results_is_said_in_words(visit):
    page = visit(f"{ALLIANCE}?year=2020")
    assert "There is no figure for summer 2020" in lead(page) and "cancelled" in lead(page)


def test_chart_is_sent_again_and_kept_by_nobody(visit):
    page = visit(ALLIANCE)
    address = page.locator(".accord-chart img").first.get_attribute("src")
    first, again = page.request.get(address), page.request.get(address)
    assert first.headers["content-type"].startswith("image/svg+xml")
    assert first.headers["cache-control"] == "no-store, private"
    assert again.body() == first.body()


def test_same_page_without_javascript(visit):
    page = visit(ALLIANCE, java_script_enabled=False)
    page.get_by_label("Measure").select_option("ks2_maths_scaled")
    page.get_by_role("button", name="Show").click()
    assert "average scaled score in maths" in lead(page)
    page.get_by_text("Table of these figures").first.click()
    expect(page.locator("#table-trend")).to_be_visible()


def test_sorting_by_name(visit):
    page = visit(f"{ALLIANCE}schools/")
    page.get_by_role("link", name="School", exact=True).click()
    head = page.locator("#schools").get_by_role("columnheader", name="School", exact=True)
    expect(head).to_have_attribute("aria-sort", "ascending")
    names = page.locator("#schools table").last.locator("tbody th").all_inner_texts()
    assert names == sorted(names) and len(names) > 5


def test_which_schools_stand_out_on_what_in_words_and_as_a_file(visit):
    page = visit(f"{ALLIANCE}measures/?year=2019")
    assert re.search(r"\d+ of \d+ figures lies? above England’s, \d+ below", lead(page))
    page.get_by_label("Schools shown", exact=True).select_option("below")
    page.get_by_label("Numbers of pupils", exact=True).select_option("yes")
    page.get_by_role("button", name="Show").click()
    body = page.locator("#measures tbody tr")
    for i in range(2, body.count()):
        assert "below" in body.nth(i).inner_text()
    assert re.search(r"\d+% \(\d+ of \d+\)", body.nth(0).inner_text())
    told = page.request.get(page.get_by_role("link", name="CSV of Schools by measures").get_attribute("href"))
    names = [row["name"] for row in csv.DictReader(io.StringIO(told.text().lstrip("\ufeff")))]
    assert names == page.locator("#measures tbody th").all_inner_texts()


def test_a_picture_has_an_address_of_its_own_and_leaves_whole(visit):
    page = visit(f"{ALLIANCE}schools/?year=2019")
    page.get_by_role("link", name="Link to this picture").first.click()
    page.wait_for_load_state("networkidle")
    assert "/chart/funnel/" in page.url and min(drawn(page)) > 300
    href = page.get_by_role("link", name="SVG").first.get_attribute("href")
    assert "every school, pupil count and figure here is invented. Made on" in page.request.get(href).text()
