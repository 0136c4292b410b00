"""A headship passes to somebody who is not known yet: the old head keeps nothing of the school, the new one begins."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accord.accounts.models.people import Person
from tests.factories.people import somebody
from tests.factories.register_schools import school
from tests.journeys.people import as_them

OAK = "100001"
PASSWORD = "heron kestrel otter"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chief(empty_home) -> Person:
    school(OAK, "Oak Primary School", la_code="501")
    return somebody("chief@county.example", "head_of_school_improvement authority:501", name="Cara Chief")


def accept(page: Page, link: str) -> None:
    """Come in by a link, with a password."""
    page.goto(link)
    page.get_by_label("A password").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def test_a_headship_is_handed_over(chief, new_page, axe):
    old = somebody("ada@oak.example", f"headteacher school:{OAK}", f"governor school:{OAK}", name="Ada Old")
    hers, theirs, new = as_them(new_page(), old), as_them(new_page(), chief), new_page(width=375)
    hers.goto("/people/")
    expect(hers.get_by_role("heading", level=1)).to_have_text("People and their rights")
    theirs.goto("/people/over/?over=oak")
    expect(theirs.get_by_role("heading", level=1)).to_have_text("People of Oak Primary School")
    assert axe(theirs) == []
    theirs.get_by_role("link", name="Hand over from Ada Old, Headteacher").click()
    theirs.get_by_role("button", name="Hand over").click()
    expect(theirs).to_have_title(re.compile("^Error:"))
    assert axe(theirs) == []
    today = timezone.localdate()
    theirs.get_by_label("First day of the new one").fill(today.strftime("%d/%m/%Y"))
    theirs.get_by_label("E-mail address of the new one").fill("ben@oak.example")
    theirs.get_by_label("Full name").fill("Ben New")
    theirs.get_by_label("Why").fill("Ada retires")
    theirs.get_by_role("button", name="Hand over").click()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Hand over these links")
    assert axe(theirs) == []
    link = theirs.locator("main").inner_text().split("http://")[1].split()[0]

    hers.goto("/people/")
    expect(hers.get_by_role("heading", level=1)).to_have_text("You may not see this page")
    hers.goto("/people/me/")
    expect(hers.locator("main")).to_contain_text("You hold no right today")
    assert axe(hers) == []
    hers.problems.clear()

    accept(new, f"http://{link}")
    new.goto("/people/me/")
    expect(new.locator("main")).to_contain_text("You hold one right: Headteacher, Oak Primary School.")
    assert axe(new) == []
    new.goto(f"/people/over/school/{OAK}/")
    expect(new.locator("main")).to_contain_text("1 person holds a right over Oak Primary School today.")
    expect(new.locator("main")).not_to_contain_text("Ada Old")


def test_a_headship_that_passes_later_stays_until_then(chief, new_page, axe):
    old = somebody("ada@oak.example", f"headteacher school:{OAK}", name="Ada Old")
    somebody("ben@oak.example", f"senior_leader school:{OAK}", name="Ben New")
    hers = as_them(new_page(width=375), old)
    hers.goto(f"/people/over/school/{OAK}/")
    hers.get_by_role("link", name="Hand over from Ada Old, Headteacher").click()
    day = timezone.localdate() + timedelta(days=20)
    hers.get_by_label("First day of the new one").fill(day.strftime("%d/%m/%Y"))
    hers.get_by_label("E-mail address of the new one").fill("ben@oak.example")
    hers.get_by_label("Why").fill("Ada retires")
    hers.get_by_role("button", name="Hand over").click()
    expect(hers.locator("main")).to_contain_text("Ada Old hands over to Ben New on")
    assert axe(hers) == []
    rows = hers.locator("tbody tr")
    expect(rows.filter(has_text="Ada Old")).to_contain_text(f"{(day - timedelta(days=1)).day} ")
    expect(rows.filter(has_text="Ben New")).to_have_count(2)
    hers.goto("/people/")
    expect(hers.get_by_role("heading", level=1)).to_have_text("People and their rights")


def test_looking_as_somebody_is_said_on_each_page_until_one_stops(chief, new_page, axe):
    ada = somebody("ada@oak.example", f"headteacher school:{OAK}", name="Ada Old")
    for width in (1200, 375):
        page = as_them(new_page(width=width), chief)
        page.goto(f"/people/{ada.public_id}/")
        assert axe(page) == []
        page.get_by_role("button", name="Look at pages as they see them").click()
        for path in ("/groups/", "/schools/", "/people/me/"):
            page.goto(path)
            expect(page.get_by_role("region", name="Looking as somebody else")).to_contain_text("You look as Ada Old")
            assert axe(page) == []
        page.get_by_role("button", name="Stop looking as somebody else").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your rights")
        expect(page.get_by_role("region", name="Looking as somebody else")).to_have_count(0)
        page.goto("/why/?page=/groups/")
        expect(page.locator("main")).to_contain_text("Pages like this are for people who may look at published figures")
        assert axe(page) == []
