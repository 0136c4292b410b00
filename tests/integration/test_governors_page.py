"""Ten questions for governors: what is held is answered in children, what is not is said plainly, nobody is named."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from accord.register.actions.group_lists import import_groups
from tests.factories.people import somebody
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import authority, england, publish, school

pytestmark = pytest.mark.once

A, B, C = "100001", "100002", "100003"
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def site(home: Path, client: Client) -> Client:
    client.force_login(somebody("chair@example.org", name="C. Chair"))
    return client


@pytest.fixture
def results(site: Client, tmp_path: Path) -> None:
    """Two summers of A and B in Coast; in the second A is far below England and C's results are suppressed."""
    registered(A, "Ash Primary School")
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", *(f"Coast,alliance,{urn},,,," for urn in (A, B, C))]
    import_groups(text="\n".join(lines), by=None, at=AT)
    for year, shares in ((2018, ("70%", "72%", "SUPP")), (2019, ("40%", "50%", "SUPP"))):
        a, b, c = shares
        more = {"PTREAD_EXP": "70%", "PTWRITTA_EXP": "45%", "PTMAT_EXP": "60%"}
        rows = [school(A, "201", 100, a, **more), school(B, "201", 100, b, **more), school(C, "201", 6, c)]
        publish(tmp_path, [*rows, authority("201", 206, a), england(99_999, "65%")], year)


def words(site: Client, address: str, status: int = 200) -> str:
    answer = site.get(address)
    assert answer.status_code == status
    page = answer.content.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def test_a_group_is_answered_in_children_and_asks_follow_from_the_answers(site: Client, results: None):
    page = words(site, "/groups/coast/governors/")
    order = [
        "How did our children do?", "Is that unusual for so few children?", "Which children did less well?",
        "What changed over three years?", "Who attends, and who is missing?", "What did the last inspection ask for",
        "What are our three priorities", "What help do we get and give", "Who leads next?",
        "What should we ask the head",
    ]  # fmt: skip
    assert sorted(order, key=page.index) == order
    assert "45% of pupils met the expected standard in reading, writing and maths in summer 2019: 90 of 200" in page
    assert "That is below England’s" in page and "That is down from 71% (142 of 200 pupils) in summer 2018" in page
    assert "1 school not in the figure (suppressed: too few pupils to publish)" in page
    for missing in ("attendance", "inspections", "priorities", "who helped whom", "who could lead next"):
        assert f"Accord does not hold {missing} yet." in page
    tonight = page[page.index("What should we ask the head") :]
    assert "below England’s 65%. What did the other children need" in tonight


def test_a_school_says_its_groups_and_an_authority_has_no_such_page(site: Client, results: None):
    page = words(site, f"/schools/{A}/governors/?year=2019")
    assert "The school is in Coast." in page and "40 of 100 pupils" in page
    assert "not in the figure" not in page
    assert "has no such page" in words(site, "/authorities/201/governors/", 404)


def test_a_year_and_a_home_without_results_say_so(site: Client, results: None):
    page = words(site, "/groups/coast/governors/?year=2020")
    assert "There is no figure for summer 2020" in page
    assert "There is no figure to ask about." in page


def test_an_empty_home_has_nothing_to_ask(site: Client):
    import_groups(text=f"group,kind,urn,role,starts_on,ends_before,parent\nElm,alliance,{A},,,,\n", by=None, at=AT)
    page = words(site, "/groups/elm/governors/")
    assert "No results have been loaded yet" in page and "There is no figure to ask about." in page


def test_its_tables_leave_as_files_with_the_same_figures(site: Client, results: None):
    answer = site.get("/groups/coast/governors/subjects.csv?year=2019")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    first = rows[0]
    assert (first["measure_code"], first["part_low"], first["whole"]) == ("ks2_rwm_expected", "90", "200")
    assert {row["measure_code"] for row in rows} >= {"ks2_writing_expected"}
    years = site.get("/groups/coast/governors/years.csv?year=2019").content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in years.splitlines()][1:] == ["2019", "2018"]
    assert site.get("/groups/coast/governors/years.xlsx").content[:2] == b"PK"
    assert site.get("/groups/coast/governors/other.csv").status_code == 404


def test_it_can_be_frozen_for_the_minutes(site: Client, results: None, tmp_path: Path):
    made = site.post("/groups/coast/freeze/?year=2019", {"page": "dashboards:governors"})
    page = words(site, site.get(made["Location"])["Location"])
    assert "Frozen on " in page and "Ten questions for governors" in page
    more = {"PTREAD_EXP": "90%", "PTWRITTA_EXP": "90%", "PTMAT_EXP": "90%"}
    rows = [school(A, "201", 100, "90%", **more), school(B, "201", 100, "90%", **more), school(C, "201", 6, "SUPP")]
    publish(tmp_path, [*rows, authority("201", 206, "90%"), england(99_999, "65%")], 2019)
    again = words(site, site.get(made["Location"])["Location"])
    # What changed since then is told above the page that was frozen, which stays as it was.
    answer = page[page.index("90 of 200") - 40 : page.rindex("90 of 200") + 40]
    assert answer in again and again.rindex("180 of 200") < again.index(answer)
    assert "180 of 200" in words(site, "/groups/coast/governors/?year=2019")
