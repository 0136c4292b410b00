"""The page of similar schools: who is named, on what, where the school stands among them, and what is not told."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from accord.performance.kept import forget_everything
from tests.factories import register_schools
from tests.factories.people import somebody
from tests.factories.school_tables import authority, england, publish, school, special

pytestmark = pytest.mark.once

OWN, TWIN, LACKING, HIDDEN, POOR = "100001", "100002", "100050", "100051", "100052"
CROWD = [f"1001{at:02d}" for at in range(60)]
SPECIALS = ("100091", "100092", "100093")


def like(roll: int, prior: str = "16.0", **more: str) -> dict[str, str]:
    """Six of the nine characteristics, as the tables print them."""
    rest = {"PTMOBN": "90%", "PTFSM6CLA1A": "25%", "PSENELE": "2%", "PSENELK": "15%"}
    return {"TOTPUPS": str(roll), "TKS1AVERAGE": prior} | rest | more


def tables() -> list[dict[str, str]]:
    """A school, its twin, sixty that lie further and further off, one without numbers, one hidden, and special ones."""
    rows = [school(OWN, "201", 60, "60%", **like(400)), school(TWIN, "202", 60, "95%", **like(401))]
    for at, urn in enumerate(CROWD):
        few = {"PTMOBN": f"{85 - at % 7}%", "PTFSM6CLA1A": f"{20 + at % 11}%", "PSENELE": f"{at % 3}%"}
        rows.append(school(urn, "202", 60, "60%", **like(410 + 10 * at, f"{15 - at / 20:.1f}", **few, PSENELK="12%")))
    rows.append(school(LACKING, "201", 60, "60%", **like(400) | {"TKS1AVERAGE": "SUPP"}))
    rows.append(school(HIDDEN, "201", 4, "SUPP", **like(402)))
    rows.append(school(POOR, "201", 60, "60%", TOTPUPS="300"))
    rows += [special(urn, "201", 20, "0%", **like(60 + at, "10.0")) for at, urn in enumerate(SPECIALS)]
    return [*rows, authority("201", 200, "60%"), england(600_000, "61%")]


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """One summer of such tables, and a reader."""
    publish(tmp_path, tables(), 2019)
    for urn in (OWN, POOR, SPECIALS[0]):
        register_schools.school(urn, f"School {urn}", la_code="201")
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def words(site: Client, urn: str, measure: str = "ks2_rwm_expected") -> str:
    answer = site.get(f"/schools/{urn}/similar/?year=2019&measure={measure}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def rows(site: Client, urn: str, code: str = "similar") -> list[dict[str, str]]:
    told = site.get(f"/schools/{urn}/{code}.csv?year=2019&measure=ks2_rwm_expected")
    assert told.status_code == 200
    return list(csv.DictReader(io.StringIO(told.content.decode("utf-8-sig"))))


def test_fifty_are_named_nearest_first_with_reasons(site: Client):
    page, found = words(site, OWN), rows(site, OWN)
    assert f"These are the 50 schools most like School {OWN}, out of 62 other mainstream primary schools" in page
    assert "compared on 6 of 9 characteristics" in page
    assert [each["urn"] for each in found[:2]] == [TWIN, HIDDEN] and len(found) == 50
    far = [float(each["distance"]) for each in found]
    assert far == sorted(far) and OWN not in {each["urn"] for each in found}
    assert found[0]["furthest"] == "Pupils: 401 against 400"
    assert "Prior attainment: 16.0 against 16.0" in found[0]["closest"]


def test_what_is_not_published_is_said_and_never_a_number(site: Client):
    page = words(site, OWN)
    assert "No file here has “Income deprivation of homes (IDACI)”, “Young people in higher education (POLAR4)”" in page
    assert "2 more could not be compared" in page and "do not cover England" in page
    assert {each["idaci"] for each in rows(site, OWN)} == {""}
    assert LACKING not in {each["urn"] for each in rows(site, OWN)}
    told = {each["name"]: each for each in rows(site, OWN, "likeness")}
    assert told["Pupils"]["own"] == "400.0" and told["Pupils"]["source"] == "ks2_schools, TOTPUPS, 2019"
    assert told["Young people in higher education (POLAR4)"]["source"] == "In no file here"


def test_where_it_stands_among_them(site: Client):
    page, found = words(site, OWN), rows(site, OWN)
    assert "Of 49 similar schools with a figure for summer 2019, 1 is clearly above it and 48 cannot be told" in page
    assert "chance alone would still put about 2 above or below" in page and "1 more has no figure" in page
    assert "the 50 similar schools together at" in page and "They cannot be told apart" in page
    assert (found[0]["beside"], found[2]["beside"]) == ("above it", "cannot tell")
    hidden = next(each for each in found if each["urn"] == HIDDEN)
    assert (hidden["beside"], hidden["points"], hidden["value"]) == ("", "", "")


def test_a_school_of_which_too_little_is_known_is_like_nobody(site: Client):
    assert "cannot be told: 1 of its 9 characteristics is published, and it takes 5" in words(site, POOR)
    assert rows(site, POOR) == []


def test_special_schools_stand_among_their_kind(site: Client):
    page = words(site, SPECIALS[0])
    # They differ in their roll alone, so nobody can be named: but not one mainstream school is.
    assert "cannot be told: 6 of its 9 characteristics" in page
    assert not set(SPECIALS) & {each["urn"] for each in rows(site, OWN)}


def test_a_group_is_led_to_who_could_help_and_scores_are_not_judged(site: Client):
    assert site.get("/authorities/201/similar/?year=2019").status_code == 302
    assert "cannot be told apart" not in words(site, OWN, "ks2_maths_scaled")
    assert site.get("/authorities/201/similar.csv?year=2019").status_code == 404


def test_a_new_file_is_seen_at_once_and_an_answer_is_kept(site: Client, tmp_path: Path):
    forget_everything()
    assert words(site, OWN) == words(site, OWN)
    moved = [row | ({"TOTPUPS": "900"} if row.get("URN") == TWIN else {}) for row in tables()]
    publish(tmp_path, moved, 2019)
    assert rows(site, OWN)[0]["urn"] == HIDDEN
