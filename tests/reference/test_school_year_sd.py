"""How far schools move from year to year (S of each measure), from every school in England by squared changes.

For one school the squared change of its rate, less what chance in two cohorts makes, is 2 (S·p·q)² on average
(FORMULAS 10). Summed over schools that gives S, by nothing more than sums: no model is fitted. Small schools tell
little and are left out.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
import yaml

from tests.reference import naive
from tests.reference.published import REPOSITORY, folder

pytestmark = pytest.mark.real_data

COLUMNS = {
    "ks2_rwm_expected": ("Overall Meet Std", (2016, 2017)),
    "ks2_reading_expected": ("Reading Meet Std", (2017, 2018)),
    "ks2_maths_expected": ("Maths Meet Std", (2017, 2018)),
    "ks2_writing_expected": ("Writing Meet Std", (2016, 2017)),
    "ks2_rwm_higher": ("Overall Exceed Std", (2016, 2017)),
    "ks2_reading_higher": ("Reading Exceed Std", (2017, 2018)),
    "ks2_maths_higher": ("Maths Exceed Std", (2017, 2018)),
    "ks2_writing_higher": ("Writing Exceed Std", (2016, 2017)),
}
"""The column of each measure in the national files, and two years of one framework."""
FEWEST_PUPILS = 20
MOST_APART = 0.035
"""The likelihood of the logit-normal model gives values up to .03 from those of the sums."""
Schools = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def england() -> dict[int, Schools]:
    found = {}
    for year in (2016, 2017, 2018):
        path = folder() / f"ks2/{year}/derived_national_ks2_perf_{year}.csv"
        with path.open(encoding="utf-8-sig") as file:
            found[year] = {row["URN"]: row for row in csv.DictReader(file)}
    return found


def count(row: dict[str, str], column: str) -> tuple[int, int] | None:
    """Pupils who met it, of pupils; None where a school is suppressed or has none."""
    percent, pupils = naive.number(row[column]), naive.number(row["KS2 Pupils"])
    if percent is None or not pupils:
        return None
    return naive.central_count(percent, int(pupils)), int(pupils)


def movement(before: Schools, after: Schools, column: str) -> tuple[float, int]:
    """S, and from how many schools."""
    pairs = []
    for urn in before.keys() & after.keys():
        then, now = count(before[urn], column), count(after[urn], column)
        if then and now and min(then[1], now[1]) >= FEWEST_PUPILS:
            pairs.append((then, now))

    def national(at: int) -> float:
        rate = sum(pair[at][0] for pair in pairs) / sum(pair[at][1] for pair in pairs)
        return math.log(rate / (1 - rate))

    drift, beyond_chance, scale = national(1) - national(0), 0.0, 0.0
    for (k_0, n_0), (k_1, n_1) in pairs:
        r_0, r_1 = k_0 / n_0, k_1 / n_1
        rate = (k_0 + k_1) / (n_0 + n_1)
        moved = r_1 - r_0 - drift * rate * (1 - rate)
        beyond_chance += moved**2 - r_0 * (1 - r_0) / (n_0 - 1) - r_1 * (1 - r_1) / (n_1 - 1)
        scale += 2 * (rate * (1 - rate)) ** 2
    return math.sqrt(beyond_chance / scale), len(pairs)


@pytest.mark.parametrize("measure", COLUMNS)
def test_s_of_a_measure_is_that_of_the_schools_of_england(measure: str, england: dict[int, Schools]):
    column, (first, second) = COLUMNS[measure]
    found, schools = movement(england[first], england[second], column)
    written = yaml.safe_load(Path(REPOSITORY, f"definitions/measures/{measure}.yaml").read_text(encoding="utf-8"))
    print(f"{measure}: S {found:.3f} from {schools:,} schools, {written['school_year_sd']} in the definition")
    assert schools > 10_000
    assert abs(found - written["school_year_sd"]) < MOST_APART


def test_every_measure_with_an_s_is_held_to_the_schools():
    with_s = {path.stem for path in Path(REPOSITORY, "definitions/measures").glob("*.yaml")
              if "school_year_sd" in path.read_text(encoding="utf-8")}  # fmt: skip
    assert with_s == set(COLUMNS) == set(naive.SCHOOL_YEAR_SD)
