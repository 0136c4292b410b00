"""The product against what the Department for Education printed, on the real files, through the commands.

The files go in through `accord intake`; figures come out of `accord figures --json` (or, where hundreds of
groups are asked for, of the same query in one process). The printed rows are read without the product.
Run with `-s` to see the counts.
"""

import re

import pytest

from tests.reference import naive
from tests.reference.homes import DEFINITIONS, Home
from tests.reference.published import AUTHORITIES, folder, rounds_to, rows_of

pytestmark = pytest.mark.real_data

YEARS = (2018, 2019)
PERCENTAGES = ("ks2_rwm_expected", "ks2_rwm_higher", "ks2_reading_expected", "ks2_maths_expected",
               "ks2_writing_expected", "ks2_gps_expected")
# From the public program that reproduces DfE's limits: method/ref/reference_values.json.
SIGMA_2019 = {"ks2_reading_progress": 6.17358373, "ks2_writing_progress": 5.69410663,
              "ks2_maths_progress": 5.38985717}


def printed_row(year: int, authority: str) -> naive.Row:
    """DfE's own row for the authority in its file."""
    rows = rows_of(folder() / f"ks2/{year}/{authority}_ks2final.csv")
    found, = [row for row in rows if row["RECTYPE"] == "3"]
    assert found["LEA"] == authority
    return found


@pytest.fixture(scope="module")
def pooled(tmp_path_factory) -> dict[tuple[int, str, str], dict]:
    """The pooled figure of each authority, year and measure, from the command line."""
    real, home = folder(), Home(tmp_path_factory.mktemp("authorities"))
    home.accord("intake", *(str(real / f"ks2/{y}/{a}_ks2final.csv") for y in YEARS for a in AUTHORITIES))
    measures = ",".join([*PERCENTAGES, *naive.PROGRESS, *naive.SCALED])
    wanted = ("--measures", measures, "--years", "2018-2019")
    return {(row["year"], authority, row["measure"]): row
            for authority in AUTHORITIES for row in home.accord("figures", "--la", authority, *wanted)
            if row["basis"] == "pooled"}


def rounding(pooled: dict, measures, says: str) -> int:
    """How many pooled figures round to the printed row; prints the count and names those that do not."""
    wrong, seen = [], 0
    for year in YEARS:
        for authority in AUTHORITIES:
            printed = printed_row(year, authority)
            for measure in measures:
                value = pooled[year, authority, measure]["value"]
                cell = printed[naive.columns(measure, "all")[0]]
                seen += 1
                if value is None or not rounds_to(value, cell, measure):
                    wrong.append((year, authority, measure, value, cell))
    print(f"{says}: {seen - len(wrong)} of {seen}", *wrong)
    return seen - len(wrong)


def test_eligible_pupils_equal_the_authority_row_4_of_4(pooled):
    right = sum(pooled[year, authority, "ks2_rwm_expected"]["pupils_expected"]
                == int(printed_row(year, authority)["TELIG"]) for year in YEARS for authority in AUTHORITIES)
    print(f"eligible pupils: {right} of 4")
    assert right == 4


def test_percentages_round_to_the_authority_row_24_of_24(pooled):
    assert rounding(pooled, PERCENTAGES, "percentages") == 24


def test_progress_rounds_to_the_authority_row_12_of_12(pooled):
    assert rounding(pooled, naive.PROGRESS, "progress") == 12


def test_scaled_scores_round_to_the_authority_row_12_of_12(pooled):
    assert rounding(pooled, naive.SCALED, "scaled scores") == 12


def test_a_percentage_half_a_point_away_would_not_round_to_the_row(pooled):
    moved = {key: row | {"value": row["value"] + 0.51} for key, row in pooled.items()}
    assert rounding(moved, PERCENTAGES, "percentages moved by half a point") < 20


