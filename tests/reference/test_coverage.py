"""Intervals hold what they say: by exact enumeration, and on the schools of England a year ahead (FORMULAS 9-12)."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from accord.analytics.shrinkage import Family, fit, forecast
from tests.reference import coverages, naive, naive_statistics
from tests.reference.coverages import RATES, SIZES, cells, of_mid_p, of_wilson, of_years, summed
from tests.reference.published import REPOSITORY, folder

SOME_SIZES = [5, 6, 9, 15, 30, 78, 202, 240]
PAGE = REPOSITORY / "docs/pages/how_sure.md"
UNMOVED = 0.01
"""As good as none: S of schools that would not move from year to year."""
FORECAST = {"Overall Meet Std": ("reading, writing and maths", 0.27), "Reading Meet Std": ("reading", 0.31),
            "Maths Meet Std": ("maths", 0.38)}  # fmt: skip
LARGEST = (15, 30, 60, 10_000)


@pytest.mark.parametrize("sizes", [SOME_SIZES, pytest.param(SIZES, marks=pytest.mark.thorough)], ids=["some", "all"])
def test_wilson_holds_95_in_100_on_average_over_rates_for_every_cohort(sizes):
    found = {size: summed(of_wilson(size)) for size in sizes}
    means = [each.mean for each in found.values()]
    worst = min(found, key=lambda size: found[size].least)
    print(f"\nWilson: {min(means):.1%} to {max(means):.1%}; at worst {found[worst].least:.1%}, with {worst} pupils")
    assert min(means) >= 0.949 and max(means) <= 0.957
    assert found[worst].least >= 0.83


def test_where_neither_side_is_rare_wilson_is_even():
    for size in (45, 120, 240):
        usual = RATES[size * RATES * (1 - RATES) >= 10]
        held = of_wilson(size, usual)
        assert held.min() >= 0.93 and held.max() <= 0.967


def test_what_mid_p_does_not_refuse_is_the_same_counted_one_by_one():
    """The edges found by halving are those of going through all counts."""
    for rate in (0.05, 0.31, 0.9):
        chances = naive_statistics.chances(17, rate)
        kept = sum(chance for part, chance in enumerate(chances)
                   if 2 * min(naive_mid_p(chances, part)) > 0.05)  # fmt: skip
        assert of_mid_p(17, np.array([rate]))[0] == pytest.approx(kept, abs=1e-12)


@pytest.mark.parametrize(
    "sizes", [[5, 6, 15, 60], pytest.param(SIZES, marks=pytest.mark.thorough)], ids=["some", "all"]
)
def test_mid_p_holds_95_to_98_in_100_on_average_over_rates_for_every_cohort(sizes):
    found = {size: summed(of_mid_p(size)) for size in sizes}
    means = [each.mean for each in found.values()]
    worst = min(found, key=lambda size: found[size].least)
    print(f"\nmid-p: {min(means):.1%} to {max(means):.1%}; at worst {found[worst].least:.1%}, with {worst} pupils")
    assert min(means) >= 0.950 and max(means) <= 0.979
    assert found[worst].least >= 0.91


@pytest.mark.parametrize("school_year_sd", [0.27, 0.31, 0.38])
def test_three_summers_pooled_hold_the_usual_rate_of_every_kind_of_group(school_year_sd):
    held = [of_years(cell) for cell in cells(school_year_sd)]
    print(f"\nThree summers, S {school_year_sd}: {np.mean(held):.1%}, at worst {min(held):.1%}, {len(held)} kinds")
    assert 0.945 <= np.mean(held) <= 0.96
    assert min(held) >= 0.915


def test_as_if_schools_did_not_move_three_summers_fail():
    raw = [of_years(cell, adjusted=False) for cell in cells(0.27)]
    assert min(raw) < 0.62 and np.mean(raw) < 0.90
    # FORMULAS 10: plain Wilson for one summer's underlying rate of eight schools.
    one = [of_years(cell, years=1, adjusted=False) for cell in cells(0.31) if (cell.schools, cell.pupils) == (8, 30)]
    assert 0.86 <= np.mean(one) <= 0.91


@pytest.fixture(scope="module")
def england() -> dict[int, dict[str, dict[str, str]]]:
    found = {}
    for year in (2016, 2017, 2018):
        path = folder() / f"ks2/{year}/derived_national_ks2_perf_{year}.csv"
        with path.open(encoding="utf-8-sig") as file:
            found[year] = {row["URN"]: row for row in csv.DictReader(file)}
    return found


def counts_of(england: dict, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Pupils who met it, and pupils, a row a school with results in all three summers."""
    def count(row: dict[str, str]) -> tuple[int, int] | None:
        percent, pupils = naive.number(row[column]), naive.number(row["KS2 Pupils"])
        return (naive.central_count(percent, int(pupils)), int(pupils)) if percent is not None and pupils else None

    schools = sorted(england[2016].keys() & england[2017].keys() & england[2018].keys())
    every = [counts for urn in schools if all(counts := [count(england[year][urn]) for year in england])]
    both = np.array(every)
    return both[:, :, 0], both[:, :, 1]


