"""Levels, changes, gaps and ranks of one subject as one family: rarely noise, and how much of what is planted.

A subject as FORMULAS 16 draws it: eight schools as one, 12 measures correlated .6, 5 groups of pupils, four summers,
every school moving from year to year, England known to a whole percentage. All 164 questions are tested together by
Benjamini and Hochberg's procedure. Run with ``-s`` to see the figures.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from accord.analytics.comparison import Comparison
from accord.analytics.contrasts import NEIGHBOURS, change, gap, rank
from accord.analytics.findings import Finding, Findings, Question, among, p_value
from accord.analytics.random_groups import DRAWS, Place
from accord.analytics.rates import Rate
from tests.factories.planted import CORRELATED, DISADVANTAGED, ENGLAND, MEASURES, SCHOOLS, S
from tests.factories.shares import printed, share
from tests.fixtures.skipping import thorough

PAGES = 1000 if thorough() else 60
SEEDS = range(PAGES) if thorough() else range(300, 300 + PAGES)
TRIES = 300 if thorough() else 30
YEARS = 4
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
CENTRES = np.linspace(-6, 6, 2001)
AVERAGES = 1 / (1 + np.exp(-(CENTRES[:, None] + S * NODES))) @ (WEIGHTS / WEIGHTS.sum())
SAMPLE = np.sort(np.random.default_rng(0).normal(size=200_001))
NORMAL = NormalDist()
Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Planted:
    """Points by which the first measure is off: all along, in the last summer, and of the disadvantaged alone."""

    level: float = 0.0
    last: float = 0.0
    gap: float = 0.0


def correlated(dice: np.random.Generator, *shape: int) -> np.ndarray:
    shared, own = dice.normal(size=(*shape, 1)), dice.normal(size=(*shape, MEASURES))
    return np.sqrt(CORRELATED) * shared + np.sqrt(1 - CORRELATED) * own


def summer(dice: np.random.Generator, wholes: np.ndarray, off: Planted, last: bool) -> dict[str, list]:
    """The schools' pupils and how many met each measure, by group of pupils."""
    usual = np.tile(ENGLAND / 100, (SCHOOLS, 1))
    usual[:, 0] += (off.level + (off.last if last else 0)) / 100
    moved = S * correlated(dice, SCHOOLS)
    school = np.repeat(np.arange(SCHOOLS), wholes)
    rates = (1 / (1 + np.exp(-(np.interp(usual, AVERAGES, CENTRES) + moved))))[school]
    boys, poor = dice.random(school.size) < 0.5, dice.random(school.size) < DISADVANTAGED
    rates[poor, 0] += off.gap / 100 * (1 - DISADVANTAGED)
    rates[~poor, 0] -= off.gap / 100 * DISADVANTAGED
    met = np.searchsorted(SAMPLE, correlated(dice, school.size)) / SAMPLE.size < rates
    groups = {"all": np.ones_like(boys), "boys": boys, "girls": ~boys, "poor": poor, "others": ~poor}
    return {
        name: [np.bincount(school[some], minlength=SCHOOLS), met[some].sum(axis=0), met[some], school[some]]
        for name, some in groups.items()
    }


