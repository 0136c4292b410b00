"""The files of the time of levels: in the published form, and true to the pupils behind them, in plain Python."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.factories.worlds import rows, small_world, written

YEARS = (2013, 2014, 2015)
GROUPS = {
    "": ("all", "TELIG"), "_B": ("boys", "BELIG"), "_L": ("prior_low", "TKS1EXP_L"), "_H": ("prior_high", "TKS1EXP_H"),
    "_EALY": ("eal", "TEALGRP2"), "_MOBN": ("non_mobile", "TMOBN"),
}  # fmt: skip
MEASURES = (("ks2_l4_rwm", "READWRITTAMATX"), ("ks2_l5_rwm", "READWRITTAMATAX"), ("ks2_l4_reading", "READX"))


def schools(year: int) -> list[dict[str, str]]:
    return [row for row in rows(f"england_{year}_ks2final.csv")[1] if row["RECTYPE"] in "12"]


def printed(part: float, whole: int) -> str:
    return f"{(200 * int(part) + whole) // (2 * whole)}%"


@pytest.mark.parametrize("year", YEARS)
def test_every_shown_percentage_is_that_of_the_true_count(year):
    world, found = small_world(), Counter()
    poor = "FSM6CLA1A" if year == 2015 else "FSMCLA"
    groups = GROUPS | {f"_{poor}": ("disadvantaged", f"T{poor}"), f"_NOT{poor}": ("other", f"TNOT{poor}")}
    for row in schools(year):
        for measure, stem in MEASURES:
            for suffix, (group, size) in groups.items():
                named = f"PB{stem}" if suffix == "_B" and "WRITTA" in stem else f"PT{stem}{suffix}"
                if not row[named].endswith("%"):
                    found[row[named]] += 1
                    continue
                true = world.truth(int(row["URN"]), year, measure, group)
                assert (int(row[size]), row[named]) == (true.whole, printed(true.part, true.whole)), named
                found["%"] += 1
    assert found["%"] > 2_000 and found["SUPP"] > 100 and found[""] > 0


@pytest.mark.parametrize("year", YEARS)
def test_progress_points_and_value_added_are_of_the_pupils_who_can_be_followed(year):
    world, checked, end = small_world(), 0, "12" if year == 2013 else ""
    for row in schools(year):
        if not row[f"PT2READ{end}"].endswith("%"):
            continue
        true = world.truth(int(row["URN"]), year, "ks2_two_levels_reading")
        assert row[f"PT2READ{end}"] == printed(round(true.part), true.whole)
        assert row[f"COVREAD{end}"] == printed(true.whole, int(row["TELIG"]))
        points, added = (world.truth(int(row["URN"]), year, each) for each in ("ks2_aps", "ks2_value_added"))
        assert abs(float(row["TAPS"]) - points.part / points.whole) <= 0.0501
        assert abs(float(row["OVAMEAS"]) - added.part / added.whole) <= 0.0501
        assert float(row["OLCONF"]) < float(row["OVAMEAS"]) < float(row["OUCONF"])
        assert row["AVGLEVEL"][0] in "2345"
        checked += 1
    assert checked > 150


@pytest.mark.parametrize("year", YEARS)
def test_the_rows_for_england_and_ours_are_the_sum_of_all_pupils(year):
    world, table = small_world(), rows(f"england_{year}_ks2final.csv")[1]
    total = world.england_truth(year, "ks2_l4_rwm")
    for row in [row for row in table if row["RECTYPE"] in "45"]:
        assert (int(row["TELIG"]), row["PTREADWRITTAMATX"]) == (total.whole, printed(total.part, total.whole))
    ours = world.authority_truth(world.authority.code, year, "ks2_l4_rwm")
    row = next(row for row in table if row["RECTYPE"] == "3" and row["LEA"] == world.authority.code)
    assert (int(row["TELIG"]), row["PTREADWRITTAMATX"]) == (ours.whole, printed(ours.part, ours.whole))


def test_the_provisional_file_differs_from_the_final_one_and_names_the_same_schools():
    first, last = (rows(f"england_2023_ks2{each}.csv")[1] for each in ("provisional", "final"))
    assert [row["URN"] for row in first] == [row["URN"] for row in last]
    assert [row["TELIG"] for row in first] == [row["TELIG"] for row in last]
    changed = sum(one["PTRWM_EXP"] != two["PTRWM_EXP"] for one, two in zip(first, last, strict=True))
    assert changed > len(first) / 4
    shown = [int(row["PTRWM_EXP"].rstrip("%")) for rows_ in (first, last) for row in rows_ if row["RECTYPE"] == "5"]
    assert shown[0] < shown[1], "results that had not come yet were counted as not reached"


@pytest.mark.parametrize("year", YEARS)
def test_the_form_is_the_published_one(year):
    raw = written()[f"england_{year}_ks2final.csv"]
    assert raw.startswith(b"\xef\xbb\xbfRECTYPE,ALPHAIND,LEA")
    assert len({row["LEA"] for row in rows(f"england_{year}_ks2final.csv")[1] if row["RECTYPE"] == "3"}) == 151