def forecasts(parts: np.ndarray, wholes: np.ndarray, school_year_sd: float) -> np.ndarray:
    """For each school, whether 2018 came out within what 2016 and 2017 led to expect."""
    # Every fifth school tells the spread between schools; all are forecast.
    family = fit(parts[::5, :2], wholes[::5, :2], school_year_sd)
    rate = parts[:, 2].sum() / wholes[:, 2].sum()
    ranges = np.array(forecast(parts[:, :2], wholes[:, :2], family, wholes[:, 2], rate))
    return (ranges[:, 0] <= parts[:, 2]) & (parts[:, 2] <= ranges[:, 1])


def forecast_line(name: str, wholes: np.ndarray, inside: np.ndarray, without: np.ndarray) -> str:
    """A line of the table on the page."""
    cells, least = [name, f"{len(inside):,}", f"{inside.mean():.1%}"], 0
    for most in LARGEST:
        band = (wholes[:, 2] > least) & (wholes[:, 2] <= most)
        cells.append(f"{inside[band].mean():.1%}")
        least = most
    return f"| {' | '.join([*cells, f'{without.mean():.1%}'])} |"


@pytest.mark.real_data
@pytest.mark.parametrize("column", FORECAST)
def test_forecasts_of_2018_hold_the_schools_of_england(column, england):
    name, school_year_sd = FORECAST[column]
    parts, wholes = counts_of(england, column)
    assert len(parts) > 13_000
    inside = forecasts(parts, wholes, school_year_sd)
    without = forecasts(parts, wholes, UNMOVED)
    line = forecast_line(name, wholes, inside, without)
    print(f"\n{line}")
    assert 0.94 <= inside.mean() <= 0.98
    assert 0.88 <= without.mean() <= 0.915
    assert line in PAGE.read_text(encoding="utf-8")


def test_a_forecast_is_that_of_the_same_schools_drawn_a_year_ahead():
    dice = np.random.default_rng(2026)
    wholes = dice.integers(8, 60, size=(4000, 3))
    logits = 0.4 + dice.normal(0, 0.5, size=(4000, 1)) + dice.normal(0, 0.3, size=(4000, 3))
    parts = dice.binomial(wholes, 1 / (1 + np.exp(-logits)))
    rate = float((1 / (1 + np.exp(-(0.4 + dice.normal(0, np.hypot(0.5, 0.3), 10**6))))).mean())
    ranges = np.array(forecast(parts[:, :2], wholes[:, :2], Family((0.4, 0.4), 0.5, 0.3), wholes[:, 2], rate))
    inside = (ranges[:, 0] <= parts[:, 2]) & (parts[:, 2] <= ranges[:, 1])
    # A count moves in whole pupils: a little more than 95. Three standard errors of 4,000 schools are one point.
    assert 0.945 <= inside.mean() <= 0.98
    assert ((ranges[:, 0] >= 0) & (ranges[:, 0] < ranges[:, 1]) & (ranges[:, 1] <= wholes[:, 2])).all()


@pytest.mark.thorough
def test_the_page_says_what_was_counted():
    wilsons = {size: summed(of_wilson(size)) for size in SIZES}
    mid_ps = {size: summed(of_mid_p(size)) for size in SIZES}
    text = PAGE.read_text(encoding="utf-8")
    for table in (coverages.of_one_year_table(wilsons, mid_ps), coverages.of_years_table()):
        print(f"\n{table}")
        assert table in text


def naive_mid_p(chances: list[float], part: int) -> tuple[float, float]:
    return sum(chances[:part]) + chances[part] / 2, sum(chances[part + 1 :]) + chances[part] / 2
