"""The pages of the record: what the data protection officer finds there, and a school its own; nobody else anything."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accord.accounts.actions.events import record
from accord.accounts.actions.reading import Under, note_read
from accord.accounts.actions.watching import follow
from accord.accounts.models.events import Event
from accord.accounts.models.holds import LegalHold
from accord.accounts.models.people import Person
from accord.accounts.readers import Reader
from accord.accounts.rules.rights import NOBODY
from tests.factories.people import somebody
from tests.factories.register_schools import school

AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
MINE, THEIRS = "734001", "734002"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def people(home: Any) -> dict[str, Person]:
    """Two authorities, 201 and 202, with a school each; an officer of everywhere and one of 201; a head of 201's."""
    school(MINE, "Ash Primary School", la_code="201")
    school(THEIRS, "Birch Primary School", la_code="202")
    return {
        "officer": somebody("officer@example.org", "data_protection_officer everywhere", name="Olga Officer"),
        "local": somebody("local@example.org", "data_protection_officer authority:201", name="Lars Local"),
        "head": somebody("head@example.org", f"headteacher school:{MINE}", name="Hanna Head"),
        "other": somebody("other@example.org", f"headteacher school:{THEIRS}", name="Otis Other"),
    }


@pytest.fixture
def written(people: dict[str, Person]) -> dict[str, Person]:
    record("renamed", kind="group", subject="canary-here", by=people["head"], at=AT)
    record("renamed", kind="group", subject="canary-there", by=people["other"], at=AT)
    record("corrected", kind="establishment", subject=MINE, by=people["other"], at=AT, detail={"why": "canary-mine"})
    for urn, rows in ((MINE, 7), (THEIRS, 11)):
        for name in ("other", "officer"):
            reader = Reader.person(people[name], NOBODY)
            note_read(reader=reader, kind="school", subject=urn, rows=rows, under=Under("g", "a"), at=AT)
    return people


def get(who: Person, path: str, status: int = 200, **data: str) -> str:
    client = Client()
    client.force_login(who)
    answer = client.post(path, data) if data else client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return " ".join(unescape(answer.content.decode()).split())


def test_the_officer_of_everywhere_reads_all_and_one_of_an_authority_what_concerns_it(written):
    everything, local = get(written["officer"], "/record/"), get(written["local"], "/record/")
    for mark in ("canary-here", "canary-there", "canary-mine"):
        assert mark in everything
    assert "canary-here" in local and "canary-mine" in local and "canary-there" not in local
    assert "Otis Other" in local, "what somebody elsewhere did to a school of ours is ours to know"
    reads = get(written["local"], "/record/reads/")
    assert "Ash Primary School" in reads and "Birch" not in reads
    assert "Birch Primary School" in get(written["officer"], "/record/reads/")


def test_what_is_asked_for_is_listed_and_a_wrong_day_is_said(written):
    officer, head = written["officer"], written["head"]
    page = get(officer, f"/record/?who={head.public_id}")
    assert "canary-here" in page and "canary-there" not in page and "Only what <strong>Hanna Head</strong> did" in page
    assert "canary-mine" in get(officer, f"/record/?kind=establishment&subject={MINE}")
    assert "No entry fits" in get(officer, "/record/?kind=group&last=1/1/2020")
    assert "canary-here" in get(officer, "/record/?kind=group&first=30/11/2026&last=30/11/2026")
    assert "is no day" in get(officer, "/record/?first=yesterday")
    found = get(officer, "/record/", text="hanna")
    assert f"?who={head.public_id}" in found and "head@example.org" in found
    assert "Nobody whose acts you may see" in get(written["local"], "/record/", text="otis")
    assert "Write part of a name" in get(officer, "/record/", text=" ")


