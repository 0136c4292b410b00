"""Whose figures, which years, which status: small files in through the door, figures out, counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.performance import queries
from accord.performance.selections import UnknownSelection, Who
from accord.register.actions.group_lists import import_groups
from tests.factories.school_tables import (
    ask,
    ask_one,
    authority,
    england,
    publish,
    school,
    special,
    state,
)

A, B, C, D = (f"10000{at}" for at in range(1, 5))
# 22 of 40, 8 of 10, and 5 of 50: 35 of 100.
THREE = [school(A, "201", 40, "55%"), school(B, "201", 10, "80%"), school(C, "201", 50, "10%")]
PROGRESS = "ks2_reading_progress"


def groups(*lines: str) -> None:
    text = "\n".join(["group,kind,urn,role,starts_on,ends_before,parent", *lines])
    import_groups(text=text, by=None, at=datetime(2026, 11, 1, tzinfo=UTC))


def test_schools_named_one_by_one_need_no_register(home: Path, tmp_path: Path):
    release = publish(tmp_path, THREE, 2018)
    row = ask_one(Who.of_urns([C, A]), 2018)
    assert (row.group, row.members, row.basis) == ("own-selection", "today", "pooled")
    assert state(row) == ("measured", 2, 2, 90, 90)
    assert (row.figure.part_low, row.figure.part_high, row.figure.whole) == (27, 27, 90)
    assert row.figure.value == pytest.approx(30)
    assert row.releases == (str(release.public_id),)


def test_a_suppressed_school_gives_nothing_to_all_of_its_pupils(home: Path, tmp_path: Path):
    publish(tmp_path, [*THREE, school(D, "201", 5, "SUPP")], 2018)
    figure = ask_one(Who.of_urns([A, B, C, D]), 2018).figure
    assert figure.value == pytest.approx(35)
    assert (figure.low, figure.high) == (pytest.approx(100 * 35 / 105), pytest.approx(100 * 40 / 105))
    assert (figure.coverage.pupils_counted, figure.coverage.pupils_expected) == (100, 105)


def test_an_unknown_urn_is_not_applicable_where_england_is_loaded(home: Path, tmp_path: Path):
    publish(tmp_path, THREE, 2018)
    assert state(ask_one(Who.of_urns([A, "999999"]), 2018)) == ("measured", 1, 2, 40, None)
    assert state(ask_one(Who.of_urns(["999999"]), 2018)) == ("not_released", 0, 1, 0, None)
    everyone = [school(f"{120000 + at}", str(300 + at), 10) for at in range(150)]
    publish(tmp_path, everyone, 2018)
    assert state(ask_one(Who.of_urns([A, "999999"]), 2018)) == ("measured", 1, 1, 40, 40)
    assert state(ask_one(Who.of_urns(["999999"]), 2018)) == ("not_applicable", 0, 0, 0, 0)


def test_a_school_of_an_authority_not_loaded_is_expected_and_its_pupils_unknown(home: Path, tmp_path: Path):
    """The year before, its authority was loaded; this year only the neighbour's file has come."""
    publish(tmp_path, [school(D, "202", 60)], 2017)
    publish(tmp_path, THREE, 2018)
    row = ask_one(Who.of_urns([A, D]), 2018)
    assert state(row) == ("measured", 1, 2, 40, None)
    assert (row.figure.low, row.figure.high) == (None, None)


def test_a_school_absent_from_the_file_of_its_authority_is_not_applicable(home: Path, tmp_path: Path):
    publish(tmp_path, [*THREE, school(D, "201", 60)], 2017)
    publish(tmp_path, THREE, 2018)
    row = ask_one(Who.of_urns([A, D]), 2018)
    assert state(row) == ("measured", 1, 1, 40, 40)
    assert (row.figure.low, row.figure.high) == (pytest.approx(55), pytest.approx(55))
    assert state(ask_one(Who.of_urns([D]), 2018)) == ("not_applicable", 0, 0, 0, 0)


def test_under_half_of_the_pupils_nothing_is_concluded(home: Path, tmp_path: Path):
    rows = [school(A, "201", 40, "55%"), school(B, "201", 41, "SUPP")]
    publish(tmp_path, rows, 2018)
    publish(tmp_path, [rows[0], school(B, "201", 40, "SUPP")], 2019)
    row = ask_one(Who.of_urns([A, B]), 2018)
    assert state(row) == ("incomplete", 1, 2, 40, 81)
    assert (row.figure.value, row.figure.interval_low, row.figure.interval_high) == (None, None, None)
    assert (row.figure.part_low, row.figure.part_high, row.figure.whole) == (22, 22, 40)
    assert (row.figure.low, row.figure.high) == (
        pytest.approx(100 * 22 / 81),
        pytest.approx(100 * 63 / 81),
    )
    assert state(ask_one(Who.of_urns([A, B]), 2019)) == ("measured", 1, 2, 40, 80)


