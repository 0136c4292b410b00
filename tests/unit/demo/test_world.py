"""What is invented: the same for the same seed, realistic in its spread, and in use nowhere."""

from __future__ import annotations

import csv
import statistics
from datetime import date
from pathlib import Path

import pytest

from accord.demo.schools import Kind
from tests.factories.worlds import small_world, wide, written


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    once = dict(written(7))
    small_world.cache_clear()
    written.cache_clear()
    assert written(7) == once
    assert all(written(8)[name] != once[name] for name in once if name.startswith(("england", "ks2", "edubase")))


def test_forty_schools_two_of_them_special_and_three_infant_schools_apart():
    world = small_world()
    now = [school for school in world.ours if school.is_open(date(2025, 9, 1))]
    assert len(now) == 40
    assert sum(school.special for school in now) == 2
    assert any(school.school_type in ("AC", "ACC", "F") for school in now)
    infants = [school for school in world.others if school.closed is None]
    assert [school.kind for school in infants] == [Kind.INFANT] * 3
    urns = {row["URN"] for year in (2018, 2019, 2023, 2024) for row in wide(year)}
    assert not urns & {str(school.urn) for school in world.others}
    assert str(now[0].urn) in urns


def test_schools_differ_as_much_as_real_ones():
    world = small_world()
    share = {}
    for year in (2018, 2019):
        for school in world.schools:
            true = world.truth(school.urn, year, "ks2_rwm_expected")
            if not school.special and true.whole >= 20:
                share.setdefault(school.urn, []).append(100 * true.part / true.whole)
    pairs = [tuple(values) for values in share.values() if len(values) == 2]
    assert len(pairs) > 100
    # Across one year: between schools about 11, school-year 6 and binomial 7 points together.
    assert 11 < statistics.stdev(first for first, _ in pairs) < 19
    assert 0.4 < statistics.correlation(*zip(*pairs, strict=True)) < 0.8
    assert all(5 < world.tallies[year].sigma["reading"] < 7 for year in (2018, 2019, 2023))


def test_five_alliances_as_they_come():
    world = small_world()
    rows = list(csv.DictReader(written()["groups.csv"].decode().splitlines()))
    assert len({row["group"] for row in rows}) == 5
    assert {row["kind"] for row in rows} == {"alliance"}
    counted = [row["urn"] for row in rows]
    ours = {str(school.urn) for school in world.ours}
    assert ours - set(counted), "a school in no alliance"
    assert sorted(counted.count(urn) for urn in set(counted))[-2:] == [1, 2], "one school in two"
    assert [row for row in rows if row["ends_before"]], "one left part-way"
    infants = {str(school.urn) for school in world.others}
    special = {str(school.urn) for school in world.ours if school.special}
    both = {row["group"] for row in rows if row["urn"] in infants}
    assert both & {row["group"] for row in rows if row["urn"] in special}
    leads = [row["group"] for row in rows if row["role"] == "lead"]
    assert sorted(leads) == sorted({row["group"] for row in rows})


def test_urns_telephones_and_postcodes_are_nobodys():
    for row in wide(2018):
        if row["RECTYPE"] in "12":
            assert 900_001 <= int(row["URN"]) <= 999_999
            assert row["PCODE"].startswith("ZX")
            assert row["TELNUM"].startswith("01632960")


@pytest.mark.real_data
def test_codes_are_not_in_use(real_data: Path):
    with (real_data / "meta/2024/la_and_region_codes_meta.csv").open(encoding="latin-1", newline="") as file:
        real = list(csv.reader(file))
    used = {cell.strip() for row in real for cell in row}
    assert "850" in used, "the list has the codes"
    assert not used & {authority.code for authority in small_world().authorities}