@pytest.mark.parametrize("measure", SIGMA_2019)
def test_sigma_of_2019_comes_back_within_a_thousandth(pooled, measure):
    for authority in AUTHORITIES:
        row = pooled[2019, authority, measure]
        sigma = (row["interval_high"] - row["interval_low"]) / 2 / 1.96 * row["whole"] ** 0.5
        print(f"{measure} 2019: {sigma:.4f}, {100 * (sigma / SIGMA_2019[measure] - 1):+.3f}%")
        assert sigma == pytest.approx(SIGMA_2019[measure], rel=1e-3)


def asking(urns: list[str], year: int, span: int, special: bool = True) -> dict:
    return {"urns": urns, "measures": ["ks2_rwm_expected"], "pupils": ["all"], "years": [year], "span": span,
            "special": special}


def derived_home(place, *paths) -> Home:
    if not DEFINITIONS.is_dir():
        pytest.skip("The definitions of the derived tables are not written yet")
    home = Home(place).with_test_definitions()
    for path in paths:
        home.accord("intake", str(path))
    return home


@pytest.fixture(scope="module")
def three_years(tmp_path_factory) -> list[tuple[naive.Row, dict]]:
    """DfE's three-year cells and the product's three-year pool, for schools with three published years."""
    real, place = folder(), tmp_path_factory.mktemp("three-years")
    files = {2016: [real / "ks2/2016/derived_national_ks2_perf_2016.csv"],
             2017: [real / "ks2/2017/derived_national_ks2_perf_2017.csv"],
             2018: [real / f"ks2/2018/{authority}_ks2final.csv" for authority in AUTHORITIES]}
    home = derived_home(place, *(path for paths in files.values() for path in paths))
    published = [{row["URN"] for path in paths for row in rows_of(path)
                  if row["RECTYPE"] in "12" and naive.number(row["PTRWM_EXP"]) is not None}
                 for paths in files.values()]
    always = set.intersection(*published)
    schools = [row for path in files[2018] for row in rows_of(path) if row["URN"] in always]
    answers = home.ask([asking([school["URN"]], 2018, 3) for school in schools])
    return [(school, next(row for row in rows if row["basis"] == "pooled"))
            for school, rows in zip(schools, answers, strict=True)]


def test_three_year_pupils_equal_dfe_for_every_school_with_three_published_years(three_years):
    wrong = [(school["URN"], row["pupils_expected"], school["TELIG_3YR"]) for school, row in three_years
             if row["pupils_expected"] != int(school["TELIG_3YR"]) or row["years_missing"]]
    print(f"three-year pupils: {len(three_years) - len(wrong)} of {len(three_years)}", *wrong)
    assert len(three_years) == 492
    assert wrong == []


def test_three_year_percentages_lie_inside_rounding_for_99_in_100_schools(three_years):
    equal = inside = 0
    for school, row in three_years:
        cell = school["PTRWM_EXP_3YR"]
        low, high, _ = naive.count_range(naive.number(cell), row["whole"])
        equal += rounds_to(row["value"], cell, row["measure"])
        inside += row["part_low"] <= high and low <= row["part_high"]
    print(f"three-year percentages: {equal} equal, {inside} inside rounding, of {len(three_years)}")
    assert inside >= 0.99 * len(three_years)
    assert (equal, inside) == (487, 490)


def test_eligible_pupils_of_the_2018_trusts_239_of_240(tmp_path_factory):
    real = folder()
    trusts = rows_of(real / "mats/2018/england_ks2-mats-performance.csv")
    home = derived_home(tmp_path_factory.mktemp("trusts"),
                        real / "ks2/2018/derived_national_ks2_perf_2018.csv")
    answers = home.ask([asking(re.findall(r"\d{6}", trust["SCHOOL-URNS"]), 2018, 1) for trust in trusts])
    wrong = []
    for trust, rows in zip(trusts, answers, strict=True):
        row, = [row for row in rows if row["basis"] == "pooled"]
        if row["pupils_expected"] != int(trust["TELIG"]):
            wrong.append((trust["CHAINNAME"], row["pupils_expected"], trust["TELIG"]))
    print(f"trusts' eligible pupils: {len(trusts) - len(wrong)} of {len(trusts)}; not {wrong}")
    assert (len(trusts) - len(wrong), len(trusts)) == (239, 240)