def test_an_authority_pools_its_schools_and_shows_its_own_row_beside_them(home: Path, tmp_path: Path):
    publish(tmp_path, [*THREE, authority("201", 103, "41%")], 2018)
    pooled, published = ask(Who.authority("201"), 2018)
    assert (pooled.basis, published.basis) == ("pooled", "published")
    assert pooled.figure.value == pytest.approx(35)
    assert published.figure.value == 41
    assert (published.figure.low, published.figure.high) == (40.5, 41.5)
    assert state(published) == ("measured", None, None, 103, 103)
    assert pooled.members == published.members == "then"


def test_england_is_pooled_from_a_release_of_england_only(home: Path, tmp_path: Path):
    own = publish(tmp_path, [*THREE, authority("201", 100, "35%"), england(600_000, "64%")], 2018)
    pooled, published = ask(Who.england(), 2018)
    assert state(pooled) == ("not_released", 0, None, 0, None)
    assert (published.figure.value, published.releases) == (64, (str(own.public_id),))
    everyone = [school(f"{120000 + at}", str(300 + at), 10, "50%") for at in range(150)]
    publish(tmp_path, [*everyone, england(600_000, "64%")], 2018)
    # The authority's file is narrower, so its three schools join the 150 of England.
    pooled, published = ask(Who.england(), 2018)
    assert state(pooled) == ("measured", 153, 153, 1600, 1600)
    assert pooled.figure.value == pytest.approx(100 * (750 + 35) / 1600)
    assert published.releases != (str(own.public_id),)


def test_the_row_of_state_funded_schools_is_england_where_there_is_one(home: Path, tmp_path: Path):
    every = england(610_000, "61%", every_school=True)
    publish(tmp_path, [*THREE, every], 2018)
    publish(tmp_path, [*THREE, every, england(600_000, "64%")], 2019)
    values = {row.year: row.figure.value for row in ask(Who.england(), 2018, 2019) if row.basis == "published"}
    assert values == {2018: 61, 2019: 64}


def test_a_published_row_says_why_it_has_no_value(home: Path, tmp_path: Path):
    more = {"READPROG": "LOWCOV", "READCOV": "40%", "PTMAT_EXP": "SUPP", "PTREAD_EXP": "NP"}
    publish(tmp_path, [school(A, "201", 40, **more), authority("201", 103, "41%", **more)], 2018)
    measures = (PROGRESS, "ks2_maths_expected", "ks2_reading_expected", "ks2_gps_expected")
    rows = [row for row in ask(Who.authority("201"), 2018, measures=measures) if row.basis == "published"]
    assert [state(row) for row in rows] == [
        ("low_coverage", None, None, 0, 103),
        ("suppressed", None, None, 0, 103),
        ("not_published", None, None, 0, 103),
        ("not_published", None, None, 0, 103),
    ]


def test_special_schools_are_in_an_authority_and_out_of_a_group_unless_asked(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "55%"), special(B, "201", 10, "0%")], 2018)
    groups("Coast,alliance,100001,,,,", "Coast,alliance,100002,,,,")
    of_group, of_authority, of_urns = Who.group("coast"), Who.authority("201"), Who.of_urns([A, B])
    for who, usually in ((of_group, False), (of_urns, False), (of_authority, True)):
        for asked in (None, True, False):
            figure = ask_one(who, 2018, special=asked).figure
            with_them = usually if asked is None else asked
            assert (figure.whole, figure.part_low) == ((50, 22) if with_them else (40, 22))


def test_a_special_school_without_a_row_this_year_is_known_from_another(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40), special(D, "202", 10)], 2017)
    publish(tmp_path, [school(A, "201", 40)], 2018)
    assert state(ask_one(Who.of_urns([A, D]), 2018)) == ("measured", 1, 1, 40, 40)
    assert state(ask_one(Who.of_urns([A, D]), 2018, special=True)) == ("measured", 1, 2, 40, None)


def test_no_row_for_a_year_not_measured_and_one_for_a_year_not_released(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, READPROG="1.5", READCOV="90%")], 2019)
    years = range(2014, 2027)
    rows = ask(Who.of_urns([A]), *years, measures=("ks2_rwm_expected", PROGRESS))
    shown = {
        code: {row.year: str(row.figure.status) for row in rows if row.measure == code}
        for code in ("ks2_rwm_expected", PROGRESS)
    }
    waiting = "not_released"
    attained = dict.fromkeys((2016, 2017, 2018, 2023, 2024, 2025, 2026), waiting) | {2019: "measured"}
    assert shown["ks2_rwm_expected"] == attained
    assert shown[PROGRESS] == {year: each for year, each in attained.items() if year not in (2024, 2025)}
    waiting_row = next(row for row in rows if row.year == 2018)
    assert (waiting_row.figure.value, waiting_row.figure.low, waiting_row.releases) == (None, None, ())


