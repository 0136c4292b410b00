"""Every published file of Key Stages 2, 4 and 5 and of trusts either loads, or is refused as written here."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from accord.meaning.definitions import folders
from accord.warehouse.datasets import families
from accord.warehouse.outcomes import Outcome
from tests.factories.preparing import DEFINITIONS, in_child, in_process

pytestmark = pytest.mark.confined

DERIVED = (*DEFINITIONS, Path(__file__).parent.parent / "reference" / "definitions")

# What each file is, worked out by hand from the files and from the table in their README.
LOADED = [
    # file, year given, year, form, rows, schools, markers
    ("ks2/2018/850_ks2final.csv", None, 2018, "ks2final", 331, 328, {"SUPP": 17710, "NA": 2084, "LOWCOV": 6, "NEW": 1}),
    ("ks2/2018/936_ks2final.csv", None, 2018, "ks2final", 238, 235, {"SUPP": 9924, "NA": 926, "NEW": 2}),
    ("ks2/2019/850_ks2final.csv", None, 2019, "ks2final", 334, 331, {"SUPP": 16982, "NA": 2180, "LOWCOV": 3, "NEW": 3}),
    ("ks2/2019/936_ks2final.csv", 2019, 2019, "ks2final", 242, 239, {"SUPP": 9608, "NA": 885, "NEW": 4}),
    ("ks2/2024/excerpt_LA_and_national_rows.csv", 2024, 2024, "ks2final", 25, 0, {}),
    ("mats/2018/england_ks2-mats-performance.csv", 2018, 2018, "chains", 240, 0, {"SUPPM": 199}),
    ("mats/2023/england_ks2-mats-performance.csv", None, 2023, "trusts", 631, 0,
     {"SUPPMAT": 4662, "NELIG": 117, "SUPP": 20}),
    # Markers in columns of text are not counted; rows of Key Stage 5 are shorter than their header.
    ("ks4/2018/850_ks4final.csv", None, 2018, "attainment8", 124, 121,
     {"NA": 1369, "NE": 2343, "NP": 10995, "SUPP": 5330}),
    ("ks4/2018/936_ks4final.csv", 2018, 2018, "attainment8", 130, 127,
     {"NA": 2030, "NE": 3667, "NEW": 1, "NP": 15797, "SUPP": 4917}),
    ("ks4/2018/england_ks4provisional.csv", 2018, 2018, "attainment8", 5665, 5511,
     {"LOWCOV": 28, "NA": 24825, "NE": 3906, "SUPP": 2432}),
    ("ks4/2023/england_ks4-pupdest.csv", None, 2021, "pupdest", 4089, 3938,
     {"NA": 1926, "SN": 29, "SP": 907, "SUPP": 56889}),
    ("ks5/2023/england_ks5final.csv", None, 2023, "ks5final", 2973, 2816,
     {"NA": 68943, "NE": 123957, "NEW": 3, "SUPP": 46012}),
    ("mats/2018/england_ks4-mats-performance.csv", 2018, 2018, "chains", 85, 0, {}),
]  # fmt: skip
LONG = ("ks4/2018/936_ks4final.csv", "ks4/2023/england_ks4-pupdest.csv", "ks5/2023/england_ks5final.csv")
"""Large, or of the form of another file here: read in the thorough run."""
REFUSED = [
    # file, year given, why
    ("ks2/2024/excerpt_LA_and_national_rows.csv", None, "year_unknown"),
    ("mats/2018/england_ks2-mats-performance.csv", None, "year_unknown"),
    ("ks2/2018/850_ks2final.csv", 2019, "year_contradiction"),
    ("mats/2023/england_ks2-mats-performance.csv", 2024, "year_contradiction"),
    ("ks2/2013/derived_national_ks2_relevant_columns.csv", None, "year_unknown"),
    ("ks2/2013/derived_national_ks2_relevant_columns.csv", 2016, "year_too_late"),
    ("ks2/2016/derived_national_ks2_perf_2016.csv", 2016, "not_recognised"),
    ("ks2/2017/derived_national_ks2_perf_2017.csv", 2017, "not_recognised"),
    ("ks2/2018/derived_national_ks2_perf_2018.csv", 2018, "not_recognised"),
    ("ks2/2017/ks2_meta.csv", 2017, "dictionary_file"),
    ("ks2/2018/ks2_meta.csv", 2018, "dictionary_file"),
    ("ks2/2019/ks2_meta.csv", 2019, "dictionary_file"),
    ("ks2/2024/ks2_meta.csv", 2024, "dictionary_file"),
    ("mats/2018/mats_performance_meta.csv", 2018, "dictionary_file"),
    ("mats/2024/ks2-mats-performance_meta.csv", 2024, "dictionary_file"),
    ("mats/2018/england_ks4-mats-performance.csv", None, "year_unknown"),
    ("ks4/2018/england_ks4provisional.csv", None, "year_unknown"),
    ("ks4/2018/ks4_meta.csv", 2018, "dictionary_file"),
    ("ks4/2024/ks4_meta.xlsx", 2024, "dictionary_file"),
    ("ks5/2018/ks5_meta.csv", 2018, "dictionary_file"),
    ("ks4/2023/england_ks4-pupdest.csv", 2024, "year_contradiction"),
    ("absence/2018/england_abs.csv", None, "year_unknown"),
    ("census/2022/england_census.csv", None, "year_unknown"),
    ("census/2018/census_meta.csv", 2018, "dictionary_file"),
    ("absence/2018/abs_meta.csv", 2018, "dictionary_file"),
    ("ees_la/lait/la_code_list.xlsx", None, "not_recognised"),
]


def _case(expected):
    marks = [pytest.mark.thorough] if expected[0] in LONG else []
    return pytest.param(expected, id=expected[0], marks=marks)


def test_every_file_is_accounted_for(real_data: Path):
    found = [
        path
        for folder in ("ks2", "ks4", "ks5", "mats")
        for path in (real_data / folder).rglob("*")
        if path.suffix in (".csv", ".xlsx")
    ]
    there = {str(path.relative_to(real_data)) for path in found}
    assert there <= {file for file, *_ in LOADED} | {file for file, *_ in REFUSED}
    assert len(there) >= 22


@pytest.mark.parametrize("expected", [_case(each) for each in LOADED])
def test_a_published_file_loads(expected, real_data: Path, tmp_path: Path):
    file, given, year, form, rows, schools, markers = expected
    outcome = in_child(real_data / file, tmp_path / "staging", year=given)
    assert outcome.problems == () and outcome.warnings == ()
    (candidate,) = outcome.candidates
    assert (candidate.year, candidate.form, candidate.rows, candidate.schools) == (year, form, rows, schools)
    assert {marker: count for marker, count in candidate.markers.items() if marker != "blank"} == markers
    assert pl.read_parquet(candidate.folder / "cells.parquet").height == candidate.cells


def test_destinations_are_of_the_summer_in_which_pupils_left(real_data: Path, tmp_path: Path):
    outcome = in_process(real_data / "ks4/2023/england_ks4-pupdest.csv", tmp_path / "staging", year=2023)
    (candidate,) = outcome.candidates
    assert candidate.year == 2021
    assert [warning.code for warning in outcome.warnings] == ["year_called_otherwise"]
    assert figure(outcome, "OVERALL_DEST", "school", "137181") == (159.0, "value")
    assert figure(outcome, "COHORT", "england", "E92000001") == (576305.0, "value")
    assert figure(outcome, "OVERALL_DEST", "authority", "850") == (12787.0, "value")


@pytest.mark.parametrize(
    ("family", "meta", "heading"),
    [
        ("ks4_schools", "ks4/2018/ks4_meta.csv", 1),
        ("ks5_schools", "ks5/2018/ks5_meta.csv", 1),
    ],
)
def test_every_column_of_the_dictionaries_is_known(family: str, meta: str, heading: int, real_data: Path):
    form = next(form for each in families(DEFINITIONS) if each.code == family for form in each.forms)
    with (real_data / meta).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) > heading and row[heading].isidentifier()]
    named = [row[heading] for row in rows]
    assert len(named) > 400
    assert [name for name in named if form.column_for(name) is None] == []


def test_independent_schools_are_told_by_their_type(real_data: Path, tmp_path: Path):
    outcome = in_process(real_data / "ks4/2018/850_ks4final.csv", tmp_path / "staging", year=None)
    places = pl.read_parquet(outcome.candidates[0].folder / "places.parquet").filter(pl.col("level") == "school")
    # By the column NFTYPE: IND 24, INDSPEC 10; of RECTYPE 2 those that are not INDSPEC: 19.
    assert dict(places["kind"].cast(pl.String).value_counts().iter_rows()) == {
        "mainstream": 68, "special": 19, "independent": 24, "independent special": 10,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("file", "year", "schools", "england", "repeated"),
    [
        ("census/2018/england_census.csv", 2018, 23553, ["primary", "secondary"], 1),
        ("census/2022/england_census.csv", 2022, 24413, ["primary", "secondary", "special"], 0),
        ("absence/2013/england_abs.csv", 2013, 20057, ["primary", "secondary"], 0),
        ("absence/2018/england_abs.csv", 2018, 21262, ["primary", "secondary", "special"], 0),
    ],
)
def test_census_and_absence_load_with_englands_rows(file, year, schools, england, repeated, real_data, tmp_path):
    outcome = in_child(real_data / file, tmp_path / "staging", year=year)
    assert outcome.problems == ()
    assert [warning.code for warning in outcome.warnings] == ["rows_repeated"] * repeated
    (candidate,) = outcome.candidates
    assert (candidate.family, candidate.year) == (file.split("/")[0], year)
    assert (candidate.schools, candidate.extent.england) == (schools, True)
    places = pl.read_parquet(candidate.folder / "places.parquet")
    assert sorted(places["level"].unique()) == [*(f"england_{each}" for each in england), "school"]
    assert places.filter(pl.col("level") == "school")["la"].null_count() == 0


def test_census_figures_are_where_the_file_has_them(real_data: Path, tmp_path: Path):
    outcome = in_process(real_data / "census/2022/england_census.csv", tmp_path / "staging", year=2022)
    assert figure(outcome, "PNUMEAL", "school", "100000") == (58.9, "value")
    assert figure(outcome, "NUMFSMEVER", "school", "100001") == (None, "blank")
    assert figure(outcome, "NOR", "england_special", "E92000001") == (134176.0, "value")


def test_the_columns_of_2013_load_with_authorities_told_by_the_order_of_rows(real_data: Path, tmp_path: Path):
    path = real_data / "ks2/2013/derived_national_ks2_relevant_columns.csv"
    outcome = in_child(path, tmp_path / "staging", year=2013)
    assert [warning.code for warning in outcome.warnings] == ["school_without_authority"]
    (candidate,) = outcome.candidates
    assert (candidate.family, candidate.schools, candidate.rows) == ("ks2_levels", 16036, 16190)
    assert figure(outcome, "TELIG", "school", "100000") == (None, "not_available")
    assert figure(outcome, "PT2MATH", "school", "100028") == (100.0, "value")
    assert figure(outcome, "TAPS", "england", "E92000001") == (28.4, "value")
    places = pl.read_parquet(candidate.folder / "places.parquet")
    authorities = places.filter(pl.col("level") == "authority")
    listed = authorities["members"].explode()
    assert (authorities.height, authorities["la"].null_count()) == (152, 152)
    assert len(listed) == listed.n_unique() == 16036
    city = authorities.filter(pl.col("row") == 3).row(0, named=True)
    assert (city["code"], city["members"]) == ("row 3", ["100000"])


@pytest.mark.parametrize("expected", REFUSED, ids=lambda case: f"{case[0]} {case[2]}")
def test_a_published_file_is_refused_for_its_reason(expected, real_data: Path, tmp_path: Path):
    file, given, why = expected
    outcome = in_process(real_data / file, tmp_path / "staging", year=given)
    assert [problem.code for problem in outcome.problems] == [why]
    assert outcome.candidates == ()


@pytest.mark.parametrize(("year", "rows", "low_coverage"), [(2016, 16162, 22), (2017, 16313, 32), (2018, 16364, 80)])
def test_renamed_national_files_load_by_a_form_added_as_data(year, rows, low_coverage, real_data, tmp_path):
    path = real_data / f"ks2/{year}/derived_national_ks2_perf_{year}.csv"
    outcome = in_process(path, tmp_path / "staging", definitions=DERIVED)
    (candidate,) = outcome.candidates
    assert (candidate.family, candidate.form, candidate.year) == ("ks2_schools", "derived_national", year)
    assert (candidate.rows, candidate.markers["LOWCOV"], candidate.extent.england) == (rows, low_coverage, True)


def figure(outcome: Outcome, variable: str, level: str, code: str) -> tuple[float | None, str]:
    """The number and status of one cell of the only candidate."""
    cells = pl.read_parquet(outcome.candidates[0].folder / "cells.parquet")
    at = (pl.col("variable") == variable) & (pl.col("level") == level) & (pl.col("code") == code)
    ((number, status),) = cells.filter(at).select("number", "status").rows()
    return number, status


def test_figures_are_where_the_file_has_them(real_data: Path, tmp_path: Path):
    outcome = in_process(real_data / "ks2/2018/850_ks2final.csv", tmp_path / "staging")
    assert figure(outcome, "TELIG", "school", "116296") == (6.0, "value")
    assert figure(outcome, "PTRWM_EXP", "school", "116296") == (33.0, "value")
    assert figure(outcome, "READPROG", "school", "116296") == (None, "suppressed")
    assert figure(outcome, "TELIG", "england", "E92000001") == (619703.0, "value")
    assert figure(outcome, "PTRWM_EXP", "england", "E92000001") == (64.0, "value")
    assert figure(outcome, "READPROG", "england", "E92000001") == (None, "blank")


def test_places_say_who_they_are(real_data: Path, tmp_path: Path):
    outcome = in_process(real_data / "ks2/2018/936_ks2final.csv", tmp_path / "staging")
    places = pl.read_parquet(outcome.candidates[0].folder / "places.parquet")
    assert places["kind"].value_counts().sort("count").rows() == [(None, 3), ("special", 13), ("mainstream", 222)]
    authority = places.filter(pl.col("level") == "authority").row(0, named=True)
    assert (authority["code"], authority["la"], authority["name"], authority["row"]) == ("936", "936", "Surrey", 48)


@pytest.mark.parametrize(("file", "trust", "members"), [
    ("mats/2018/england_ks2-mats-performance.csv", "15713", ["142189", "142198", "142201"]),
    ("mats/2023/england_ks2-mats-performance.csv", "2044", ["136354", "140214", "146279"]),
])  # fmt: skip
def test_trusts_name_their_schools_in_either_form(file, trust, members, real_data, tmp_path):
    outcome = in_process(real_data / file, tmp_path / "staging", year=int(file[5:9]))
    places = pl.read_parquet(outcome.candidates[0].folder / "places.parquet")
    assert places.filter(pl.col("code") == trust)["members"].to_list() == [members]


def test_definitions_of_the_clone_are_found():
    assert (folders(None)[0] / "datasets" / "ks2_schools.yaml").is_file()
