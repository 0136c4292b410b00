"""Results in the tidy form of 2025: percentages from one file, pupils from another; beside earlier years."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.intake.actions.releases import withdraw
from accord.performance.selections import Who
from tests.factories.school_tables import (
    ATTAINMENT,
    INFORMATION,
    ask,
    ask_one,
    publish,
    pupils_2025,
    result,
    school,
    special,
    state,
    take,
    write,
)

A, B, C = "100001", "100002", "100003"


def information(folder: Path, *rows: dict[str, str]):
    return publish(folder, rows, None, always=INFORMATION)


def attainment(folder: Path, *rows: dict[str, str]):
    return publish(folder, rows, None, always=ATTAINMENT)


def test_percentages_come_from_one_file_and_pupils_from_the_other(home: Path, tmp_path: Path):
    poor = {"tfsm6cla1a": "10", "tnotfsm6cla1a": "30"}
    pupils = information(tmp_path, pupils_2025(A, "201", 40, **poor), pupils_2025(B, "201", 20))
    disadvantaged = {"breakdown_topic": "Disadvantaged status", "breakdown": "Disadvantaged"}
    maths = {"subject": "Maths", "average_scaled_score": "104"}
    results = attainment(
        tmp_path, result(A, "55"), result(B, "c"), result(A, "20", **disadvantaged), result(A, "70", **maths)
    )
    who = Who.of_urns([A, B])
    row = ask_one(who, 2025)
    assert state(row) == ("measured", 1, 2, 40, 60)
    assert (row.figure.part_low, row.figure.whole) == (22, 40)
    assert (row.figure.low, row.figure.high) == (pytest.approx(100 * 22 / 60), pytest.approx(100 * 42 / 60))
    assert row.releases == tuple(sorted(str(each.public_id) for each in (pupils, results)))
    poorer = ask_one(Who.of_urns([A]), 2025, pupils=("disadvantaged",)).figure
    assert (poorer.part_low, poorer.part_high, poorer.whole) == (2, 2, 10)
    scaled = ask_one(Who.of_urns([A]), 2025, measures=("ks2_maths_scaled",)).figure
    assert (scaled.status, scaled.value, scaled.whole) == ("approximate", 104, 40)


def test_until_both_files_are_there_the_year_is_not_released(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "55%")], 2024)
    pupils = information(tmp_path, pupils_2025(A, "201", 40))
    who = Who.of_urns([A])
    assert state(ask_one(who, 2025)) == ("not_released", 0, 1, 0, 40)
    assert ask_one(who, 2025, span=2).years_missing == (2025,)
    attainment(tmp_path, result(A, "55"))
    assert state(ask_one(who, 2025)) == ("measured", 1, 1, 40, 40)
    withdraw(release=pupils, because="", by=None, at=pupils.accepted_at)
    assert state(ask_one(who, 2025)) == ("not_released", 0, 1, 0, None)


def test_a_file_of_several_years_stands_beside_the_wide_one(home: Path, tmp_path: Path):
    """2024 is in both forms: the wide file answers, its numbers being whole; 2025 comes from the tidy files."""
    wide = publish(tmp_path, [school(A, "201", 40, "55%")], 2024)
    information(tmp_path, pupils_2025(A, "201", 50))
    several = take(write(tmp_path / "several.csv", [result(A, "99", 2024), result(A, "60")], ATTAINMENT))
    assert sorted(each.year for each in several.releases.all()) == [2024, 2025]
    rows = ask(Who.of_urns([A]), 2024, 2025)
    assert [(row.year, row.figure.part_low, row.figure.whole) for row in rows] == [(2024, 22, 40), (2025, 30, 50)]
    assert rows[0].releases == (str(wide.public_id),)
    pooled = ask_one(Who.of_urns([A]), 2025, span=3)
    assert (pooled.figure.part_low, pooled.figure.whole) == (52, 90)
    assert (pooled.years_pooled, pooled.years_missing) == ((2024, 2025), (2023,))


def test_results_of_a_school_whose_pupils_nobody_lists_count_for_nothing(home: Path, tmp_path: Path):
    information(tmp_path, pupils_2025(A, "201", 40))
    attainment(tmp_path, result(A, "55"), result(B, "55"))
    assert state(ask_one(Who.authority("201"), 2025)) == ("measured", 1, 1, 40, 40)


TOLD = [
    pytest.param({"nftype": "CYS"}, id="by the code of its type"),
    pytest.param({"nftype": "Community special school"}, id="by the words of its type"),
    pytest.param({}, id="from an earlier year"),
]


@pytest.mark.parametrize("told", TOLD)
def test_a_special_school_is_known_by_its_type_or_from_an_earlier_year(home: Path, tmp_path: Path, told: dict):
    if not told:
        publish(tmp_path, [special(C, "201", 8, "0%")], 2024)
    information(tmp_path, pupils_2025(A, "201", 40, nftype="CY"), pupils_2025(C, "201", 10, **told))
    attainment(tmp_path, result(A, "55"), result(C, "0"))
    who = Who.of_urns([A, C])
    assert state(ask_one(who, 2025)) == ("measured", 1, 1, 40, 40)
    assert state(ask_one(who, 2025, special=True)) == ("measured", 2, 2, 50, 50)
    assert ask_one(Who.authority("201"), 2025).figure.whole == 50


def test_rows_of_authorities_and_england_are_published_ones(home: Path, tmp_path: Path):
    place = {"school_urn": "", "school_name": ""}
    whole = place | {"geographic_level": "Local authority"}
    nation = place | {"geographic_level": "National", "old_la_code": ""}
    pupils = information(
        tmp_path,
        pupils_2025(A, "201", 40),
        pupils_2025("", "201", 45) | whole,
        pupils_2025("", "", 600_000) | nation,
    )
    results = attainment(
        tmp_path,
        result(A, "55", old_la_code="201"),
        result("", "57") | whole | {"old_la_code": "201"},
        result("", "62") | nation,
    )
    both = tuple(sorted(str(each.public_id) for each in (pupils, results)))
    pooled, published = ask(Who.authority("201"), 2025)
    assert (pooled.figure.value, published.figure.value) == (pytest.approx(55), 57)
    assert published.releases == both
    assert published.figure.coverage.pupils_expected == 45
    of_england = [row for row in ask(Who.england(), 2025) if row.basis == "published"]
    assert [(row.figure.value, row.releases) for row in of_england] == [(62, both)]


def test_results_that_name_no_authority_belong_to_that_of_the_school_number(home: Path, tmp_path: Path):
    """An authority's own results, which say only the school's number, do not stand for England's."""
    everyone = [(f"{120000 + at}", f"{300 + at}") for at in range(150)]
    information(tmp_path, pupils_2025(A, "201", 40), *(pupils_2025(urn, la, 10) for urn, la in everyone))
    england = [result(urn, "50", school_laestab=f"{la}2001") for urn, la in everyone]
    attainment(tmp_path, *england, result(A, "45", school_laestab="2012001"))
    own = attainment(tmp_path, result(A, "55", school_laestab="2012001"))
    assert (own.england, own.authorities) == (False, ["201"])
    figure = ask_one(Who.england(), 2025).figure
    assert (figure.part_low, figure.whole) == (750 + 22, 1540)
