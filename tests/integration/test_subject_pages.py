"""The pages about one subject: one question each, in one grammar for groups, authorities and schools."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accord.performance.kept import forget_everything
from accord.register.actions.group_lists import import_groups
from accord.register.choices import Phase, Status
from accord.register.models.schools import Establishment, School
from tests.factories.people import somebody
from tests.factories.school_tables import authority, england, publish, school

pytestmark = pytest.mark.once

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
HIGH, LIKE, LOW, HIDDEN, GONE = "100001", "100002", "100003", "100004", "100005"
PAGES = ("", "measures/", "trend/", "pupils/", "schools/", "help/", "coverage/", "history/", "data/", "packs/", "how/")
TABLES = (
    "trend", "schools", "funnel", "movers", "pupils", "years", "pupils-years", "measures", "gaps", "carrying",
    "made-of", "gaps-told", "coverage", "coverage-years", "clocks", "history", "data", "everything", "workings",
)  # fmt: skip
PICTURES = ("trend", "schools", "funnel", "movers", "pupils", "years", "pupils-years")
HEAD = "group,kind,urn,role,starts_on,ends_before,parent"


def more(read: str, boys: str, girls: str) -> dict[str, str]:
    """A second measure, and two pupil groups of the first: half of 60 pupils each."""
    halves = {"BELIG": "30", "GELIG": "30", "PTRWM_EXP_B": boys, "PTRWM_EXP_G": girls}
    return {"PTREAD_EXP": read} | halves


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """Four schools in two summers: far above England, like it, far below it, suppressed; and one that left."""
    for year in (2018, 2019):
        rows = [
            school(HIGH, "201", 60, "95%", **more("95%", "97%", "93%")),
            school(LIKE, "201", 60, "65%", **more("73%", "57%", "73%")),
            school(LOW, "201", 60, "20%" if year == 2019 else "65%", **more("30%", "3%", "37%")),
            school(HIDDEN, "201", 4, "SUPP", PTREAD_EXP="SUPP"),
            school(GONE, "201", 60, "50%", **more("50%", "50%", "50%")),
            authority("201", 244, "60%", PTREAD_EXP="70%"),
            england(600_000, "65%", PTREAD_EXP="73%"),
        ]
        publish(tmp_path, rows, year)
    lines = [HEAD, *(f"Coast,alliance,{urn},,,," for urn in (HIGH, LIKE, LOW, HIDDEN))]
    lines.append(f"Coast,alliance,{GONE},,2017-09-01,2018-09-01,")
    import_groups(text="\n".join(lines), by=None, at=NOON)
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def page(site: Client, path: str, room: str = "groups/coast") -> str:
    """The words of a page."""
    answer = site.get(f"/{room}/{path}")
    assert answer.status_code == 200, path
    return " ".join(unescape(answer.content.decode()).split())


def rows(site: Client, path: str) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(site.get(f"/groups/coast/{path}").content.decode("utf-8-sig"))))


def import_a_register(urn: str) -> Establishment:
    """The register comes to know a school."""
    place = School.objects.create(address=urn)
    return Establishment.objects.create(
        urn=urn, name=f"School {urn}", school=place, status=Status.OPEN, phase=Phase.PRIMARY, la_code="201", stands=True
    )


@pytest.mark.parametrize("room", ["groups/coast", "authorities/201"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_the_others_with_the_same_question(site: Client, room: str, path: str):
    found = page(site, f"{path}?year=2018&special=include", room)
    if path != "how/":
        for other in PAGES[:-1]:
            assert f'href="/{room}/{other}?measure=ks2_rwm_expected&year=2018&pupils=all&special=include' in found
        governors = f'href="/{room}/governors/?measure=ks2_rwm_expected&year=2018&pupils=all&special=include' in found
        assert governors == room.startswith("groups")
        assert found.count('class="accord-subnav__link" href="') == 10 + governors
    assert "summer 2018" in found


def test_measures_say_in_words_what_the_colour_says(site: Client):
    found = page(site, "measures/")
    assert "2 of 6 figures lie above England’s, 2 below; the other 2 cannot be told from it." in found
    assert "If every school were just like England, about one of these 6 figures would still stand out" in found
    told = {row["name"]: row for row in rows(site, "measures.csv?kind=percentage")}
    stands = {name: row["ks2_rwm_expected.stands"] for name, row in told.items()}
    assert stands == {
        "Coast, together": "cannot tell", "England": "", f"School {HIGH}": "above",
        f"School {LIKE}": "about the same", f"School {LOW}": "below",
        f"School {HIDDEN}": "Suppressed: too few pupils to publish",
    }  # fmt: skip
    assert told[f"School {HIGH}"]["ks2_rwm_expected.counts"] == "57 of 60"
    assert told[f"School {HIDDEN}"]["ks2_rwm_expected"] == ""
    assert told["England"]["ks2_reading_expected"] == "73.0"
    assert "95% (57 of 60)" in page(site, "measures/?counts=yes") and "95% (57 of 60)" not in found


def test_a_school_has_the_same_pages_and_a_row_for_each_measure(site: Client):
    room = f"schools/{HIGH}"
    many = import_a_register(HIGH)
    for path in (each for each in PAGES if each != "schools/"):
        assert f"School {HIGH}" in page(site, path, room), path
    assert many and site.get(f"/{room}/schools/").status_code == 302
    assert "All 2 figures lie above England’s." in page(site, "measures/", room)
    table = csv.DictReader(io.StringIO(site.get(f"/{room}/measures.csv").content.decode("utf-8-sig")))
    told = {row["measure"]: row for row in table}
    assert told["ks2_rwm_expected"]["stands"] == "above" and told["ks2_reading_expected"]["england"] == "73.0"
    assert "60 of 60" in page(site, "", room) and "pupils counted" in page(site, "", room)


def test_measures_are_sorted_and_filtered(site: Client):
    def names(asked: str) -> list[str]:
        return [row["name"] for row in rows(site, f"measures.csv?{asked}")][2:]

    everyone = [f"School {urn}" for urn in (HIGH, LIKE, LOW, HIDDEN)]
    assert names("by=name") == everyone
    assert names("by=ks2_rwm_expected") == everyone
    assert names("only=above") == [f"School {HIGH}"] and names("only=below") == [f"School {LOW}"]
    assert names("only=none") == [f"School {HIDDEN}"]
    for wrong in ("only=worst", "by=luck", "kind=x", "counts=maybe"):
        assert site.get(f"/groups/coast/measures/?{wrong}").status_code == 404
        assert site.get(f"/groups/coast/measures.csv?{wrong}").status_code == 404


def test_trend_says_what_can_be_told_of_a_change_and_by_which_clock(site: Client):
    found = page(site, "trend/?year=2018")
    assert "There is no earlier summer to set beside it." in found
    assert {row["members"]: row["schools_counted"] for row in rows(site, "clocks.csv?year=2018")} == {
        "today": "3", "then": "4", "constant": "3",
    }  # fmt: skip
    assert "1 school left since" in found
    assert "In summer 2018 it was" in (now := page(site, "trend/?year=2019")) or "down from" in now
    assert "the 95% interval of the change runs" in now


def test_pupils_who_have_nobody_in_common_are_set_against_each_other(site: Client):
    found = page(site, "pupils/")
    assert "52% of boys met the expected standard" in found and "and 68% of girls" in found
    gap = next(row for row in rows(site, "gaps.csv") if row["year"] == "2019" and row["first"] == "Boys")
    assert gap["told"] == "Boys lower" and float(gap["gap_high"]) < 0
    assert float(gap["gap_low"]) < float(gap["gap"]) == pytest.approx(100 * (47 - 61) / 90)


def test_schools_side_by_side_and_through_the_summers(site: Client):
    found = page(site, "schools/")
    assert "3 schools, and some of their intervals do not overlap" in found
    assert "2 of 3 schools lie further from England’s 65% than chance usually puts a school" in found
    assert f"School {LOW} moves the figure most: without its 12 of 60 pupils it would be 80%" in found
    assert "Since the summer before, of 3 schools 1 down; of 2 it cannot be told" in found
    years = {(row["code"], row["year"]): row for row in rows(site, "years.csv")}
    assert set(years) == {(urn, year) for urn in (HIGH, LIKE, LOW, HIDDEN) for year in ("2018", "2019")}
    assert years[HIDDEN, "2019"]["value"] == "" and "Suppressed" in years[HIDDEN, "2019"]["reason"]


def test_coverage_says_who_is_missing_and_why(site: Client):
    found = page(site, "coverage/")
    assert "In summer 2019 the figure counts 3 of 4 schools and 180 of 184 pupils." in found
    assert f"1 school not in the figure (suppressed: too few pupils to publish): School {HIDDEN}." in found
    assert "3 of 4 schools are counted in every summer that has results" in found
    assert "1 school left since" in page(site, "coverage/?year=2018")
    then = {row["urn"]: row for row in rows(site, "coverage.csv?members=then")}
    assert then[GONE]["2018"] == "60" and then[GONE]["2019"] == "not a member"
    assert then[HIDDEN]["2019"] == "suppressed"
    counted = [
        (row["year"], row["schools_counted"], row["pupils_expected"]) for row in rows(site, "coverage-years.csv")
    ]
    assert counted == [("2018", "3", "184"), ("2019", "3", "184")]


def test_history_has_arrivals_and_departures_with_their_days(site: Client):
    found = page(site, "history/")
    assert "Coast has 4 schools of its own today; 5 ever belonged to it." in found
    assert "Its schools last changed on 1 September 2018." in found
    assert found.index("have been in it from the beginning.") < found.index(f"School {GONE} joined.")
    assert found.index(f"School {GONE} joined.") < found.index(f"School {GONE} left.")
    assert 'href="/register/groups/coast/history/"' in found
    assert [row["ends_before"] for row in rows(site, "history.csv") if row["urn"] == GONE] == ["2018-09-01"]
    assert "keeps no list of the schools" in page(site, "history/", "authorities/201")


def test_data_is_every_measure_summer_and_pupil_group(site: Client):
    everything = rows(site, "everything.csv")
    told = {(row["measure"], row["pupils"], row["year"], row["basis"]): row for row in everything}
    assert len(told) == len(everything)
    assert {year for _, _, year, _ in told} == {"2018", "2019"} and len({measure for measure, *_ in told}) > 10
    here = told["ks2_rwm_expected", "boys", "2019", "pooled"]
    assert (here["part_low"], here["whole"], here["status"]) == ("47", "90", "measured")
    answer = site.get("/groups/coast/everything.json")
    plain = json.loads(answer.content)
    assert plain["about"] == "Coast" and len(plain["figures"]) == len(everything)
    assert "attachment" in answer["Content-Disposition"]


def test_every_table_and_picture_leaves_with_what_it_needs(site: Client):
    for code in TABLES:
        assert rows(site, f"{code}.csv"), code
        assert site.get(f"/groups/coast/{code}.xlsx").content[:2] == b"PK", code
    for code in PICTURES:
        plain = site.get(f"/groups/coast/{code}.svg").content.decode()
        whole = site.get(f"/groups/coast/{code}.svg?whole=1")
        words = unescape(whole.content.decode())
        assert "Source: Department for Education" in words and "Made on " in words and "Summer: 2019" in words, code
        assert "Made on " not in plain and "attachment" in whole["Content-Disposition"]
        assert site.get(f"/groups/coast/{code}.png").content[:4] == b"\x89PNG"
        assert f"/groups/coast/{code}.svg" in page(site, f"chart/{code}/"), code
    assert site.get("/groups/coast/chart/secrets/").status_code == 404
    assert site.get("/groups/coast/secrets.csv").status_code == 404


def test_queries_do_not_grow_with_the_members(site: Client, home: Path, tmp_path: Path):
    def asked(path: str) -> int:
        forget_everything()
        with CaptureQueriesContext(connection) as found:
            page(site, path)
        return len(found)

    def in_2017(urns: list[str]) -> None:
        publish(tmp_path, [school(urn, "201", 30, "60%", **more("70%", "60%", "60%")) for urn in urns], 2017)

    in_2017([HIGH])
    few = {path: asked(path) for path in PAGES}
    urns = [f"{110000 + at}" for at in range(46)]
    in_2017([HIGH, *urns])
    import_groups(text="\n".join([HEAD, *(f"Coast,alliance,{urn},,,," for urn in urns)]), by=None, at=NOON)
    assert {path: asked(path) for path in PAGES} == few


def test_a_change_is_told_apart_into_what_made_it(site):
    def told(address: str) -> str:
        text = unescape(site.get(address).content.decode())
        return text.split('id="made-of-title"')[1].split("</section>")[0] if "made-of-title" in text else ""

    today = told("/groups/coast/trend/?year=2019")
    assert "135 of 180 pupils" in today and "108 of 180 pupils" in today
    assert "lie −15.0 points: −15.0 from other results in the schools of both years." in today
    then = told("/groups/coast/trend/?year=2019&members=then")
    assert "165 of 240 pupils" in then and "108 of 180 pupils" in then
    assert "lie −8.8 points: −15.0 from other results in the schools of both years and +6." in then
    assert " from schools that left." in then
    import_a_register(LOW)
    for nothing in ("/groups/coast/trend/?year=2018", f"/schools/{LOW}/trend/?year=2019"):
        assert site.get(nothing).status_code == 200 and not told(nothing)


def test_the_overview_has_a_text_to_copy_that_names_whose_figure_it_is(site: Client):
    text = unescape(site.get("/groups/coast/?year=2019").content.decode())
    copied = re.search(r'<p class="accord-copy__sentence">(.*?)</p>', text)
    lead = re.search(r'<p class="accord-lead">(.*?)</p>', text)
    assert copied and lead and copied[1].startswith("In Coast, ") and "in summer 2019" in copied[1]
    assert copied[1].removeprefix("In Coast, ") == lead[1], "the same figures, said with their place"
    assert "accord-copy__sentence" not in site.get("/groups/coast/?year=2016").content.decode()
