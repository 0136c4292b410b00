"""What a frozen page says on opening of each of its figures: by how much it moved since, and why."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accord.intake.actions.releases import withdraw
from accord.intake.models.releases import Release
from accord.register.actions.group_lists import import_groups
from accord.register.rules.memberships import spelled
from accord.sharing.actions.terms import set_terms
from accord.sharing.choices import Source
from accord.sharing.rules.stages import Terms
from tests.factories.people import somebody
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import publish, school

A, B, C = "100001", "100002", "100003"
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
OFF = timedelta(days=400)


@pytest.fixture
def councillor(home: Path, client: Client) -> Client:
    client.force_login(somebody("c@example.org", "councillor authority:201", name="C. Councillor"))
    return client


@pytest.fixture
def key(councillor: Client, tmp_path: Path) -> str:
    """The permanent link to Coast in 2019: 22 of 40 in School A, 12 of 20 in School B, from provisional results."""
    registered(A, "School A")
    registered(B, "School B")
    registered(C, "School C")
    publish(tmp_path, results("50%", "50%"), 2018)
    publish(tmp_path, results("55%", "60%"), 2019, "provisional")
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", f"Coast,alliance,{A},,,,", f"Coast,alliance,{B},,,,"]
    import_groups(text="\n".join(lines), by=None, at=AT)
    answer = councillor.post("/groups/coast/freeze/?year=2019", {"page": "dashboards:one_school"})
    return answer["Location"].strip("/").rpartition("/")[2]


def results(a: str, b: str) -> list[dict[str, str]]:
    return [school(A, "201", 40, a), school(B, "201", 20, b), school(C, "201", 10, "90%")]


def opened(client: Client, key: str) -> str:
    """The words at the head of a frozen page."""
    page = client.get(f"/frozen/{key}/", follow=True)
    assert page.status_code == 200
    found = re.search(r'<section class="accord-frozen".*?</section>', page.content.decode(), re.S)
    assert found
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", found[0]).split()))


def taken(client: Client, key: str, form: str = "csv") -> list[dict[str, str]]:
    answer: HttpResponse = client.get(f"/frozen/{key}/changes.{form}")
    assert answer.status_code == 200
    if form == "json":
        return list(json.loads(answer.content)["changes"])
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_nothing_has_changed(councillor: Client, key: str):
    said = opened(councillor, key)
    assert "Nothing that bears on these figures has changed since." in said
    assert "All 4 figures that were frozen are as they were." in said, "two summers, and two schools in the one"
    assert "By how much" not in said and taken(councillor, key) == []


def test_each_figure_that_moved_is_told_with_its_counts_and_why(councillor: Client, key: str, tmp_path: Path):
    publish(tmp_path, results("75%", "60%"), 2019, "revised")
    publish(tmp_path, results("10%", "10%"), 2017)
    said = opened(councillor, key)
    # 22 + 12 of 60 were 57%; 30 + 12 of 60 are 70%, which is 13.3 points more.
    assert "Coast, summer 2019 57%: 34 of 60 70%: 42 of 60 13 points higher: 8 more who met it, of as many" in said
    assert "School 100001, summer 2019 55%: 22 of 40 75%: 30 of 40 20 points higher" in said
    assert "School 100002, summer" not in said and "summer 2018" not in said
    assert "Coast, summer 2017 none 10%: 6 of 60 New: there was no such figure on that day." in said
    first = spelled(timezone.localdate(Release.objects.get(settled="provisional").accepted_at))
    assert f"in place of the provisional ones of {first}." in said
    assert "Of 4 figures that were frozen, 2 are different today and 2 are as they were. 1 figure is new since." in said
    rows = {row["figure"]: row for row in taken(councillor, key)}
    assert len(rows) == 3
    coast = rows["Coast, summer 2019"]
    assert (coast["part_low_frozen"], coast["whole_frozen"]) == ("34", "60")
    assert (coast["part_low_today"], coast["whole_today"], coast["value_today"]) == ("42", "60", "70.0")
    assert [row["figure"] for row in taken(councillor, key, "json")] == list(rows)
    assert councillor.get(f"/frozen/{key}/changes.xlsx").content[:2] == b"PK"
    assert councillor.get(f"/frozen/{key}/changes.pdf").status_code == 404


def test_a_figure_that_is_hidden_now_and_a_school_that_joined(councillor: Client, key: str, tmp_path: Path):
    publish(tmp_path, results("SUPP", "60%"), 2019, "revised")
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", f"Coast,alliance,{C},,,,"]
    import_groups(text="\n".join(lines), by=None, at=AT)
    said = opened(councillor, key)
    assert "School 100001, summer 2019 55%: 22 of 40 suppressed" in said
    assert "No figure can be shown any more: suppressed." in said and "2 have no value any more" in said
    assert "School 100003, summer 2019 none 90%: 9 of 10 New" in said
    row = next(row for row in taken(councillor, key) if row["figure"] == "Coast, summer 2019")
    assert "; 1 school joined." in row["why"]


def test_what_a_reader_may_not_see_today_is_not_told(councillor: Client, key: str, tmp_path: Path):
    revised = publish(tmp_path, results("75%", "60%"), 2019, "revised")
    day = timezone.localdate() + OFF
    terms = Terms(Source.AUTHORITY, day, day, day)
    set_terms(release=revised.public_id, terms=terms, reason="a test", by=None, at=AT)
    assert "All 4 figures that were frozen are as they were." in opened(councillor, key)
    assert "revised" not in opened(councillor, key) and taken(councillor, key) == []
    officer = Client()
    officer.force_login(somebody("o@example.org", name="Officer"))
    assert "13 points higher" in opened(officer, key), "planted: who may see it is told"
    assert len(taken(officer, key)) == 2


def test_results_that_were_withdrawn_since_are_told_and_not_shown(councillor: Client, key: str, tmp_path: Path):
    publish(tmp_path, results("75%", "60%"), 2019, "revised")
    withdraw(release=Release.objects.get(settled="provisional"), because="Not ours", by=None, at=AT)
    assert councillor.get(f"/frozen/{key}/", follow=True).status_code == 410
    rows = taken(councillor, key)
    names = "Coast", f"School {A}", f"School {B}"
    assert {row["figure"] for row in rows} == {f"{name}, summer 2019" for name in names}
    assert {row["was"] for row in rows} == {"withdrawn"} and {row["whole_frozen"] for row in rows} == {""}
    assert all(row["moved"].startswith("Withdrawn since") for row in rows)
