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
