"""The `ks2final` files: in the published form, and true to the pupils behind them.

Everything is computed again here in plain Python, from the text of the files alone.
"""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from tests.factories.worlds import small_world, wide, written

YEARS = (2018, 2019, 2023, 2024)
SUBJECTS = {"RWM": "rwm", "READ": "reading", "GPS": "gps", "MAT": "maths", "WRITTA": "writing"}
GROUPS = {
    "": ("all", "TELIG"), "_B": ("boys", "BELIG"), "_G": ("girls", "GELIG"), "_EAL": ("eal", "TEALGRP2"),
    "_FSM6CLA1A": ("disadvantaged", "TFSM6CLA1A"), "_NOTFSM6CLA1A": ("other", "TNOTFSM6CLA1A"),
    "_MOBN": ("non_mobile", "TMOBN"), "_L": ("prior_low", "TKS1GROUP_L"),
    "_M": ("prior_middle", "TKS1GROUP_M"), "_H": ("prior_high", "TKS1GROUP_H"),
}  # fmt: skip


def counts_that_print(percent: int, whole: int) -> list[int]:
    """Every count whose percentage, rounded half up, is this one."""
    return [part for part in range(whole + 1) if (200 * part + whole) // (2 * whole) == percent]


def schools(year: int) -> list[dict[str, str]]:
    return [row for row in wide(year) if row["RECTYPE"] in "12"]


def shown(row: dict[str, str], column: str) -> bool:
    return row.get(column, "").endswith("%")


@pytest.mark.parametrize("year", YEARS)
def test_every_shown_percentage_leads_back_to_the_true_count(year):
    world, checked = small_world(), 0
    for row in schools(year):
        for short, subject in SUBJECTS.items():
            for standard, ending in (("EXP", "expected"), ("HIGH", "higher")):
                for suffix, (group, size) in GROUPS.items():
                    column = f"PT{short}_{standard}{suffix}"
                    if not shown(row, column):
                        continue
                    true = world.truth(int(row["URN"]), year, f"ks2_{subject}_{ending}", group)
                    assert int(row[size]) == true.whole, (row["URN"], column)
                    assert true.part in counts_that_print(int(row[column][:-1]), true.whole), column
                    checked += 1
    assert checked > 5_000


@pytest.mark.parametrize("year", YEARS)
def test_a_school_with_five_pupils_or_fewer_shows_only_how_many(year):
    small = [row for row in schools(year) if row["TELIG"].isdigit() and int(row["TELIG"]) <= 5]
    assert [row for row in small if row["LEA"] == "501"], "our own authority has such schools"
    for row in small:
        for column in ("BELIG", "TFSM6CLA1A", "TSENELK", "PTRWM_EXP", "PTMAT_HIGH", "READ_AVERAGE"):
            assert row[column] == "SUPP", (row["URN"], column)
        assert not any(shown(row, f"PTRWM_EXP{suffix}") for suffix in GROUPS)


@pytest.mark.parametrize("year", YEARS)
def test_a_group_of_five_pupils_or_fewer_is_suppressed_and_an_empty_one_is_blank(year):
    found = Counter()
    for row in schools(year):
        if not row["TELIG"].isdigit() or int(row["TELIG"]) <= 5:
            continue
        for suffix in ("_B", "_G", "_EAL"):
            size, value = int(row[GROUPS[suffix][1]]), row[f"PTRWM_EXP{suffix}"]
            kind = "blank" if size == 0 else "few" if size <= 5 else "enough"
            assert {"blank": value == "", "few": value == "SUPP", "enough": value.endswith("%")}[kind]
            found[kind] += 1
        disadvantaged = int(row["TFSM6CLA1A"])
        if 0 < disadvantaged <= 5:
            assert row["PTRWM_EXP_NOTFSM6CLA1A"] == "SUPP", "the other half would give it away"
            found["pair"] += 1
    assert min(found[kind] for kind in ("blank", "few", "enough", "pair")) > 0


@pytest.mark.parametrize("year", (2018, 2019, 2023))
def test_progress_and_scores_are_those_of_the_pupils(year):
    world, checked = small_world(), 0
    for row in schools(year):
        for short, subject in (("READ", "reading"), ("WRIT", "writing"), ("MAT", "maths")):
            if row[f"{short}PROG"] in ("", "SUPP", "NA", "LOWCOV"):
                continue
            true = world.truth(int(row["URN"]), year, f"ks2_{subject}_progress")
            mean, sigma = true.part / true.whole, world.tallies[year].sigma[subject]
            assert abs(float(row[f"{short}PROG"]) - mean) <= 0.0501
            assert abs(float(row[f"{short}PROG_LOWER"]) - (mean - 1.96 * sigma / true.whole**0.5)) <= 0.0501
            assert abs(float(row[f"{short}PROG_UPPER"]) - (mean + 1.96 * sigma / true.whole**0.5)) <= 0.0501
            covered = counts_that_print(int(row[f"{short}COV"][:-1]), int(row["TELIG"]))
            assert true.whole in covered
            checked += 1
        if row["READ_AVERAGE"].isdigit():
            true = world.truth(int(row["URN"]), year, "ks2_reading_scaled")
            assert int(row["READ_AVERAGE"]) == (2 * true.part + true.whole) // (2 * true.whole)
    assert checked > 400


def test_progress_is_there_only_where_it_was_published():
    assert all(row["READPROG"] == "" and row["PTRWM_EXP_L"] == "" for row in wide(2024))
    assert any(row["READPROG_23"] not in ("", "SUPP") for row in wide(2024))
    assert any(row["READPROG_19"] not in ("", "SUPP") for row in wide(2023))
    assert all(row["TELIG_22"] == "" for row in wide(2023)), "2022 was not published by school"


def test_one_school_has_too_few_pupils_in_the_reading_measure():
    ours = [row for row in schools(2019) if row["LEA"] == "501" and row["READPROG"] == "LOWCOV"]
    assert len(ours) >= 1
    assert all(row["READCOV"] == row["READPROG_UPPER"] == "LOWCOV" for row in ours)


@pytest.mark.parametrize("year", YEARS)
def test_the_rows_for_england_and_ours_are_the_sum_of_all_pupils(year):
    world = small_world()
    everywhere = [row for row in wide(year) if row["RECTYPE"] in "45"]
    assert [row["RECTYPE"] for row in everywhere] == ["4", "5"]
    ours = next(row for row in wide(year) if row["RECTYPE"] == "3" and row["LEA"] == world.authority.code)
    for row, urns in ((everywhere[1], world.schools), (ours, world.ours)):
        for short, subject in SUBJECTS.items():
            true = [world.truth(school.urn, year, f"ks2_{subject}_expected") for school in urns]
            part, whole = sum(count.part for count in true), sum(count.whole for count in true)
            assert int(row["TELIG"]) == whole
            assert row[f"PT{short}_EXP"] == f"{(200 * part + whole) // (2 * whole)}%"


def test_earlier_years_repeat_what_was_published_then():
    before = {row["URN"]: row for row in schools(2018)}
    compared = 0
    for row in schools(2019):
        old = before.get(row["URN"])
        if old and old["TELIG"].isdigit():
            assert row["PTRWM_EXP_18"] == old["PTRWM_EXP"]
            assert row["READPROG_18"] == old["READPROG"]
            compared += 1
    assert compared > 200


def test_three_years_are_pooled_pupil_by_pupil():
    world, compared = small_world(), 0
    for row in schools(2019):
        if shown(row, "PTRWM_EXP_3YR"):
            years = [world.truth(int(row["URN"]), year, "ks2_rwm_expected") for year in (2017, 2018, 2019)]
            part, whole = sum(count.part for count in years), sum(count.whole for count in years)
            assert int(row["TELIG_3YR"]) == whole
            assert row["PTRWM_EXP_3YR"] == f"{(200 * part + whole) // (2 * whole)}%"
            compared += 1
    assert compared > 200


def test_the_new_school_the_closed_school_and_short_rows():
    text = written()["england_2018_ks2final.csv"].decode("utf-8-sig")
    lines = list(csv.reader(text.splitlines()))
    short = [line for line in lines if len(line) < len(lines[0])]
    assert [line for line in short if line[-1] == "NEW" and line[2] == "501"]
    new = next(line[4] for line in short if line[2] == "501")
    assert any(row["URN"] == new and shown(row, "PTRWM_EXP") for row in wide(2019))
    closed = [row["URN"] for row in schools(2023) if row["LEA"] == "501" and row["ICLOSE"] == "1"]
    assert len(closed) == 1
    assert closed[0] not in {row["URN"] for row in wide(2024)}


@pytest.mark.parametrize("year", YEARS)
def test_the_form_is_the_published_one(year):
    raw = written()[f"england_{year}_ks2final.csv"]
    assert raw.startswith(b"\xef\xbb\xbfRECTYPE,ALPHAIND,LEA")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    assert len({row["LEA"] for row in wide(year) if row["RECTYPE"] == "3"}) == 151