def page(seed: int, school_year_sd: float = S, off: Planted | None = None) -> Findings[Key]:
    """What is found of one subject: a key is the kind of question, the pupils, and the measure."""
    dice = np.random.default_rng(seed)
    wholes = np.rint(np.clip(dice.lognormal(3.3, 0.45, SCHOOLS), 8, 90)).astype(int)
    years = [summer(dice, wholes, off or Planted(), year == YEARS - 1) for year in range(YEARS)]
    tested: list[Finding[Key]] = []
    for m in range(MEASURES):
        lines = {name: [(year, counted(found[name], m)) for year, found in enumerate(years)] for name in years[-1]}
        tested += levels(lines, m, school_year_sd)
        for name, line in lines.items():
            tested += kept(("change", name, m), change(line, school_year_sd))
        for one, other in (("poor", "others"), ("boys", "girls")):
            found = gap(lines[one][-1][1], lines[other][-1][1], (-0.01, 0.01), school_year_sd)
            tested += kept(("gap", one, m), found)
        tested += kept(("rank", "all", m), rank(place(lines["all"][-1][1], m)))
    counts, _, met, school = years[-1]["all"]
    for each in range(SCHOOLS):
        own = share(int(met[school == each, 0].sum()), int(counts[each]))
        p = p_value(Question("", own, printed(ENGLAND[0]), school_year_sd))
        tested.append(Finding((f"school {each}", "all", 0), p, Comparison.BELOW))
    return among(tested)


def counted(found: list, m: int) -> Rate:
    counts, met = found[0], int(found[1][m])
    whole = int(counts.sum())
    return Rate(met, met, met, whole, float((counts**2).sum() / whole))


def levels(lines: dict, m: int, school_year_sd: float) -> list[Finding[Key]]:
    found = []
    for name, line in lines.items():
        rate = line[-1][1]
        own = share(rate.central, rate.whole, cohort=rate.cohort)
        p = p_value(Question("", own, printed(ENGLAND[m]), school_year_sd))
        side = Comparison.ABOVE if rate.share > ENGLAND[m] / 100 else Comparison.BELOW
        found.append(Finding(("level", name, m), p, side))
    return found


def place(rate: Rate, m: int) -> Place:
    """Where the group stands among random ones, if neighbours are as much further out as FORMULAS 15 says."""
    usual = ENGLAND[m] / 100
    effect = 1 + (rate.cohort - 1) * S**2 * usual * (1 - usual)
    z = (rate.share - usual) / np.sqrt(effect * usual * (1 - usual) / rate.whole)
    return Place(round(DRAWS * NORMAL.cdf(NEIGHBOURS * z)) / DRAWS, DRAWS)


def kept(key: Key, found) -> list[Finding[Key]]:
    return [Finding(key, found.p, found.side)] if found is not None else []


def test_noise_of_all_kinds_is_rarely_called_a_finding():
    pages = [page(seed) for seed in SEEDS]
    found = np.array([len(each.found) for each in pages])
    kinds = Counter(each.key[0].split()[0] for one in pages for each in one.found)
    print(f"\n{PAGES} pages: something on {np.mean(found > 0):.1%}, {found.mean():.2f} on average; {dict(kinds)}; "
          f"{np.mean([each.tested for each in pages]):.0f} questions")  # fmt: skip
    room = 0 if thorough() else 3 * (0.13 * 0.87 / PAGES) ** 0.5
    assert np.mean(found > 0) <= 0.13 + room
    assert found.mean() <= 0.4 * (1 if thorough() else 2)


def test_without_the_movement_of_schools_far_more_would_be():
    found = np.array([len(page(seed, school_year_sd=0.0).found) for seed in SEEDS])
    print(f"\nby binomial tests: on {np.mean(found > 0):.1%}, {found.mean():.2f} on average")
    assert np.mean(found > 0) > (0.16 if thorough() else 0.10)


def test_how_often_each_kind_finds_what_is_planted():
    told = {}
    for kind, pupils, planted in (
        ("level", "all", Planted(level=-15.0)),
        ("change", "all", Planted(last=-25.0)),
        ("gap", "poor", Planted(gap=-35.0)),
        ("rank", "all", Planted(level=-20.0)),
    ):
        seen = [[each for each in page(seed, off=planted).found if each.key == (kind, pupils, 0)]
                for seed in range(TRIES)]  # fmt: skip
        assert all(each.side is Comparison.BELOW for some in seen for each in some)
        told[kind] = float(np.mean([bool(each) for each in seen]))
    print(f"\nof {TRIES}: {told}")
    assert min(told.values()) > 0.3
