"""The catalogue says for which summers, pupils and levels there are results, as a second reading of the files does."""

from __future__ import annotations

import csv
import io
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from accord.accounts.readers import Reader
from accord.performance import catalogue
from accord.performance.availability import Level, State, availability
from tests.factories.people import somebody
from tests.factories.school_tables import publish, school

pytestmark = pytest.mark.once

A, B = "100001", "100002"


@pytest.fixture
def site(home: Path, client: Client) -> Client:
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def page(site: Client, path: str) -> str:
    answer = site.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def files(tmp_path: Path) -> None:
    """2018 by school; 2019 with a row for the authority too, and one school's disadvantaged pupils; 2023 suppressed."""
    publish(tmp_path, [school(A, "201", 40, "50%")], 2018)
    authority = {"RECTYPE": "3", "LEA": "201", "TELIG": "80", "PTRWM_EXP": "55%"}
    rows = [school(A, "201", 40, "50%", PTRWM_EXP_FSM6CLA1A="40%", TFSM6CLA1A="10"), authority]
    publish(tmp_path, rows, 2019)
    publish(tmp_path, [school(B, "201", 40, "SUPP")], 2023)


def test_each_summer_says_which_levels_have_a_value_and_why_not(site: Client, tmp_path: Path):
    files(tmp_path)
    found = availability(Reader.operator())
    told = {
        (pupils, year): (each.state, each.levels)
        for (code, pupils, year), each in found.items()
        if code == "ks2_rwm_expected" and pupils in ("all", "disadvantaged", "sen_support")
    }
    assert told["all", 2018] == (State.HELD, (Level.SCHOOL,))
    assert told["all", 2019] == (State.HELD, (Level.SCHOOL, Level.AUTHORITY))
    assert told["disadvantaged", 2018] == (State.NOT_IN_FILE, ())
    assert told["disadvantaged", 2019] == (State.HELD, (Level.SCHOOL,))
    assert told["all", 2023] == (State.NOT_IN_FILE, ())
    assert told["all", 2021] == (State.NOT_MEASURED, ())
    assert told["sen_support", 2019] == (State.NOT_IN_FILE, ())
    assert found["ks2_reading_progress", "all", 2018].state is State.NOT_IN_FILE
    assert found["ks2_l4_rwm", "all", 2019].reason == "Key Stage 2 was last measured in this way in 2015."
    assert {year for _, _, year in found} == set(range(2018, 2024))


def test_a_new_release_is_in_the_catalogue_at_once(site: Client, tmp_path: Path):
    assert availability(Reader.operator()) == {}
    assert "none has results here yet" in page(site, "/measures/")
    publish(tmp_path, [school(A, "201", 40, "50%")], 2018)
    assert "1 has results here, from summer 2018" in page(site, "/measures/")


def test_one_measure_says_why_there_are_gaps_and_its_file_has_a_row_for_each(site: Client, tmp_path: Path):
    files(tmp_path)
    said = page(site, "/measures/ks2_rwm_expected/")
    assert "The tests of 2020 and 2021 were cancelled." in said
    assert "The files of summer 2023 that are here print no result of this." in said
    assert "Writing was assessed by a new framework from 2018" in said
    rows = list(csv.DictReader(io.StringIO(site.get("/measures/ks2_rwm_expected.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 6 * len(catalogue.measure("ks2_rwm_expected").pupils)
    assert {row["measure"] for row in rows} == {"ks2_rwm_expected"}
    held = [(row["pupils"], row["year"], row["authority"]) for row in rows if row["state"] == "held"]
    assert held == [("all", "2018", "0"), ("all", "2019", "1"), ("disadvantaged", "2019", "0")]
    assert site.get("/measures.xlsx").content[:2] == b"PK"
    assert site.get("/measures/nothing/").status_code == 404
    assert site.get("/measures/nothing.csv").status_code == 404
    assert site.get("/measures.pdf").status_code == 404
