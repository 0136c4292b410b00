"""Results morning: nine heads send five numbers each from a phone, their lead watches, and December replaces them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accord.accounts.models.people import Person
from accord.intake.actions.own_returns import AboutSchool
from accord.intake.actions.putting_together import put_all_together
from accord.intake.actions.return_links import make_return_link, token_of
from accord.intake.queries.returns import return_forms
from accord.register.actions.groups import make
from accord.register.actions.memberships import join
from tests.factories.agreements import agreement
from tests.factories.people import somebody
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import publish, school
from tests.journeys.people import as_them

AT = datetime(2026, 7, 1, tzinfo=UTC)
URNS = tuple(f"10000{at}" for at in range(1, 10))
LABELS = (
    "Pupils at the end of Key Stage 2",
    "Met the expected standard in reading, writing and maths",
    "Met the higher standard in reading, writing and maths",
    "Disadvantaged pupils among them",
    "Disadvantaged pupils who met the expected standard in all three",
)
# All nine: 270 pupils, 180 met it; 36 disadvantaged, 18 met it.
NUMBERS = ("30", "20", "4", "4", "2")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lead(empty_home: Path) -> Person:
    """The lead of Coast, nine schools that have signed an agreement about their own returns."""
    group = make(name="Coast", kind="alliance", belongs_to="authority:501", by=None, at=AT)
    for at, urn in enumerate(URNS, start=1):
        registered(urn, f"School {at}", la_code="501")
        join(group=group, urn=urn, starts_on=None, by=None, at=AT)
    agreement(URNS, group="coast", families=("own_returns",))
    return somebody("lead@coast.example", "alliance_lead group:coast", name="Lea Lead")


def link_for(urn: str) -> str:
    year = return_forms()["ks2"].year_on(timezone.localdate())
    about = AboutSchool(urn, "501", year, "ks2")
    return f"/returns/by/{token_of(make_return_link(about=about, by=None, at=timezone.now()))}/"


def send(phone: Page, urn: str, numbers: tuple[str, ...] = NUMBERS) -> None:
    """What a head does: open the link, five numbers, send."""
    phone.goto(link_for(urn))
    for label, number in zip(LABELS, numbers, strict=True):
        phone.get_by_label(label, exact=True).fill(number)
    phone.get_by_role("button", name="Send these numbers").click()


def opening(desk: Page, question: str) -> str:
    """The sentences that the page of the alliance opens with."""
    desk.goto(f"/groups/coast/?{question}")
    return desk.locator(".accord-lead").inner_text()


@pytest.fixture
def patient(new_page) -> Callable[..., Page]:
    """Pages that wait as long as a busy machine takes."""

    def open_page(**options: object) -> Page:
        page = new_page(**options)
        page.set_default_timeout(60_000)
        return page

    return open_page


def test_nine_heads_send_from_a_phone_and_the_lead_watches(lead: Person, patient, axe, tmp_path: Path):
    year = return_forms()["ks2"].year_on(timezone.localdate())
    phone, desk = patient(width=375, java_script_enabled=False), as_them(patient(), lead)
    for at, urn in enumerate(URNS, start=1):
        send(phone, urn)
        expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you: your numbers are in")
        if at in (1, 6, 9):
            put_all_together(at=timezone.now())
            desk.goto("/groups/coast/returns/")
            expect(desk.get_by_text(f"{at} of 9 schools {'is' if at == 1 else 'are'} in.")).to_be_visible()
    assert axe(desk) == []
    hers = opening(desk, f"year={year}&pupils=disadvantaged")
    assert "18 of 36 pupils" in hers and "as reported by the schools themselves" in hers, hers
    assert "These are the schools’ own returns" in hers
    assert "9 of 9 schools are in." in desk.locator("main").inner_text()
    assert axe(desk) == []
    desk.get_by_role("button", name="Freeze this page").click()
    expect(desk.get_by_role("heading", name="Frozen on")).to_be_visible()
    _december(desk, year, tmp_path, axe)
    print(f"sent from a phone: {len(URNS)} schools, {len(URNS) * len(LABELS)} numbers")


def _december(desk: Page, year: int, folder: Path, axe: Callable[..., list[object]]) -> None:
    """The published file takes the place of what was reported, and what it hides stays theirs to see, and marked."""
    frozen = desk.url
    hidden = {"TFSM6CLA1A": "4", "PTRWM_EXP_FSM6CLA1A": "SUPP"}
    publish(folder, [school(urn, "501", 30, "70%", **hidden) for urn in URNS], year)
    everybody = opening(desk, f"year={year}")
    assert "189 of 270 pupils" in everybody and "reported" not in everybody, everybody
    told = desk.locator(".govuk-inset-text").first.inner_text()
    assert "the schools themselves had reported 67%, 180 of 270 pupils, in all 9 schools" in told, told
    assert "the published figure is 70%, 189 of 270 pupils. That is 9 more who met it, of as many pupils." in told, told
    assert "What is published of 9 of 9 schools differs from what was reported." in told
    assert axe(desk) == []
    desk.goto("/groups/coast/returns/")
    row = desk.get_by_role("row", name="RWM expected standard", exact=False).first.inner_text()
    assert "67% (reported): 180 of 270" in row and "70%: 189 of 270" in row and "9 more who met it" in row, row
    assert axe(desk) == []
    hers = opening(desk, f"year={year}&pupils=disadvantaged")
    assert "18 of 36 pupils" in hers and "as reported by the schools themselves" in hers, hers
    desk.goto(frozen)
    since = desk.locator(".accord-frozen").inner_text()
    assert f"Newer results have been loaded since: final results for summer {year}" in since, since


def test_the_form_fits_a_phone_and_says_what_cannot_be_beside_its_number(lead: Person, patient, axe):
    phone = patient(width=375)
    phone.goto(link_for(URNS[0]))
    assert axe(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    send(phone, URNS[0], ("30", "31", "4", "4", "2"))
    expect(phone.get_by_text("31 met it of 30 pupils, which cannot be.").first).to_be_visible()
    expect(phone).to_have_title(re.compile("^Error:"))
    assert axe(phone) == []