@pytest.mark.parametrize("which", ["acts", "reads"])
def test_a_file_has_what_the_page_has(written, which: str):
    client = Client()
    client.force_login(written["local"])
    answer = client.get(f"/record/{which}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows and "canary-there" not in answer.content.decode()
    assert {row["subject"] for row in rows if which == "reads"} <= {MINE}
    assert client.get(f"/record/{which}.xlsx").status_code == 200
    assert client.get("/record/other.csv").status_code == 404


def test_a_school_sees_who_looked_at_it_and_nobody_elses(written):
    for who, seen in (("head", True), ("other", False), ("local", True)):
        assert (f"/schools/{MINE}/looked/" in get(written[who], f"/schools/{MINE}/")) is seen
    page = get(written["head"], f"/schools/{MINE}/looked/")
    assert "2 people were shown results of Ash Primary School" in page and "14 figures" in page
    assert "Otis Other" in page and "Olga Officer" in page
    get(written["head"], f"/schools/{THEIRS}/looked/", 404)
    get(written["head"], f"/schools/{THEIRS}/looked.csv", 404)
    get(written["local"], f"/schools/{THEIRS}/looked/", 404)
    assert "Otis Other" in get(written["local"], f"/schools/{MINE}/looked/")
    assert "Otis Other" in get(written["head"], f"/schools/{MINE}/looked.csv")
    get(written["head"], "/schools/999999/looked/", 404)


@pytest.mark.parametrize(
    "path", ["/record/", "/record/reads/", "/record/acts.csv", "/record/held/", "/record/retention/",
             "/record/retention/hold/", "/record/retention/schedule.csv"]
)  # fmt: skip
def test_those_who_do_not_answer_for_data_protection_are_refused(people, path: str):
    get(people["head"], path, 403)
    get(people["officer"], path)


def test_what_is_held_on_somebody_leaves_as_one_file_and_is_recorded(written):
    follow(address="groups/elm", name="Elm", by=written["head"], at=AT)
    client = Client()
    client.force_login(written["local"])
    answer = client.post("/record/held/", {"on": "person", "which": "head@example.org"})
    assert answer["Content-Type"] == "application/zip" and "person" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        assert b"Everything held on Hanna Head" in files.read("cover-sheet.txt")
        assert b"groups/elm" in files.read("tables/accounts.followed.csv"), "hidden from others, not from this"
    of_school = client.post("/record/held/", {"on": "school", "which": MINE})
    with zipfile.ZipFile(io.BytesIO(of_school.content)) as files:
        assert "tables/accounts.reading.csv" in files.namelist()
    told = Event.objects.filter(verb="exported_held").values_list("subject_kind", "subject_id")
    assert set(told) == {("person", str(written["head"].public_id)), ("school", MINE)}
    for on, which in (("person", "other@example.org"), ("school", THEIRS)):
        page = get(written["local"], "/record/held/", on=on, which=which)
        assert "Error: Everything held" in page and which in page
    assert Event.objects.filter(verb="exported_held").count() == 2


def test_a_hold_is_placed_and_lifted_on_the_pages(written):
    officer, local = written["officer"], written["local"]
    assert "past their time" in get(officer, "/record/retention/")
    get(officer, "/record/retention/hold/", 302, over="school", which=THEIRS, because="A claim")
    get(officer, "/record/retention/hold/", 302, over="group:acts", because="An inquiry")
    get(officer, "/record/retention/hold/", 302, over="person", which="head@example.org", because="A complaint")
    assert "There is a hold on it already" in get(
        officer, "/record/retention/hold/", over="school", which=THEIRS, because="A claim"
    )
    assert "No school of yours" in get(
        local, "/record/retention/hold/", over="school", which=THEIRS, because="A claim"
    )
    assert "Say why it has to be kept" in get(officer, "/record/retention/hold/", over="group:reads", because=" ")
    page = get(officer, "/record/retention/")
    assert "3 legal holds keep" in page and "Birch Primary School" in page and "What was done" in page
    assert "Birch" not in get(local, "/record/retention/")
    hold = LegalHold.objects.get(over="school")
    get(local, f"/record/retention/holds/{hold.public_id}/lift/", 404)
    assert "A claim" in get(officer, f"/record/retention/holds/{hold.public_id}/lift/")
    get(officer, f"/record/retention/holds/{hold.public_id}/lift/", 302, because="It is settled")
    hold.refresh_from_db()
    assert hold.lifted_by == officer
    get(officer, f"/record/retention/holds/{hold.public_id}/lift/", 404)
