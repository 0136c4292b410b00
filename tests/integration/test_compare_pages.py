"""Side by side: what can be told, what cannot, what is not independent; and the same in every file."""

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

from accord.accounts.readers import Reader
from accord.dashboards.queries.following import subjects_at
from accord.dashboards.queries.many import through_years
from accord.dashboards.queries.questions import read
from accord.register.actions.group_lists import import_groups
from tests.factories.people import somebody
from tests.factories.register_schools import school as known_school
from tests.factories.school_tables import publish, school

pytestmark = pytest.mark.once

A, B, C, D, S = (f"10000{at}" for at in range(1, 6))
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """Coast (A: 40 of 80), Hills (B: 72 of 80), Downs (C: 44 of 80), Both (A and C), and S, a special school."""
    rows = [school(urn, "201", 80, percent) for urn, percent in ((A, "50%"), (B, "90%"), (C, "55%"), (D, "SUPP"))]
    special = school(S, "201", 20, "10%", NFTYPE="CYS", RECTYPE="2")
    for year in (2018, 2019):
        publish(tmp_path, [*rows, special], year)
    lines = [f"{name},alliance,{urn},,,," for name, urn in (("Coast", A), ("Hills", B), ("Downs", C), ("Hidden", D))]
    lines += [f"Both,alliance,{urn},,,," for urn in (A, C)] + [f"Mixed,alliance,{urn},,,," for urn in (C, D)]
    import_groups(
        text="\n".join(["group,kind,urn,role,starts_on,ends_before,parent", *lines]), by=None, at=NOON
    )
    known_school(A, "Ash Primary School", la_code="201")
    known_school(S, "Elm School", la_code="201")
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def asked(*addresses: str, more: str = "", code: str = "") -> str:
    return f"/compare/{code}?" + "&".join(f"with={each}" for each in addresses) + more


def page(site: Client, path: str) -> str:
    answer = site.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def lead(said: str) -> str:
    found = re.search(r'<p class="accord-lead">(.*?)</p>', said)
    assert found
    return found[1]


def test_two_are_told_apart_only_where_the_interval_of_their_difference_says_so(site: Client):
    apart = lead(page(site, asked("groups/coast", "groups/hills")))
    assert "Coast stood at 50% (between 40 and" in apart or "Coast stood at 50% (40 of 80 pupils)" in apart
    assert "The figure of Hills is higher" in apart
    alike = lead(page(site, asked("groups/coast", "groups/downs")))
    assert "They cannot be told apart" in alike


def test_several_are_held_against_the_first(site: Client):
    said = lead(page(site, asked("groups/coast", "groups/hills", "groups/downs")))
    assert "Beside it, the figure of Hills is higher; Downs cannot be told apart from it." in said
    turned = lead(page(site, asked("groups/hills", "groups/coast", "groups/downs")))
    assert "Beside it, the figures of Coast and Downs are lower." in turned


def test_shared_schools_are_named_and_never_compared_as_if_independent(site: Client):
    said = page(site, asked("groups/both", "groups/mixed"))
    assert "Both and Mixed have 1 school in common (School 100003): the two are not independent." in said
    assert "cannot be told apart" not in said and "is higher" not in said
    within = page(site, asked("groups/both", "groups/coast", f"schools/{A}"))
    assert "Coast and Ash Primary School lie within Both: their figures are part of the other" in within
    assert "1 school in common: not independent" in within


def test_special_schools_beside_others_are_warned_of(site: Client):
    assert "Elm School is a special school, and the others are not." in page(
        site, asked("groups/coast", f"schools/{S}")
    )
    assert "special school, and the others" not in page(site, asked("groups/coast", "groups/hills"))


def test_what_has_no_figure_is_said_and_drawn_as_that(site: Client):
    said = page(site, asked("groups/coast", "groups/hills", "groups/hidden"))
    assert "Hidden has no figure that can be shown." in said
    assert "There is no figure for summer 2021. The tests of 2020 and 2021 were cancelled." in page(
        site, asked("groups/coast", "groups/hills", more="&year=2021")
    )


def test_subjects_are_found_by_words_and_added_without_losing_the_question(site: Client):
    said = page(site, asked("groups/coast", more="&year=2018&find=hil"))
    assert "with=groups%2Fcoast&with=groups%2Fhills&measure=ks2_rwm_expected&year=2018" in said
    assert "Add Ash Primary School" in page(site, asked(more="find=ash"))
    assert "Nothing else goes by “xyz”." in page(site, asked(more="find=xyz"))
    assert "Choose two to six groups" in lead(page(site, "/compare/"))
    assert "Coast is chosen. Add one more" in lead(page(site, asked("groups/coast")))


@pytest.mark.parametrize("wrong", ["groups/nobody", "schools/999999", "authorities/999", "elsewhere", "groups/"])
def test_what_is_not_there_cannot_be_compared(site: Client, wrong: str):
    assert site.get(asked("groups/coast", wrong)).status_code == 404


def test_at_most_six_and_each_once(site: Client):
    every = [f"groups/{name}" for name in ("coast", "hills", "downs", "hidden", "both", "mixed")]
    said = page(site, asked(*every, "groups/coast", f"schools/{A}"))
    assert said.count("Take away<span") == 6
    assert "Six are chosen" in said


def test_files_say_what_the_page_says(site: Client):
    whom = ("groups/coast", "groups/hills", "authorities/201")
    rows = list(csv.DictReader(io.StringIO(_file(site, whom, "side-by-side.csv").decode("utf-8-sig"))))
    assert [row["address"] for row in rows] == list(whom)
    assert rows[1]["beside"] == "higher" and float(rows[1]["difference_low"]) > 0
    assert rows[2]["beside"] == "1 school in common: not independent" and rows[2]["difference_low"] == ""
    years = list(csv.DictReader(io.StringIO(_file(site, whom, "years.csv").decode("utf-8-sig"))))
    assert [(row["name"], row["year"]) for row in years[:2]] == [("Coast", "2018"), ("Coast", "2019")]
    assert _file(site, whom, "side-by-side.xlsx")[:2] == b"PK"
    drawn = site.get(asked(*whom, more="&whole=1", code="side-by-side.svg"))
    assert drawn["Content-Disposition"] == 'attachment; filename="compared-ks2_rwm_expected-2019-side-by-side.svg"'
    for words in ("Side by side: Reading, writing and maths", "Coast, Hills, Local authority 201", "Made on"):
        assert words in " ".join(re.findall(r">([^<]+)<", unescape(drawn.content.decode())))
    assert _file(site, whom, "side-by-side.png")[:4] == b"\x89PNG"
    assert b"<svg" in _file(site, whom, "years.svg")
    for code in ("nothing.csv", "side-by-side.pdf", "nothing.svg"):
        assert site.get(asked(*whom, code=code)).status_code == 404


def _file(site: Client, whom: tuple[str, ...], code: str) -> bytes:
    answer = site.get(asked(*whom, code=code))
    assert answer.status_code == 200
    return answer.content


def test_figures_of_six_are_read_in_one_pass_like_those_of_two(site: Client):
    reader = Reader.operator()
    question = read({}, reader, special_by_default=False)

    def asked_for(*slugs: str) -> int:
        subjects = list(subjects_at([f"groups/{slug}" for slug in slugs]).values())
        with CaptureQueriesContext(connection) as found:
            assert len(through_years(subjects, question, reader)) == len(slugs)
        return len(found)

    every = ("coast", "hills", "downs", "hidden", "both", "mixed")
    assert asked_for(*every) == asked_for(*every[:2])
