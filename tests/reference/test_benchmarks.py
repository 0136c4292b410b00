"""Benchmark series as the command prints them, beside the file read without the product."""

import polars as pl
import pytest

from tests.reference.homes import Home
from tests.reference.published import folder

pytestmark = pytest.mark.real_data

FILE = "ees_la/lait/bds_long_0.parquet"
EAST_SUSSEX = ("878", "886", "908", "926", "881", "351", "838", "938", "929", "839")
"""As a person reads them off the row of 845 in the file of May 2025."""


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    return pl.read_parquet(folder() / FILE)


@pytest.fixture(scope="module")
def taken(tmp_path_factory) -> tuple[Home, list]:
    home = Home(tmp_path_factory.mktemp("benchmarks"))
    outcome = home.accord("intake", str(folder() / FILE))
    home.accord("intake", str(folder() / "ees_la/lait/sn_may_2025.xlsx"), "--year", "2025")
    return home, outcome


def printed(table: pl.DataFrame, series: str, area: str) -> dict[str, str]:
    rows = table.filter((pl.col("Short Desc") == series) & (pl.col("LA and Regions") == area))
    return dict(zip(rows["Years"].to_list(), rows["Values"].to_list(), strict=True))


def shown(answer: dict, whose: str) -> dict[str, tuple]:
    return {row["years"]: (row[whose]["value"], row[whose]["text"]) for row in answer["rows"]}


def as_shown(cells: dict[str, str]) -> dict[str, tuple]:
    return {years: (None if text == "-" else float(text), text) for years, text in cells.items() if years != "0"}


def test_rows_without_a_year_are_set_aside_and_named(taken):
    said = str(taken[1])
    assert "rows_set_aside" in said and "“0”" in said and "CINPermExclusion" in said


@pytest.mark.parametrize(
    ("series", "authority", "name", "region"),
    [
        ("KS2RWM_Expected_STD", "845", "East Sussex", "South East"),
        ("RTA", "202", "Camden", "London (Inner)"),
        ("CINPermExclusion", "370", "Barnsley", "Yorkshire and the Humber"),
    ],
)
def test_a_series_stands_as_the_file_has_it(taken, table, series, authority, name, region):
    answer = taken[0].accord("benchmarks", "--la", authority, "--series", series)
    assert (answer["name"], answer["region"]) == (name, region)
    for whose, area in (("authority", name), ("region", region), ("england", "England")):
        assert shown(answer, whose) == as_shown(printed(table, series, area)), whose
    assert all(row["authority"]["status"] in ("value", "not_available") for row in answer["rows"])


def test_years_in_free_text_are_kept_as_printed(taken, table):
    series = table.filter(pl.col("Years") == "2016-17 (OT)")["Short Desc"][0]
    answer = taken[0].accord("benchmarks", "--la", "845", "--series", series)
    assert "2016-17 (OT)" in {row["years"] for row in answer["rows"]}
    assert shown(answer, "authority") == as_shown(printed(table, series, "East Sussex"))


def test_neighbours_stand_nearest_first_and_are_not_averaged(taken, table):
    answer = taken[0].accord("benchmarks", "--la", "845", "--series", "KS2RWM_Expected_STD")
    row, = [row for row in answer["rows"] if row["years"] == "2025"]
    assert tuple(row["neighbours"]) == EAST_SUSSEX
    rows = table.filter((pl.col("Short Desc") == "KS2RWM_Expected_STD") & (pl.col("Years") == "2025"))
    cells = rows.select("LA Number", "Values").iter_rows()
    values = {str(int(code)): float(text) for code, text in cells if text != "-"}
    known = sorted(values[code] for code in EAST_SUSSEX)
    assert {code: each["value"] for code, each in row["neighbours"].items()} == {c: values[c] for c in EAST_SUSSEX}
    assert (row["neighbours_lowest"], row["neighbours_middle"], row["neighbours_highest"]) == (
        known[0], known[len(known) // 2 - 1], known[-1])
