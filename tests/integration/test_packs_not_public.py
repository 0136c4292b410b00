"""A pack holds of results that are not public what its reader's pages hold, says so on every page, and is noted."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from accord.accounts.models.events import Reading
from accord.register.actions.groups import make
from accord.register.actions.memberships import join
from accord.sharing.actions.terms import set_terms
from accord.sharing.choices import Source
from accord.sharing.rules.stages import Terms
from tests.factories.papers import parts_of_docx
from tests.factories.people import somebody
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import authority, publish, school

AT = datetime(2026, 11, 1, tzinfo=UTC)
COUNTS = {"100001": 11, "100002": 13, "100003": 17}
"""Of 30 pupils each, in the summer that is not public: these stand nowhere else."""
ALL = set(COUNTS)
MARK = "Not public: for those who may see it, and nobody else."
ASKED = "year=2019"


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """Coast's three schools: 2018 is public, 2019 has reached the schools themselves and no further."""
    group = make(name="Coast", kind="alliance", belongs_to="authority:501", by=None, at=AT)
    for at, urn in enumerate(COUNTS):
        registered(urn, f"School {'ABC'[at]}", la_code="501")
        join(group=group, urn=urn, starts_on=None, by=None, at=AT)
    shares = {urn: f"{round(100 * count / 30)}%" for urn, count in COUNTS.items()}
    publish(tmp_path, [*(school(urn, "501", 30, "90%") for urn in COUNTS), authority("501", 90, "90%")], 2018)
    rows = [*(school(urn, "501", 30, share) for urn, share in shares.items()), authority("501", 90, "46%")]
    secret = publish(tmp_path, rows, 2019)
    before = timezone.localdate() - timedelta(days=3)
    terms = Terms(Source.AUTHORITY, to_schools_on=before)
    set_terms(release=secret.public_id, terms=terms, reason="a test", by=None, at=AT)
    return client


def named_in(text: str) -> set[str]:
    """The schools whose count of the summer that is not public stands in a text."""
    return {urn for urn, count in COUNTS.items() if re.search(rf"\b{count} of 30\b", text)}


def texts(site: Client) -> dict[str, str]:
    """The whole pack in each of its files, as words."""
    found = {form: site.get(f"/groups/coast/packs/whole.{form}?{ASKED}").content for form in ("pdf", "docx", "xlsx")}
    pdf = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(found["pdf"])).pages)
    book = CalamineWorkbook.from_filelike(io.BytesIO(found["xlsx"]))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    word = " ".join(each.words for each in parts_of_docx(found["docx"]))
    return {"pdf": " ".join(pdf.split()), "docx": word, "xlsx": " ".join(map(str, cells))}


def on_pages(site: Client) -> str:
    addresses = ["groups/coast/", "groups/coast/schools.csv", "groups/coast/trend.csv"]
    addresses += [f"schools/{urn}/trend.csv" for urn in COUNTS]
    return " ".join(site.get(f"/{each}?{ASKED}").content.decode() for each in addresses)


@pytest.mark.parametrize(
    ("right", "named"),
    [
        ("councillor authority:501", set()),
        ("alliance_lead group:coast", set()),
        ("headteacher school:100003", {"100003"}),
        ("data_manager authority:501", ALL),
    ],
)
def test_each_reader_is_printed_what_their_pages_show(site: Client, right: str, named: set[str]):
    person = somebody("reader@example.org", right, name="Robin Reader")
    site.force_login(person)
    printed = texts(site)
    assert {form: named_in(text) for form, text in printed.items()} == dict.fromkeys(printed, named)
    assert named_in(on_pages(site)) == named
    noted = Reading.objects.filter(person=person, page="dashboards:pack", kind="school")
    assert set(noted.values_list("subject_id", flat=True)) == named
    assert all("2018" in text and "27 of 30" in text for text in printed.values())
    assert {form: MARK in text for form, text in printed.items() if form == "pdf"} == {"pdf": bool(named)}
    assert ("Not public" in printed["xlsx"]) == bool(named)


def test_the_mark_stands_on_every_page_and_in_the_name_of_the_file(site: Client):
    site.force_login(somebody("manager@example.org", "data_manager authority:501"))
    answer = site.get(f"/groups/coast/packs/whole.pdf?{ASKED}")
    assert answer.headers["Content-Disposition"].endswith('-pack-whole-not-public.pdf"')
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) >= 2 + len(COUNTS) and all(MARK in page for page in pages)
    assert "The authority sees these results, and each school its own." in pages[0]
    word = docx.Document(io.BytesIO(site.get(f"/groups/coast/packs/summary.docx?{ASKED}").content))
    assert MARK in word.sections[0].footer.paragraphs[0].text
