"""A pack for a meeting: each figure in it is that of its own page, for the same reader, and nothing else is in it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import docx
import pytest
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from accord.accounts.models.events import Reading
from accord.accounts.models.people import Person
from accord.register.actions.group_lists import import_groups
from tests.factories.papers import Part, below, flat, parts_of_docx, parts_of_pdf, tables_of, tags
from tests.factories.people import somebody
from tests.factories.programs import NOON
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import authority, england, publish, school

pytestmark = pytest.mark.once

HIGH, LOW, HIDDEN, HOSTILE, ELSEWHERE = "100001", "100002", "100003", "100004", "100009"
NAMES = {
    HIGH: "Ash Primary School",
    LOW: "Birch Primary School",
    HIDDEN: "Cedar Primary School",
    HOSTILE: r"St #let x = 1 $a$ @b [c] \d <e> & Dôl-ŵy",
    ELSEWHERE: "Elm Primary School",
}
SHARES = {HIGH: ("87%", "93%"), LOW: ("53%", "43%"), HIDDEN: ("SUPP", "SUPP"), HOSTILE: ("67%", "73%")}
PAPERS: dict[str, Callable[[bytes], list[Part]]] = {"pdf": parts_of_pdf, "docx": parts_of_docx}
ASKED = "year=2019"
OVERVIEW = f"/groups/coast/?{ASKED}"


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """Two summers of Coast's four schools, one hidden and one with a name full of signs, and of a school elsewhere."""
    for urn, name in NAMES.items():
        registered(urn, name, la_code="201")
    for at, year in enumerate((2018, 2019)):
        rows = [school(urn, "201", 4 if urn == HIDDEN else 60, share[at]) for urn, share in SHARES.items()]
        rows = [{**row, "SCHNAME": NAMES[row["URN"]]} for row in (*rows, school(ELSEWHERE, "201", 30, "37%"))]
        publish(tmp_path, [*rows, authority("201", 214, "62%"), england(600_000, "64%")], year)
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", *(f"Coast,alliance,{urn},,,," for urn in SHARES)]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    client.force_login(somebody("reader@example.org", name="Robin Reader"))
    return client


def got(site: Client, address: str) -> bytes:
    answer = site.get(address)
    assert answer.status_code == 200, address
    return answer.content


def pack(site: Client, code: str, form: str, room: str = "groups/coast", asked: str = ASKED) -> bytes:
    return got(site, f"/{room}/packs/{code}.{form}?{asked}")


def words(site: Client, address: str) -> str:
    return flat(unescape(re.sub(r"<[^>]+>", " ", got(site, address).decode())))


def lead(site: Client, room: str, asked: str = ASKED) -> str:
    """The sentences that the overview of a subject opens with, without what the register says of a school."""
    page = got(site, f"/{room}/?{asked}").decode()
    told = flat(unescape(re.sub(r"<[^>]+>", " ", re.search(r'<p class="accord-lead">(.*?)</p>', page, re.S)[1])))
    return told[told.index(" pupils. ") + 9 :] if " pupils. " in told and room.startswith("schools") else told


def csv_rows(site: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(got(site, address).decode("utf-8-sig"))))


