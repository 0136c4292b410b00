"""The two tidy files of 2025, computed again in plain Python."""

from __future__ import annotations

from collections import Counter

from tests.factories.worlds import small_world, tidy

LABELS = {
    "Reading, writing and maths": "rwm",
    "Reading": "reading",
    "Writing": "writing",
    "Maths": "maths",
    "Grammar, punctuation and spelling": "gps",
}
GROUPS = {
    "Total": ("all", "TELIG"),
    "Boys": ("boys", "BELIG"),
    "Girls": ("girls", "GELIG"),
    "Disadvantaged": ("disadvantaged", "TFSM6CLA1A"),
    "Not known to be disadvantaged": ("other", "TNOTFSM6CLA1A"),
    "Known or believed to be other than English": ("eal", "TEALGRP2"),
    "Non mobile": ("non_mobile", "TMOBN"),
}


def test_every_shown_percentage_leads_back_to_the_true_count():
    world, found = small_world(), Counter()
    pupils = {row["SCHOOL_URN"]: row for row in tidy("information")}
    for row in tidy("attainment"):
        if row["BREAKDOWN"] == "3 year average":
            continue
        group, size = GROUPS[row["BREAKDOWN"]]
        value = row["EXPECTED_STANDARD_PUPIL_PERCENT"]
        measure = f"ks2_{LABELS[row['SUBJECT']]}_expected"
        true = world.truth(int(row["SCHOOL_URN"]), 2025, measure, group)
        if not value.isdigit():
            assert (value == "z") == (true.whole == 0)
            found[value] += 1
            continue
        assert int(pupils[row["SCHOOL_URN"]][size]) == true.whole
        assert int(value) == (200 * true.part + true.whole) // (2 * true.whole)
        found["number"] += 1
    assert found["c"] > 50
    assert found["z"] > 50
    assert found["number"] > 1_000


def test_there_is_no_progress_in_2025():
    assert {row["PROGRESS_MEASURE_SCORE"] for row in tidy("attainment")} == {"z"}
    assert {row["TIME_PERIOD"] for row in tidy("attainment")} == {"202425"}


def test_scaled_scores_are_those_of_the_pupils():
    world, checked = small_world(), 0
    for row in tidy("attainment"):
        if row["SUBJECT"] == "Maths" and row["BREAKDOWN"] == "Total" and row["AVERAGE_SCALED_SCORE"].isdigit():
            true = world.truth(int(row["SCHOOL_URN"]), 2025, "ks2_maths_scaled")
            assert int(row["AVERAGE_SCALED_SCORE"]) == (2 * true.part + true.whole) // (2 * true.whole)
            checked += 1
    assert checked > 100


def test_pupils_are_published_for_every_school_and_its_groups_only_where_there_are_enough():
    small = [row for row in tidy("information") if int(row["TELIG"]) <= 5]
    assert small
    assert all(row["BELIG"] == row["TFSM6CLA1A"] == "c" for row in small)
    large = [row for row in tidy("information") if int(row["TELIG"]) > 5]
    assert all(int(row["BELIG"]) + int(row["GELIG"]) == int(row["TELIG"]) for row in large)
