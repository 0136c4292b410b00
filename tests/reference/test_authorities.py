"""A national list that names no authority, pooled by authority with what other published files say of its schools.

The authorities' own published percentages come from the local authority tables, read here without the product.
Run with `-s` to see the counts, and what is missing for the authorities that differ.
"""

from collections import defaultdict

import polars as pl
import pytest

from tests.reference import naive
from tests.reference.homes import Home
from tests.reference.published import folder, half_up

pytestmark = pytest.mark.real_data

SERIES = "KS2RWM_Expected_STD"
TELLING = {"census/2018/england_census.csv": 2018, "absence/2018/england_abs.csv": 2018,
           "absence/2013/england_abs.csv": 2013}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    """The national lists of three years, and the files that say which authority a school was in."""
    real = folder()
    made = Home(tmp_path_factory.mktemp("authorities-told")).with_test_definitions()
    for year in (2016, 2017, 2018):
        made.accord("intake", str(real / f"ks2/{year}/derived_national_ks2_perf_{year}.csv"))
    for path, year in TELLING.items():
        made.accord("intake", str(real / path), "--year", str(year))
    return made


def published(year: int) -> dict[str, int]:
    """Each authority's printed percentage of a year."""
    table = pl.read_parquet(folder() / "ees_la/lait/bds_long_0.parquet")
    rows = table.filter((pl.col("Short Desc") == SERIES) & (pl.col("Years") == str(year)) & (pl.col("Region") != "NA"))
    cells = zip(rows["LA Number"].to_list(), rows["Values"].to_list(), strict=True)
    return {str(int(code)): int(half_up(float(value), 0)) for code, value in cells if value != "-"}


def pooled(rows: list[dict]) -> dict[int, dict]:
    return {row["year"]: row for row in rows if row["basis"] == "pooled"}


def test_east_sussex_of_three_years(home):
    rows = pooled(home.accord("figures", "--la", "845", "--measures", "ks2_rwm_expected", "--years", "2016-2018"))
    printed = {year: published(year)["845"] for year in rows}
    print({year: (round(row["value"], 2), printed[year]) for year, row in rows.items()})
    assert {year: round(row["value"], 2) for year, row in rows.items()} == {2016: 52.01, 2017: 57.46, 2018: 64.19}
    assert printed == {2016: 52, 2017: 57, 2018: 64}


def test_the_authorities_of_2018(home):
    printed = published(2018)
    answers = home.ask([{"authority": code, "measures": ["ks2_rwm_expected"], "pupils": ["all"], "years": [2018],
                         "special": None, "span": 1} for code in sorted(printed)])
    figures = {code: pooled(rows)[2018] for code, rows in zip(sorted(printed), answers, strict=True)
               if 2018 in pooled(rows) and pooled(rows)[2018]["value"] is not None}
    apart = {code: row for code, row in figures.items() if half_up(row["value"], 0) != printed[code]}
    half = 0.5
    outside = [code for code, row in figures.items()
               if row["high"] < printed[code] - half or row["low"] > printed[code] + half]
    nowhere = schools_of_no_authority()
    print(f"{len(figures) - len(apart)} of {len(figures)} equal; {len(figures) - len(outside)} inside the bounds")
    print(f"named by no file: {len(nowhere)} schools, {sum(nowhere.values())} pupils")
    for code, row in apart.items():
        print(f"{code}: {row['value']:.2f} against {printed[code]}, bounds {row['low']:.2f} to {row['high']:.2f}; "
              f"{row['schools_expected'] - row['schools_counted']} schools without a published figure, "
              f"{row['pupils_expected'] - row['whole']} pupils")
    assert len(figures) == 150
    assert outside == []
    assert len(figures) - len(apart) >= 144


def test_every_authority_has_the_pupils_of_a_plain_count(home):
    told = authorities_plainly()
    wanted: dict[str, int] = defaultdict(int)
    for row in naive.read(folder() / "ks2/2018/derived_national_ks2_perf_2018.csv", {}):
        pupils = naive.number(row["KS2 PUPILS"])
        if row["URN"] in told and pupils is not None and row["OVERALL MEET STD"].strip():
            wanted[told[row["URN"]]] += int(pupils)
    answers = home.ask([{"authority": code, "measures": ["ks2_rwm_expected"], "pupils": ["all"], "years": [2018],
                         "special": None, "span": 1} for code in sorted(wanted)])
    found = {code: pooled(rows)[2018]["whole"] for code, rows in zip(sorted(wanted), answers, strict=True)}
    assert found == dict(wanted)


def authorities_plainly() -> dict[str, str]:
    """The authority of each URN for a list of 2018: as the files of 2018 have it, else that of 2013."""
    told: dict[str, str] = {}
    for path in sorted(TELLING, key=lambda each: (-TELLING[each], each)):
        for row in naive.read(folder() / path, {}):
            if row["URN"].isdigit() and row["LA"].isdigit():
                told.setdefault(row["URN"], row["LA"])
    return told


def schools_of_no_authority() -> dict[str, int]:
    """The schools of 2018 that no telling file has, and their pupils."""
    told = authorities_plainly()
    rows = naive.read(folder() / "ks2/2018/derived_national_ks2_perf_2018.csv", {})
    return {row["URN"]: int(naive.number(row["KS2 PUPILS"]) or 0) for row in rows if row["URN"] not in told}