def by_summer(site: Client, room: str) -> dict[str, dict[str, dict[str, str]]]:
    """What the page of the summers has of a subject and of England, from its CSV: whose, then the summer."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in csv_rows(site, f"/{room}/trend.csv?{ASKED}"):
        whose = "own" if row["basis"] == "pooled" else row["who"]
        found.setdefault(whose, {})[row["year"]] = row
    return found


def printed(row: dict[str, str]) -> str:
    return f"{float(row['value']):.0f}%" if row["value"] else row["status"]


def lines(site: Client, urn: str) -> list[str]:
    """The summers of a school as its table should print them: its own figure, Coast's and England's."""
    own, group = by_summer(site, f"schools/{urn}"), by_summer(site, "groups/coast")["own"]
    found = []
    for year, row in own["own"].items():
        beside = " ".join(printed(each) for each in (group[year], own["England"][year]))
        found.append(f"{year} {printed(row)} {row['counts']} {row['interval']} {beside}")
    return found


def is_tagged(content: bytes) -> None:
    """A PDF names its language and title, has a header in every table and words for every picture."""
    reader = PdfReader(io.BytesIO(content))
    assert reader.trailer["/Root"]["/Lang"] == "en-GB" and reader.metadata.title == "Coast"
    tables = [element for kind, element in tags(content) if kind == "/Table"]
    assert len(tables) == 2 + len(SHARES) and all(below(each).count("/TH") >= 3 for each in tables)
    pictures = [str(element["/Alt"]) for kind, element in tags(content) if kind == "/Figure" and "/Alt" in element]
    assert len(pictures) == 1 + len(SHARES)
    assert any(f"{NAMES[HIGH]}: 87% in 2018 and 93% in 2019" in each for each in pictures)


def is_marked(content: bytes) -> None:
    """A Word file marks the header of every table and describes every picture."""
    opened = docx.Document(io.BytesIO(content))
    assert [marked for marked, _ in tables_of(opened)] == [True] * (2 + len(SHARES))
    told = [each._inline.docPr.get("descr") for each in opened.inline_shapes]
    assert len(told) == 1 + len(SHARES) and all(each and "The table has" in each for each in told)


WELL_MADE = {"pdf": is_tagged, "docx": is_marked}


def bare(text: str) -> str:
    """The text without any space: a paper breaks its lines where a page does not."""
    return "".join(text.split())


@pytest.mark.parametrize("form", PAPERS)
def test_each_school_has_a_part_with_the_sentences_and_the_summers_of_its_own_page(site: Client, form: str):
    content = pack(site, "whole", form)
    parts = {each.title: bare(each.words) for each in PAPERS[form](content)}
    for urn in SHARES:
        told = parts[NAMES[urn]]
        assert bare(lead(site, f"schools/{urn}")) in told
        for line in lines(site, urn):
            assert bare(line) in told, (urn, line)
        page = words(site, f"/schools/{urn}/trend/?{ASKED}")
        finding = re.search(r"\d\d% in summer 2018, \d\d% in summer 2019", page)
        assert (urn == HIDDEN) == (finding is None)
        assert finding is None or bare(finding[0]) in told
    assert "2019suppressed" in parts[NAMES[HIDDEN]] and "201973%44of60" in parts[NAMES[HOSTILE]]
    for row in csv_rows(site, f"/groups/coast/schools.csv?{ASKED}"):
        line = f"{row['name']} {printed(row)} {row['counts']} {row['interval']} {row['reason']}"
        assert bare(line) in parts["The schools side by side"], line
    assert not any(bare(NAMES[ELSEWHERE]) in each for each in parts.values())
    WELL_MADE[form](content)


@pytest.mark.parametrize("form", PAPERS)
def test_the_first_part_says_what_the_overview_says_and_for_whom_and_from_what(site: Client, form: str):
    content = pack(site, "summary", form)
    first = " ".join(each.words for each in PAPERS[form](content))
    page = words(site, OVERVIEW)
    own = by_summer(site, "groups/coast")["own"]["2019"]
    assert lead(site, "groups/coast") in first
    assert f"{own['counts']} pupils; 95% interval {own['interval']}" in first
    for sentence in (
        "1 school not in the figure (suppressed: too few pupils to publish): Cedar Primary School.",
        "The members of summer 2019 were the same schools as today’s.",
        "The shaded band is the 95% interval for this year’s own rate",
    ):
        assert sentence in first and sentence in page
    noticed = re.search(r'id="stands-out-title".*?<p class="govuk-body">(.*?)</p>', got(site, OVERVIEW).decode(), re.S)
    assert noticed is not None and flat(unescape(noticed[1])) in first
    assert "Made for Robin Reader on" in first and "Key Stage 2 school tables (" in first
    assert "http://testserver/groups/coast/?measure=ks2_rwm_expected" in bare(first)
    assert form != "pdf" or len(PdfReader(io.BytesIO(content)).pages) == 1


def test_the_workbook_holds_the_numbers_of_the_pages_unrounded(site: Client):
    book = CalamineWorkbook.from_filelike(io.BytesIO(pack(site, "whole", "xlsx")))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert list(sheets) == ["By summer", "Schools", "Schools by summer", "Who is counted", "Files", "Notes"]
    for sheet, address in (("By summer", "trend"), ("Schools", "schools"), ("Who is counted", "coverage")):
        told = [[_number(cell) for cell in row] for row in sheets[sheet]]
        page = csv_rows(site, f"/groups/coast/{address}.csv?{ASKED}")
        assert told == [[_number(each) for each in row] for row in (page[0], *(each.values() for each in page))]
    head, *rows = sheets["Schools by summer"]
    assert len(rows) == 2 * len(SHARES)
    for row in (dict(zip(head, each, strict=True)) for each in rows):
        own = by_summer(site, f"schools/{row['urn']}")
        for column in ("value", "interval_low", "part_low", "whole", "status"):
            assert _number(row[column]) == _number(own["own"][str(int(row["year"]))][column]), (row["urn"], column)
        assert row["england"] == 64 and row["name"] == NAMES[str(row["urn"])]
    notes = dict(reversed(each[:2]) for each in sheets["Notes"])
    assert notes["Robin Reader"] == "Made for" and notes[lead_sentence(site)] == "In words"


def lead_sentence(site: Client) -> str:
    return next(part for part in re.split(r"(?<=\.) (?=[A-Z0-9])", lead(site, "groups/coast")))


def _number(cell: object) -> str:
    """A cell of a sheet or a field of a CSV, numbers alike in both."""
    try:
        return f"{float(str(cell)):.12g}"
    except ValueError:
        return str(cell)


@pytest.mark.parametrize("room", [f"schools/{HIGH}", "authorities/201"])
def test_a_school_and_an_authority_have_packs_as_well(site: Client, room: str):
    first = parts_of_pdf(pack(site, "summary", "pdf", room))[0].words
    assert lead(site, room) in first
    book = CalamineWorkbook.from_filelike(io.BytesIO(pack(site, "whole", "xlsx", room)))
    assert ("Schools by summer" in book.sheet_names) == room.startswith("authorities")
    if room.startswith("schools"):
        told = {each.title: bare(each.words) for each in parts_of_pdf(pack(site, "whole", "pdf", room))}
        own = by_summer(site, room)
        row, beside = own["own"]["2019"], own["England"]["2019"]
        assert bare(f"2019 {printed(row)} {row['counts']} {row['interval']} {printed(beside)}") in told["Every summer"]
    else:
        named = {row[1] for row in book.get_sheet_by_name("Schools by summer").to_python()}
        assert named == {"name", *NAMES.values()}


def test_the_name_of_a_file_says_whose_what_and_when_and_nothing_more(site: Client):
    answer = site.get(f"/groups/coast/packs/summary.pdf?{ASKED}")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="coast-ks2_rwm_expected-2019-all-pack-summary.pdf"'
    )
    assert answer.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("asked", ["year=2020", "year=2019&measure=ks2_reading_progress", "year=2019&pupils=boys"])
def test_without_a_figure_the_paper_says_so(site: Client, asked: str):
    code = "whole" if asked == "year=2020" else "summary"
    told = " ".join(each.words for each in parts_of_pdf(pack(site, code, "pdf", asked=asked)))
    assert lead(site, "groups/coast", asked) in told


def test_what_is_no_pack_is_not_there(site: Client):
    for address in ("packs/whole.odt", "packs/half.pdf", "packs/whole.pdf?measure=none"):
        assert site.get(f"/groups/coast/{address}").status_code == 404, address


def test_more_schools_than_are_printed_while_somebody_waits_have_a_summary(site: Client, tmp_path: Path):
    many = [f"1001{at:02d}" for at in range(10)]
    for urn in many:
        registered(urn, f"School {urn}", la_code="201")
    publish(tmp_path, [school(urn, "201", 30, "50%") for urn in many], 2019)
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", *(f"Wide,alliance,{urn},,,," for urn in many)]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    page = words(site, f"/groups/wide/packs/?{ASKED}")
    assert "It has 10 schools with pupils at this stage. A whole pack is made of at most 9 schools" in page
    assert site.get(f"/groups/wide/packs/whole.pdf?{ASKED}").status_code == 404
    assert lead(site, "groups/wide") in parts_of_pdf(pack(site, "summary", "pdf", "groups/wide"))[0].words


def test_a_permanent_link_has_its_summary_only(site: Client):
    frozen = site.post(f"/groups/coast/freeze/?{ASKED}", {"page": "dashboards:one_school"}).headers["Location"]
    key = frozen.strip("/").split("/")[-1]
    asked = f"{ASKED}&frozen={key}"
    assert f"permanent link {key}" in flat(parts_of_pdf(pack(site, "summary", "pdf", asked=asked))[0].words)
    assert site.get(f"/groups/coast/packs/whole.pdf?{asked}").status_code == 404


def test_nobody_is_given_a_pack_without_signing_in(site: Client):
    site.logout()
    assert site.get(f"/groups/coast/packs/whole.pdf?{ASKED}").status_code == 302
    assert not Reading.objects.exists() and Person.objects.exists()
