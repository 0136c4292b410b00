"""Benchmark series and neighbours from small files: what is asked for, who is beside it, and what is set aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.accounts.readers import Reader
from accord.intake.actions.releases import withdraw
from accord.performance.benchmarks import benchmark_series, neighbours_of
from accord.performance.selections import UnknownSelection
from tests.factories.school_tables import publish, take, write

pytestmark = pytest.mark.once

HEADER = ("Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region")
OPERATOR = Reader.operator()


def series(name: str, years: str, **values: str) -> list[dict[str, str]]:
    areas = {"ash": ("Ashshire", "901", "South East"), "birch": ("Birchton", "902", "South East"),
             "cedar": ("Cedarham", "903", "Inner London"), "region": ("South East", "989", "NA"),
             "england": ("England", "970", "NA")}  # fmt: skip
    return [
        dict(zip(HEADER, (name, "", years, area, values[key], code, region), strict=True))
        for key, (area, code, region) in areas.items()
        if key in values
    ]


def neighbours(**ranked: str) -> list[dict[str, str]]:
    return [{"LA num": la[1:], "LA Name": la} | {f"SN{at}": each for at, each in enumerate(codes.split(), start=1)}
            for la, codes in ranked.items()]  # fmt: skip


ROWS = [
    *series("A_b", "2018 (Rev)", ash="50", birch="60", cedar="4.5E1", region="55", england="-"),
    *series("A_b", "2016-17 (OT)", ash="-", birch="52", region="53", england="54"),
    *series("A_b", "0", ash="7", england="7"),
    *series("Other", "2019", ash="1", england="2"),
]


def test_a_series_with_its_neighbours_and_gaps(home: Path, tmp_path: Path):
    publish(tmp_path, ROWS, None, always=HEADER)
    names = ["LA num", "LA Name", *(f"SN{rank}" for rank in range(1, 11))]
    publish(tmp_path, neighbours(x901="903 902 999"), 2025, always=names)
    assert neighbours_of("901", OPERATOR) == ("903", "902", "999")
    assert neighbours_of("902", OPERATOR) == ()
    found = benchmark_series("A_b", "901", OPERATOR)
    assert (found.name, found.region) == ("Ashshire", "South East")
    first, second = found.rows
    assert (first.years, second.years) == ("2016-17 (OT)", "2018 (Rev)")
    assert (first.authority.value, first.authority.status, first.england.value) == (None, "not_available", 54.0)
    assert (first.neighbours["903"].status, first.neighbours_between) == ("no_row", (52.0, 52.0, 52.0))
    assert (second.authority.value, second.region.value, second.england.status) == (50.0, 55.0, "not_available")
    assert second.neighbours_between == (45.0, 45.0, 60.0)


def test_the_newest_file_answers_until_it_is_withdrawn(home: Path, tmp_path: Path):
    publish(tmp_path, series("A_b", "2018", ash="50", england="51"), None, always=HEADER)
    newer = publish(tmp_path, series("A_b", "2019", ash="60", england="61"), None, always=HEADER)
    assert (newer.family, newer.year) == ("lait", 2019)
    assert [row.years for row in benchmark_series("A_b", "901", OPERATOR).rows] == ["2019"]
    withdraw(release=newer, because="a test", by=None, at=newer.accepted_at)
    assert [row.years for row in benchmark_series("A_b", "901", OPERATOR).rows] == ["2018"]


def test_what_there_is_not_is_said(home: Path, tmp_path: Path):
    with pytest.raises(UnknownSelection, match="No benchmark series"):
        benchmark_series("A_b", "901", OPERATOR)
    publish(tmp_path, ROWS, None, always=HEADER)
    with pytest.raises(UnknownSelection, match="Is it one of A_b"):
        benchmark_series("A_bc", "901", OPERATOR)
    with pytest.raises(UnknownSelection, match="no authority 555"):
        benchmark_series("A_b", "555", OPERATOR)
    with pytest.raises(TypeError):
        neighbours_of("901", None)  # type: ignore[arg-type]


def test_one_area_twice_with_different_figures_is_refused(home: Path, tmp_path: Path):
    twice = [*ROWS, *series("A_b", "2018 (Rev)", ash="51")]
    intake = take(write(tmp_path / "twice.csv", twice, HEADER))
    assert [problem["code"] for problem in intake.problems] == ["twice_with_different_figures"]
