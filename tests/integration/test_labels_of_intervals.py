"""Every interval on a page says what it is of, and what a school usually does never stands beside what it did."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from accord.analytics.figures import Covers
from accord.dashboards.presenters.figure_cells import figure_columns
from accord.insight.sentences.covers import COVERS
from accord.performance import catalogue
from accord.register.actions.group_lists import import_groups
from accord.ui.tables.tables import Column, Table
from tests.factories.people import somebody
from tests.factories.school_tables import authority, england, publish, school

pytestmark = pytest.mark.once

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
URNS = [f"{100001 + at}" for at in range(14)]
PAGES = ("", "measures/", "trend/", "pupils/", "schools/", "help/", "coverage/", "data/")
OF_WHAT = re.compile("year’s (?:own|rate)|summer’s own|that summer alone|underlying|credible")
TABLE = re.compile(r"<table.*?</table>", re.S)
HEAD = re.compile(r"<th[^>]*scope=\"col\"[^>]*>(.*?)</th>", re.S)


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """Fourteen schools in two summers, two of them far above England and two far below."""
    halves = {"BELIG": "25", "GELIG": "25", "PTRWM_EXP_B": "56%", "PTRWM_EXP_G": "60%"}
    for year in (2018, 2019):
        schools = [
            school(urn, "201", 50, "94%" if at < 2 else "20%" if at > 11 else "58%", **halves)
            for at, urn in enumerate(URNS)
        ]  # fmt: skip
        publish(tmp_path, [*schools, authority("201", 700, "60%"), england(600_000, "65%")], year)
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", *(f"Coast,alliance,{urn},,,," for urn in URNS[:8])]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def unlabelled(html: str) -> list[str]:
    """Headings of tables that name an interval and not what it is of."""
    heads = [re.sub(r"<[^>]+>", " ", head) for table in TABLE.findall(html) for head in HEAD.findall(table)]
    named = [" ".join(unescape(head).split()) for head in heads]
    told_in_rows = all(COVERS[Covers.THIS_YEAR] in unescape(table) for table in TABLE.findall(html))
    return [head for head in named if "interval" in head and not OF_WHAT.search(head) and not told_in_rows]


def test_every_interval_in_a_table_says_what_it_is_of(site: Client):
    seen = 0
    for room in ("groups/coast", "authorities/201"):
        for path in PAGES:
            html = site.get(f"/{room}/{path}?year=2019").content.decode()
            for table in TABLE.findall(html):
                assert unlabelled(table) == [], (room, path)
                seen += "interval" in table
    assert seen > 6
    planted = '<table><tr><th scope="col" class="x">95% <b>interval</b></th></tr></table>'
    assert unlabelled(planted) == ["95% interval"]


def test_programs_are_told_what_an_interval_is_of(site: Client):
    found = json.loads(site.get("/groups/coast/everything.json").content)["figures"]
    with_interval = [each for each in found if each["interval_low"] is not None]
    assert with_interval and {each["interval_covers"] for each in with_interval} == {"this_year"}
    assert {each["interval_covers"] for each in found if each["interval_low"] is None} == {None}


def test_what_is_usual_never_stands_beside_what_was_reported(site: Client):
    assert "Usual figure" in site.get("/authorities/201/help/?year=2019").content.decode()
    usual = Column("usual", "Usual figure", drawn_in=True)
    assert Table("fine", "Usual", (Column("name", "School"), usual), ())
    with pytest.raises(ValueError, match="never stands in a table beside what it did"):
        Table("mixed", "Mixed", (usual, *figure_columns(catalogue.measure("ks2_rwm_expected"))), ())
    for code in ("value", "interval", "ks2_rwm_expected.interval", "interval_high"):
        with pytest.raises(ValueError, match="mixed"):
            Table("mixed", "Mixed", (usual, Column(code, "Reported")), ())
