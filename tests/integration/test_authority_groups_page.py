"""All groups of an authority side by side: what stands apart, what cannot be told, who is in none."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.register.actions.group_lists import import_groups
from tests.factories.people import somebody
from tests.factories.register_schools import school as known_school
from tests.factories.school_tables import publish, school

pytestmark = pytest.mark.once

A, B, C, D, E, F, G = (f"10000{at}" for at in range(1, 8))
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
PAGE = "/authorities/201/groups/"


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """An authority of 60%: High (80%), Like (59%), Same and Equal (61%), Low (40%), None (suppressed)."""
    percents = {A: "80%", B: "59%", C: "61%", D: "40%", E: "SUPP", G: "61%"}
    rows = [school(urn, "201", 100, percent) for urn, percent in percents.items()]
    publish(tmp_path, [*rows, {"RECTYPE": "3", "LEA": "201", "TELIG": "600", "PTRWM_EXP": "60%"}], 2019)
    names = {"High": A, "Like": B, "Same": C, "Low": D, "None": E, "Equal": G}
    groups(*(f"{name} Alliance,alliance,{urn},,,,North" for name, urn in names.items()), f"North,district,{A},,,,")
    for urn in (*percents, F):
        known_school(urn, f"School {urn}", la_code="201", phase="primary")
    known_school("100019", "Elsewhere School", la_code="999", phase="primary")
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def groups(*lines: str) -> None:
    import_groups(text="\n".join(["group,kind,urn,role,starts_on,ends_before,parent", *lines]), by=None, at=NOON)


def page(site: Client, path: str = PAGE) -> str:
    answer = site.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def names(site: Client, more: str = "") -> list[tuple[str, str]]:
    """The groups in the order of the file, with what is said beside the authority."""
    answer = site.get(f"{PAGE}side-by-side.csv{more}")
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return [(row["name"].removesuffix(" Alliance"), row["beside"]) for row in rows]


def test_groups_stand_in_what_can_be_told_and_ties_by_name(site: Client):
    assert names(site) == [
        ("High", "above"),
        ("Equal", "cannot be told apart"),
        ("Like", "cannot be told apart"),
        ("Same", "cannot be told apart"),
        ("Low", "below"),
        ("None", "nothing to compare"),
    ]
    assert [name for name, _ in names(site, "?order=name")] == ["Equal", "High", "Like", "Low", "None", "Same"]
    assert [name for name, _ in names(site, "?order=value")] == ["High", "Equal", "Same", "Like", "Low", "None"]


def test_the_sentence_counts_what_the_table_says(site: Client):
    said = re.search(r'<p class="accord-lead">(.*?)</p>', page(site))
    assert said and said[1] == (
        "Of 6 alliances in summer 2019, 1 stands above and 1 below Local authority 201’s 60% (published); 3 cannot be "
        "told apart from it; 1 has nothing to compare."
    )
    assert "There is no figure for summer 2021." in page(site, f"{PAGE}?year=2021")


def test_schools_in_none_and_the_other_kinds_are_a_step_away(site: Client):
    said = page(site)
    assert "1 of 7 open schools is in no alliance." in said
    assert "/schools/coverage/?kind=alliance&authority=201" in said
    assert "Alliance (6)" in said and "District (1)" in said
    assert "There are no trusts" not in said
    assert "There are no multi-academy trusts with schools of Local authority 201." in page(site, f"{PAGE}?kind=trust")
    assert "North" in page(site, f"{PAGE}?kind=district")


def test_a_group_that_reaches_beyond_says_how_many_of_its_schools_are_here(site: Client):
    groups("Wide,federation,100019,,,,", f"Wide,federation,{A},,,,")
    assert "1 of 2 here" in page(site, f"{PAGE}?kind=federation")


def test_without_the_register_releases_tell_whose_the_schools_are(home: Path, client: Client, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 100, "80%")], 2019)
    groups(f"High Alliance,alliance,{A},,,,")
    client.force_login(somebody("reader@example.org", name="Reader"))
    said = page(client)
    assert "High Alliance" in said
    assert "The register does not know the schools of" in said


def test_pictures_and_files_leave_and_what_is_not_there_does_not(site: Client):
    assert b"<svg" in site.get(f"{PAGE}side-by-side.svg").content
    assert site.get(f"{PAGE}side-by-side.png").content[:4] == b"\x89PNG"
    assert site.get(f"{PAGE}side-by-side.xlsx").content[:2] == b"PK"
    for wrong in ("side-by-side.pdf", "?kind=gang", "?order=best", "?measure=nothing"):
        assert site.get(f"{PAGE}{wrong}").status_code == 404
    assert site.get("/authorities/998/groups/").status_code == 404


def test_many_groups_ask_as_little_as_few(site: Client):
    def asked() -> int:
        page(site)
        with CaptureQueriesContext(connection) as found:
            page(site)
        return len(found)

    few = asked()
    groups(*(f"More {at},alliance,{(A, B, C, D)[at % 4]},,,,North" for at in range(24)))
    assert asked() == few