def test_nobody_knows_how_many_schools_an_authority_without_a_release_has(home: Path, tmp_path: Path):
    publish(tmp_path, THREE, 2018)
    for who in (Who.authority("850"), Who.england()):
        assert state(ask_one(who, 2018)) == ("not_released", 0, None, 0, None)
    assert state(ask_one(Who.of_urns([A, B]), 2019)) == ("not_released", 0, 2, 0, None)


def test_three_years_pool_and_name_the_years_that_are_missing(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "55%")], 2017)
    publish(tmp_path, [school(A, "201", 60, "45%")], 2019)
    for who in (Who.of_urns([A]), Who.authority("201")):
        row = ask_one(who, 2019, span=3)
        assert (row.years_pooled, row.years_missing) == ((2017, 2019), (2018,))
        assert (row.figure.part_low, row.figure.part_high, row.figure.whole) == (49, 49, 100)
        assert row.figure.value == pytest.approx(49)
        assert row.crosses_break
    # The neighbour's file of 2018 changes nothing for this authority and this school.
    publish(tmp_path, [school(D, "202", 50)], 2018)
    for who in (Who.of_urns([A]), Who.authority("201")):
        row = ask_one(who, 2019, span=3)
        assert (row.years_pooled, row.years_missing) == ((2017, 2019), (2018,))
        assert row.figure.low is not None


def test_a_pool_after_the_pandemic_names_its_missing_years_and_crosses_no_break(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40, "55%")], 2023)
    row = ask_one(Who.of_urns([A]), 2023, span=3)
    assert (row.years_pooled, row.years_missing, row.crosses_break) == ((2023,), (2021, 2022), False)
    assert ask(Who.of_urns([A]), 2022, span=3) == []


def test_a_group_is_todays_members_carried_back_with_those_of_the_groups_inside_it(home: Path, tmp_path: Path):
    publish(tmp_path, [*THREE, school(D, "201", 60)], 2018)
    groups(
        "Coast,alliance,100001,lead,,,County",
        "Coast,alliance,100002,,2024-09-01,,County",
        "Coast,alliance,100003,,,2024-09-01,County",
        "Hills,alliance,100002,,,,County",
        "Hills,alliance,100004,,2999-09-01,,County",
        "County,district,,,,,All",
        "All,programme,100003,,,,",
    )
    members = {slug: ask_one(Who.group(slug), 2018).figure.whole for slug in ("coast", "hills", "county", "all")}
    # Coast: A and B, who joined after 2018; C left. Hills: B. County: A and B, once. All: C as well.
    assert members == {"coast": 50, "hills": 10, "county": 50, "all": 100}
    row = ask_one(Who.group("county"), 2018)
    assert (row.group, row.title, row.members) == ("county", "County", "today")


def test_a_group_that_everybody_left_is_not_applicable(home: Path, tmp_path: Path):
    publish(tmp_path, THREE, 2018)
    groups("Coast,alliance,100001,,,2020-09-01,")
    assert state(ask_one(Who.group("coast"), 2018)) == ("not_applicable", 0, 0, 0, 0)


def test_what_does_not_exist_is_said_by_name(home: Path, tmp_path: Path):
    with pytest.raises(UnknownSelection, match="no group nowhere"):
        ask(Who.group("nowhere"), 2018)
    with pytest.raises(UnknownSelection, match="no measure ks2_art"):
        ask(Who.of_urns([A]), 2018, measures=("ks2_art",))
    with pytest.raises(UnknownSelection, match="no pupil group tall"):
        ask(Who.of_urns([A]), 2018, pupils=("tall",))


def test_a_school_bears_its_newest_name_whatever_tells_its_kind(home: Path, tmp_path: Path):
    publish(tmp_path, [school(A, "201", 40) | {"SCHNAME": "Old name"}], 2018)
    publish(tmp_path, [school(A, "201", 40) | {"SCHNAME": "New name"}], 2019)
    assert ask_one(Who.of_urns([A]), 2019).title == "New name"
    assert {row.title for row in ask(Who.of_urns([A]), 2018, 2019)} == {"New name"}


def asked_of_the_database(who: Who) -> int:
    # What is kept in memory would hide the queries.
    queries._FIGURES._answers.clear()
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert ask_one(who, 2018).figure.whole
    return len(found)


def test_queries_do_not_grow_with_schools_and_groups(home: Path, tmp_path: Path):
    urns = [f"{110000 + at}" for at in range(60)]
    publish(tmp_path, [school(urn, "201", 40) for urn in urns], 2018)
    groups(*(f"Small,alliance,{urn},,,," for urn in urns[:3]))
    before = asked_of_the_database(Who.group("small")), asked_of_the_database(Who.of_urns(urns[:3]))
    groups(*(f"Large {at % 30},alliance,{urn},,,,Large" for at, urn in enumerate(urns)), "Large,district,,,,,Top",
           "Top,district,110000,,,,")  # fmt: skip
    after = asked_of_the_database(Who.group("large")), asked_of_the_database(Who.of_urns(urns))
    assert before == after
    assert 0 < min(before) <= max(before) <= 12
