"""The page of data tells what waits, what usually is here by now, and what answers; its tables leave as files."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accord.intake.actions.releases import withdraw
from accord.intake.models.fetches import Fetch
from accord.intake.queries.fetches import watchers
from tests.factories.people import somebody
from tests.factories.school_tables import publish, school, take, write

A = "100001"


@pytest.fixture
def site(home: Path, client: Client) -> Client:
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def page(site: Client) -> str:
    return " ".join(unescape(site.get("/data/").content.decode()).split())


def calendar(site: Client) -> dict[tuple[str, str, str], str]:
    """How each edition stands, by publication, what it is about and how settled."""
    rows = csv.DictReader(io.StringIO(site.get("/data/calendar.csv").content.decode("utf-8-sig")))
    return {(row["publication"], row["about"], row["settled"]): row["standing"] for row in rows}


def test_the_calendar_follows_what_is_published_and_withdrawn(site: Client, tmp_path: Path):
    summer = f"summer {timezone.localdate().year - 1}"
    asked = ("Key Stage 2 results by school", summer, "final")
    assert "Nothing has been published yet." in page(site)
    assert calendar(site)[asked] in ("not here", "later", "usual this month, not here yet")
    release = publish(tmp_path, [school(A, "201", 40, "50%")], timezone.localdate().year - 1)
    assert calendar(site)[asked] == "here"
    assert calendar(site)[asked[0], summer, "revised"] == "a later edition is here"
    assert "1 release answers today." in page(site)
    withdraw(release=release, because="Sent by mistake.", by=None, at=timezone.now())
    assert calendar(site)[asked] != "here"
    assert "Nothing has been published yet." in page(site)


def test_files_that_wait_come_first(site: Client, tmp_path: Path):
    take(write(tmp_path / "held.csv", [school(A, "201", 40, "60%")]), 2019, hold=True)
    take(write(tmp_path / "wrong.csv", [school(A, "201", 40, "162%")]), 2019)
    said = page(site)
    assert "1 file waits to be accepted. 1 of the files sent last was refused." in said
    waits = said[said.index('id="waiting"') : said.index('id="calendar"')]
    assert "held.csv" in waits and "wrong.csv" in waits
    assert "answers today" not in said


def test_tables_leave_as_files_and_no_others_do(site: Client, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "50%")], 2019)
    rows = list(csv.DictReader(io.StringIO(site.get("/data/releases.csv").content.decode("utf-8-sig"))))
    assert [(row["family"], row["about"], row["state"]) for row in rows] == [("ks2_schools", "2019", "published")]
    assert site.get("/data/calendar.xlsx").content[:2] == b"PK"
    for wrong in ("secrets.csv", "releases.pdf"):
        assert site.get(f"/data/{wrong}").status_code == 404


def test_the_calendar_says_what_asking_came_to_and_who_acts(site: Client, tmp_path: Path):
    year = timezone.localdate().year - 1
    asked = {"offered": "ks2_schools", "publication": "ks2_results", "year": year, "settled": "final"}
    at = {"asked_at": timezone.now(), "address": "https://data.example/ks2"}
    Fetch.objects.create(**asked, **at, outcome="failed", reason="Instead of a file came a page of the web.")

    def rows() -> dict[str, dict[str, str]]:
        found = csv.DictReader(io.StringIO(site.get("/data/calendar.csv").content.decode("utf-8-sig")))
        mine = [row for row in found if row["publication"] == "Key Stage 2 results by school"]
        return {row["settled"]: row for row in mine if row["about"] == f"summer {year}"}

    assert rows()["final"]["asked"].endswith("did not come. Instead of a file came a page of the web.")
    assert "Instead of a file came a page of the web." in page(site)
    waits = {row["standing"]: row["acts"] for row in rows().values()}
    assert "Data manager" in waits["not here"] and waits.get("later", "") == ""
    held = take(write(tmp_path / "held.csv", [school(A, "201", 40, "60%")]), year, hold=True)
    Fetch.objects.create(**asked, **at, outcome="new", intake=held, reason="It waits: nobody looked.")
    assert rows()["final"]["asked"].endswith("checked, waiting to be accepted. It waits: nobody looked.")
    assert "https://data.example/ks2" in unescape(site.get(f"/data/sent/{held.public_id}/").content.decode())
    publish(tmp_path, [school(A, "201", 40, "50%")], year)
    assert {row["acts"] for row in rows().values()} == {""}


def test_who_sends_data_may_ask_to_be_told_and_no_longer(site: Client):
    assert "Tell me of data that come" in page(site)
    assert site.post("/data/watch/").status_code == 302
    assert [each.email for each in watchers()] == ["reader@example.org"]
    assert "Tell me no longer" in page(site) and "Data that come by themselves" not in site.get("/").content.decode()
    site.post("/data/watch/", {"stop": "yes"})
    assert watchers() == [] and "Tell me of data that come" in page(site)
    site.force_login(somebody("head@example.org", "headteacher school:100001", name="Head"))
    assert "Tell me of data" not in page(site) and site.post("/data/watch/").status_code == 403


def linked_files(site: Client, address: str) -> list[str]:
    """The CSV files that a page leads to, each there with its XLSX beside it."""
    text = unescape(site.get(address).content.decode())
    found = re.findall(r'href="([^"]+\.csv[^"]*)"', text)
    assert text.count('<table class="govuk-table">') == len(found), "a table without a file"
    for each in found:
        assert site.get(each).status_code == 200 and site.get(each.replace(".csv", ".xlsx")).status_code == 200
    return found


def test_every_table_of_data_leaves_as_a_file(site: Client, tmp_path: Path):
    take(write(tmp_path / "held.csv", [school(A, "201", 40, "60%")]), 2019, hold=True)
    wrong = take(write(tmp_path / "wrong.csv", [school(A, "201", 40, "162%"), school(A, "201", 40, "50%")]), 2019)
    release = publish(tmp_path, [school(A, "201", 40, "SUPP")], 2018)
    named = [each.rpartition("/")[2] for each in linked_files(site, "/data/")]
    assert named == ["waiting.csv", "calendar.csv", "releases.csv", "sent.csv"]
    address = f"/data/sent/{wrong.public_id}/"
    assert [each.rpartition("/")[2] for each in linked_files(site, address)] == ["problems.csv"]
    rows = list(csv.DictReader(io.StringIO(site.get(f"{address}problems.csv").content.decode("utf-8-sig"))))
    assert len(rows) == len(wrong.problems) > 0 and any("162" in str(row) for row in rows)
    assert site.get(f"{address}warnings.csv").status_code == 404
    assert linked_files(site, f"/data/sent/{release.intake.public_id}/")
    assert linked_files(site, f"/data/releases/{release.public_id}/")
