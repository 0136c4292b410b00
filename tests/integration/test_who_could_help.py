"""From a weak figure to schools that do it well reliably, and from a strong one to schools that might be helped."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from accord.register.actions.group_lists import import_groups
from tests.factories import register_schools
from tests.factories.people import somebody
from tests.factories.programs import NOON
from tests.factories.school_tables import england, publish, school, special

pytestmark = pytest.mark.once

STRONG, WEAK, MIDDLING = ("100001", "100002"), ("100003", "100004"), [f"1000{at:02d}" for at in range(5, 15)]
SMALL_AND_LUCKY, HIDDEN, SPECIAL, ELSEWHERE = "100020", "100021", "100090", "100091"
MEMBERS = (STRONG[0], WEAK[0], MIDDLING[0], HIDDEN, SPECIAL)


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """Two summers of an authority, and Coast with five of its schools; England at 61%."""
    shares = dict.fromkeys(STRONG, "85%") | dict.fromkeys(WEAK, "35%") | dict.fromkeys(MIDDLING, "61%")
    for year in (2018, 2019):
        rows = [school(urn, "201", 60, share) for urn, share in shares.items()]
        rows += [school(SMALL_AND_LUCKY, "201", 3, "100%"), school(HIDDEN, "201", 4, "SUPP")]
        rows += [special(SPECIAL, "201", 20, "0%"), school(ELSEWHERE, "202", 60, "95%")]
        publish(tmp_path, [*rows, england(600_000, "61%")], year)
    places = {urn: (500_000 + 1_000 * at, 100_000) for at, urn in enumerate([*shares, SMALL_AND_LUCKY])}
    for urn in [*shares, SMALL_AND_LUCKY, HIDDEN, SPECIAL]:
        east, north = places.get(urn, (None, None)) if urn != STRONG[1] else (None, None)
        register_schools.school(urn, f"School {urn}", la_code="201", easting=east, northing=north)
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", *(f"Coast,alliance,{urn},,,," for urn in MEMBERS)]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def words(site: Client, address: str) -> str:
    text = site.get(f"{address}?year=2019").content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def rows(site: Client, room: str, code: str, measure: str = "ks2_rwm_expected") -> list[dict[str, str]]:
    told = site.get(f"/{room}/{code}.csv?year=2019&measure={measure}")
    assert told.status_code == 200
    return list(csv.DictReader(io.StringIO(told.content.decode("utf-8-sig"))))


def test_a_group_is_told_who_could_help_and_who_needs_it(site: Client):
    page = words(site, "/groups/coast/help/")
    assert "Of 15 mainstream schools of its authority with a usual figure, 2 are reliably above England’s 61%" in page
    assert f"1 of them in Coast. Reliably below it in Coast: School {WEAK[0]}." in page
    assert "1 of its schools has no usual figure." in page


def test_the_nearest_to_whoever_needs_it_stands_first_and_one_without_a_place_last(site: Client):
    found = rows(site, "groups/coast", "help")
    assert [(each["urn"], each["metres"], each["near"]) for each in found] == [
        (STRONG[0], "2000", f"School {WEAK[0]}"),
        (STRONG[1], "", ""),
    ]
    assert all(float(each["usual_low"]) > 61.5 for each in found)
    assert {each["urn"] for each in rows(site, "groups/coast", "helped")} == set(WEAK)


def test_luck_of_three_pupils_hidden_and_special_schools_and_those_elsewhere_are_not_named(site: Client):
    named = {each["urn"] for code in ("help", "helped") for each in rows(site, "groups/coast", code)}
    assert not named & {SMALL_AND_LUCKY, HIDDEN, SPECIAL, ELSEWHERE, *MIDDLING}


@pytest.mark.parametrize(
    ("urn", "said"),
    [
        (STRONG[0], "reliably above England’s 61%. 1 other mainstream school of its authority is reliably above."),
        (WEAK[0], "reliably below England’s 61%. 2 other mainstream schools of its authority are reliably above."),
        (MIDDLING[0], "usual figure is above or below England’s 61% cannot be told."),
    ],
)
def test_a_school_is_told_where_it_stands(urn: str, said: str, site: Client):
    assert said in words(site, f"/schools/{urn}/help/")


def test_nobody_is_named_for_a_score_or_a_special_school_and_the_page_says_why(site: Client):
    assert "Nobody can be named here" in words(site, f"/schools/{SPECIAL}/help/")
    assert site.get("/groups/coast/help.csv?year=2019&measure=ks2_maths_scaled").status_code == 404
