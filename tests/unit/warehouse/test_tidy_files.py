"""The tidy form: labels become variables, years become releases, other levels are left out and said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from accord.warehouse.checking.blocks import normal_label
from accord.warehouse.outcomes import Candidate, Outcome
from tests.factories.ks2_files import TIDY_HEADERS, csv_bytes, tidy_row
from tests.factories.preparing import of_bytes

RWM = "Reading, writing and maths"


def read(rows: Sequence[Sequence[str]], folder: Path, year: int | None = None) -> Outcome:
    """A tidy file of some rows, taken through."""
    return of_bytes(csv_bytes([TIDY_HEADERS, *rows]), folder, "ks2_school_attainment_data.csv", year=year)


def figures(candidate: Candidate) -> dict[tuple[str, str, str], tuple[float | None, str]]:
    """Every cell of a candidate by variable, level and code, without those that do not apply."""
    cells = pl.read_parquet(candidate.folder / "cells.parquet")
    rows = cells.select("variable", "level", "code", "number", "status").rows()
    return {(v, level, code): (n, s) for v, level, code, n, s in rows if s != "not_applicable"}


def test_variables_are_made_of_column_subject_and_breakdown(tmp_path: Path):
    rows = [
        tidy_row("School", "202425", "900001", "Total", RWM, "65", "10", breakdown_topic="All pupils"),
        tidy_row("School", "202425", "900001", "Boys", "Reading", "c", "c", "104.2", breakdown_topic="Sex"),
        tidy_row("School", "202425", "900001", "3 year average", RWM, "63", breakdown_topic="Average (2023 to 2025)"),
    ]
    outcome = read(rows, tmp_path)
    (candidate,) = outcome.candidates
    assert (candidate.year, candidate.form, candidate.schools, candidate.rows) == (2025, "tidy", 1, 3)
    assert figures(candidate) == {
        ("EXPECTED_STANDARD_PUPIL_PERCENT|READING WRITING AND MATHS|TOTAL", "school", "900001"): (65.0, "value"),
        ("HIGHER_STANDARD_PUPIL_PERCENT|READING WRITING AND MATHS|TOTAL", "school", "900001"): (10.0, "value"),
        ("EXPECTED_STANDARD_PUPIL_PERCENT|READING|BOYS", "school", "900001"): (None, "suppressed"),
        ("HIGHER_STANDARD_PUPIL_PERCENT|READING|BOYS", "school", "900001"): (None, "suppressed"),
        ("AVERAGE_SCALED_SCORE|READING|BOYS", "school", "900001"): (104.2, "value"),
        ("EXPECTED_STANDARD_PUPIL_PERCENT|READING WRITING AND MATHS|3 YEAR AVERAGE", "school", "900001"):
            (63.0, "value"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("label", "normal"),
    [
        ("Grammar, punctuation and spelling", "GRAMMAR PUNCTUATION AND SPELLING"),
        ("Grammar punctuation and spelling", "GRAMMAR PUNCTUATION AND SPELLING"),
        ("Non-mobile", "NON MOBILE"),
        ("  Not known to be   disadvantaged ", "NOT KNOWN TO BE DISADVANTAGED"),
        ("SEN support/SEN without an EHC plan", "SEN SUPPORT SEN WITHOUT AN EHC PLAN"),
    ],
)
def test_labels_lose_punctuation_and_case(label: str, normal: str):
    assert normal_label(label) == normal


def test_each_year_becomes_a_release_of_its_own(tmp_path: Path):
    rows = [tidy_row("School", year, "900001", "Total", RWM, str(60 + n))
            for n, year in enumerate(["202223", "202324", "202425"])]  # fmt: skip
    outcome = read(rows, tmp_path)
    assert [(c.year, c.rows) for c in outcome.candidates] == [(2023, 1), (2024, 1), (2025, 1)]
    assert [next(iter(figures(c).values()))[0] for c in outcome.candidates] == [60.0, 61.0, 62.0]
    assert len({c.fingerprint for c in outcome.candidates}) == len({c.folder for c in outcome.candidates}) == 3
    refused = read(rows, tmp_path, year=2025)
    assert [(p.code, "Leave --year out" in p.fix) for p in refused.problems] == [("several_years", True)]
    assert [c.year for c in read(rows[2:], tmp_path, year=2025).candidates] == [2025]


def test_rows_of_other_levels_are_left_out_and_counted(tmp_path: Path):
    rows = [
        tidy_row("School", "202425", "900001", "Total", RWM, "65"),
        tidy_row("Local authority", "202425", "399", "Total", RWM, "64"),
        tidy_row("Local authority", "202425", "399", "Total", RWM, "66", establishment_type_group="Academies"),
        tidy_row("National", "202425", "", "Total", RWM, "62"),
        tidy_row("National", "202425", "", "Total", RWM, "61", establishment_type_group="All schools"),
        tidy_row("Regional", "202425", "", "Total", RWM, "not a number"),
    ]
    outcome = read(rows, tmp_path)
    (candidate,) = outcome.candidates
    variable = "EXPECTED_STANDARD_PUPIL_PERCENT|READING WRITING AND MATHS|TOTAL"
    assert figures(candidate) == {
        (variable, "school", "900001"): (65.0, "value"),
        (variable, "authority", "399"): (64.0, "value"),
        (variable, "england", "E92000001"): (62.0, "value"),
    }
    assert [(w.code, w.row) for w in outcome.warnings] == [
        ("rows_left_out", 7), ("rows_left_out", 4), ("rows_left_out", 6)
    ]  # fmt: skip
    assert candidate.extent.authorities == ("399",)


def test_a_special_school_is_told_by_its_type(tmp_path: Path):
    rows = [
        tidy_row("School", "202425", "900001", "Total", RWM, "65"),
        tidy_row("School", "202425", "900004", "Total", RWM, "5", establishment_type_group="Special schools"),
    ]
    places = pl.read_parquet(read(rows, tmp_path).candidates[0].folder / "places.parquet")
    assert dict(places.select("code", "kind").rows()) == {"900001": "mainstream", "900004": "special"}


def test_the_same_label_under_two_topics_stays_apart(tmp_path: Path):
    rows = [
        tidy_row("School", "202425", "900001", "Total", RWM, "65", breakdown_topic="All pupils"),
        tidy_row("School", "202425", "900001", "Unknown", RWM, "50", breakdown_topic="First language"),
        tidy_row("School", "202425", "900001", "Unknown", RWM, "40", breakdown_topic="Mobility status"),
    ]
    names = {variable.split("|")[2] for variable, *_ in figures(read(rows, tmp_path).candidates[0])}
    assert names == {"TOTAL", "FIRST LANGUAGE UNKNOWN", "MOBILITY STATUS UNKNOWN"}


def test_the_same_row_twice_counts_once_and_a_different_one_is_refused(tmp_path: Path):
    row = tidy_row("School", "202425", "900001", "Total", RWM, "65")
    outcome = read([row, row], tmp_path)
    assert [w.code for w in outcome.warnings] == ["rows_repeated"] and outcome.candidates[0].rows == 1
    other = tidy_row("School", "202425", "900001", "Total", RWM, "66")
    assert [(p.code, p.row, p.value) for p in read([row, other], tmp_path).problems] == [
        ("twice_with_different_figures", 3, "66")
    ]


def test_the_information_file_takes_its_year_from_its_column_alone(tmp_path: Path):
    headers = ["time_period", "geographic_level", "old_la_code", "school_urn", "school_name", "telig", "belig",
               "telig_23", "telig_3yr", "psenelk", "odd_column"]  # fmt: skip
    row = ["202425", "School", "399", "900001", "Ash", "40", "22", "38", "117", "12", "x"]
    outcome = of_bytes(csv_bytes([headers, row]), tmp_path, "information.csv")
    (candidate,) = outcome.candidates
    assert (candidate.family, candidate.year) == ("ks2_school_information", 2025)
    assert figures(candidate)["TELIG", "school", "900001"] == (40.0, "value")
    assert [(w.code, w.column) for w in outcome.warnings] == [("unknown_columns", "odd_column")]
