"""How often intervals hold what they say they hold, counted over everything that can happen.

Nothing is drawn by lot: every count that may come out has its exact probability. The truth that an interval should
hold is put in; the interval is Accord's. The tables of docs/reference/how-sure.md are made here, pasted
into docs/pages/how_sure.md; test_coverage.py holds the page to them.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import signal, stats

from accord.analytics.chance import mid_p
from accord.analytics.intervals import design_effect, wilson

SIZES = range(5, 241)
RATES = np.arange(20, 981, 2) / 1000
"""2% to 98% in steps of a fifth of a point: with whole percents large cohorts, whose counts lie close, look uneven."""
YEARS = 3
HERMITE = np.polynomial.hermite_e.hermegauss(31)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares 0–1: on average over the rates, and at the worst of them."""

    mean: float
    least: float


def of_wilson(whole: int, rates: np.ndarray = RATES) -> np.ndarray:
    """For each rate, how often Wilson's interval of the count that came out holds it."""
    limits = np.array([wilson(part, whole) for part in range(whole + 1)])
    chances = stats.binom.pmf(np.arange(whole + 1)[None, :], whole, rates[:, None])
    inside = (limits[None, :, 0] <= rates[:, None]) & (rates[:, None] <= limits[None, :, 1])
    return (chances * inside).sum(axis=1)


def of_mid_p(whole: int, rates: np.ndarray = RATES) -> np.ndarray:
    """For each rate, how often the count that came out is not refused by mid-p at 5%: what its interval holds."""
    found = []
    for rate in map(float, rates):
        reached = np.concatenate([[0.0], np.cumsum(stats.binom.pmf(np.arange(whole + 1), whole, rate))])
        parts = range(whole + 1)
        first = bisect.bisect_left(parts, True, key=lambda part: mid_p(part, whole, rate)[0] > 0.025)
        after = bisect.bisect_left(parts, True, key=lambda part: mid_p(part, whole, rate)[1] <= 0.025)
        found.append(reached[after] - reached[first])
    return np.array(found)


def summed(coverages: np.ndarray) -> Coverage:
    """On average and at worst."""
    return Coverage(float(coverages.mean()), float(coverages.min()))


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind of group: so many schools of so many pupils, the usual rate of each, and S of the measure."""

    schools: int
    pupils: int
    rate: float
    school_year_sd: float


def cells(school_year_sd: float) -> Iterator[Cell]:
    """Groups of one to eight schools, of 10 to 240 pupils each, from rates of 20% to 90%."""
    for schools in (1, 2, 4, 8):
        for pupils in (10, 20, 30, 60, 120, 240):
            for percent in (20, 30, 40, 50, 60, 70, 80, 90):
                yield Cell(schools, pupils, percent / 100, school_year_sd)


def one_year(cell: Cell) -> tuple[np.ndarray, float]:
    """The chances of each count of one school in one year, and its rate on average over years."""
    errors, weights = HERMITE
    logit = np.log(cell.rate / (1 - cell.rate))
    rates = 1 / (1 + np.exp(-(logit + cell.school_year_sd * errors)))
    chances = stats.binom.pmf(np.arange(cell.pupils + 1)[:, None], cell.pupils, rates[None, :])
    return chances @ weights / weights.sum(), float(rates @ weights / weights.sum())


def of_years(cell: Cell, years: int = YEARS, adjusted: bool = True) -> float:
    """How often the interval of some summers of a group, pooled, holds the usual rate of its schools."""
    chances, truth = one_year(cell)
    every = np.array([1.0])
    for _ in range(years * cell.schools):
        every = signal.fftconvolve(every, chances)
    whole, wholes = years * cell.schools * cell.pupils, [cell.pupils] * (years * cell.schools)
    held = 0.0
    for part in np.flatnonzero(every > 1e-12):
        effect = design_effect(int(part), wholes, cell.school_year_sd) if adjusted else 1.0
        low, high = wilson(part / effect, whole / effect)
        held += float(every[part]) * (low <= truth <= high)
    return held


BANDS = ((5, 10), (11, 20), (21, 30), (31, 60), (61, 120), (121, 240))


def of_one_year_table(wilsons: dict[int, Coverage], mid_ps: dict[int, Coverage]) -> str:
    """Wilson and mid-p by bands of cohort: the lowest and highest mean over the rates, and the worst single rate."""
    lines = [
        "| pupils | Wilson, on average | at the worst rate | mid-p, on average | at the worst rate |",
        "|---|---:|---:|---:|---:|",
    ]
    for first, last in BANDS:
        cells = [f"{first}–{last}"]
        for every in (wilsons, mid_ps):
            some = [every[size] for size in range(first, last + 1)]
            means = [100 * each.mean for each in some]
            cells += [f"{min(means):.1f}–{max(means):.1f}", f"{100 * min(each.least for each in some):.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def of_years_table() -> str:
    """Three summers pooled, with the movement of schools and without it, by S; and a single summer of eight schools."""
    lines = [
        "| S | three summers, on average | at the worst | as if schools did not move: on average | at the worst |",
        "|---:|---:|---:|---:|---:|",
    ]
    for school_year_sd in (0.27, 0.31, 0.38):
        own = [100 * of_years(cell) for cell in cells(school_year_sd)]
        raw = [100 * of_years(cell, adjusted=False) for cell in cells(school_year_sd)]
        told = [f"{school_year_sd}"]
        for each in (own, raw):
            told += [f"{np.mean(each):.1f}", f"{min(each):.1f}"]
        lines.append(f"| {' | '.join(told)} |")
    return "\n".join(lines)
