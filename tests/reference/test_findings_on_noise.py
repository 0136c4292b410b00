"""What stands out over all measures and groups of pupils of a page: rarely noise; and how much of what is planted.

A page of FORMULAS 16: 8 schools × 12 measures × 5 groups of pupils, measures correlated .6, every school moving from
year to year, England known to a whole percentage. Run with ``-s`` to see the figures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from accord.analytics.findings import Findings, Question, benjamini_hochberg, findings
from tests.factories.planted import CORRELATED, ENGLAND, MEASURES, SCHOOLS, S
from tests.factories.shares import printed, share
from tests.fixtures.skipping import thorough

PAGES = 1000 if thorough() else 60
FEWEST = 6
"""Groups of fewer pupils are suppressed, and not on a page."""
GROUP = SCHOOLS
Key = tuple[int, int, int]
HERMITE, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
CENTRES = np.linspace(-6, 6, 2001)
AVERAGES = 1 / (1 + np.exp(-(CENTRES[:, None] + S * HERMITE))) @ (WEIGHTS / WEIGHTS.sum())


@dataclass(frozen=True, slots=True)
class Planted:
    """Points by which some schools are off in some measures; pupils of each school, drawn where None."""

    schools: range = range(0)
    points: float = 0.0
    pupils: int | None = None
    measures: int = 1


def correlated(dice: np.random.Generator, rows: int) -> np.ndarray:
    """Standard normal, a row each, correlated between measures."""
    shared, own = dice.normal(size=(rows, 1)), dice.normal(size=(rows, MEASURES))
    return np.sqrt(CORRELATED) * shared + np.sqrt(1 - CORRELATED) * own


def page(seed: int, school_year_sd: float = S, planted: Planted | None = None) -> Findings[Key]:
    """What is found on one page."""
    return findings(questions(seed, school_year_sd, planted))


def questions(seed: int, school_year_sd: float = S, planted: Planted | None = None) -> list[Question[Key]]:
    """All that is asked on one page; a key is the school (8 the eight as one), the pupil group, the measure."""
    dice, off = np.random.default_rng(seed), planted or Planted()
    drawn = np.rint(np.clip(dice.lognormal(3.3, 0.45, SCHOOLS), 8, 90)).astype(int)
    wholes = np.full(SCHOOLS, off.pupils) if off.pupils else drawn
    usual = np.tile(ENGLAND / 100, (SCHOOLS, 1))
    usual[list(off.schools), : off.measures] += off.points / 100
    rates = 1 / (1 + np.exp(-(np.interp(usual, AVERAGES, CENTRES) + S * correlated(dice, SCHOOLS))))
    school = np.repeat(np.arange(SCHOOLS), wholes)
    # Standard normal strengths against the rate of the school, by ranks of a large sample.
    sample = np.sort(np.random.default_rng(0).normal(size=200_001))
    met = np.searchsorted(sample, correlated(dice, school.size)) / sample.size < rates[school]
    boys, poor = dice.random(school.size) < 0.5, dice.random(school.size) < 0.3
    asked = []
    for at, group in enumerate((np.ones_like(boys), boys, ~boys, poor, ~poor)):
        counted = np.array([(group & (school == each)).sum() for each in range(SCHOOLS)])
        parts = np.array([met[group & (school == each)].sum(axis=0) for each in range(SCHOOLS)])
        for each in np.flatnonzero(counted >= FEWEST):
            asked += [question((int(each), at, m), parts[each, m], counted[each], counted[each], school_year_sd)
                      for m in range(MEASURES)]  # fmt: skip
        if planted:
            whole = counted.sum()
            cohort = (counted**2).sum() / whole
            asked += [question((GROUP, at, m), parts[:, m].sum(), whole, cohort, school_year_sd)
                      for m in range(MEASURES)]  # fmt: skip
    return asked


def question(key: Key, part: int, whole: int, cohort: float, school_year_sd: float):
    return Question(key, share(int(part), int(whole), cohort=float(cohort)), printed(ENGLAND[key[2]]), school_year_sd)


def test_noise_is_rarely_called_a_finding():
    found = np.array([len(page(seed).found) for seed in range(PAGES)])
    print(f"\n{PAGES} pages of noise: something found on {np.mean(found > 0):.1%}, {found.mean():.2f} on average")
    # At most 13% of 1,000 pages, and three standard errors where fewer are tried.
    room = 0 if thorough() else 3 * (0.13 * 0.87 / PAGES) ** 0.5
    assert np.mean(found > 0) <= 0.13 + room
    assert found.mean() <= 0.4 * (1 if thorough() else 2)


def test_binomial_tests_would_call_far_more_of_it_findings():
    found = np.array([len(page(seed, school_year_sd=0.0).found) for seed in range(PAGES)])
    print(f"\nby binomial tests: on {np.mean(found > 0):.1%}, {found.mean():.2f} on average")
    assert np.mean(found > 0) > (0.16 if thorough() else 0.10)


def test_how_often_what_is_planted_is_found():
    """A school of 30 at 15 points below is hardly ever found, a group of 240 at 12 below in a quarter of years.

    That is in one measure, among some 500 figures of a page (1.0% and 26% of 300).
    """
    tries = 300 if thorough() else 40
    school = Planted(range(1), -15.0, 30)
    group = Planted(range(SCHOOLS), -12.0, 30)
    alone = np.mean([any(each.key == (0, 0, 0) for each in page(seed, planted=school).found) for seed in range(tries)])
    seen = [[each for each in page(seed, planted=group).found if each.key[0] == GROUP and each.key[2] == 0]
            for seed in range(tries)]  # fmt: skip
    together = np.mean([bool(each) for each in seen])
    print(f"\nof {tries}: the school of 30 found {alone:.1%}, the group of 240 {together:.1%}")
    assert alone < 0.2 < together
    assert all(each.side == "below" for some in seen for each in some)


def normal_p(asked: Question[Key]) -> float:
    """The plainest test of FORMULAS 16: a normal score test with D, England taken as exact."""
    rate, usual = asked.figure, (asked.comparator.value or 0.0) / 100
    effect = 1 + (rate.cohort - 1) * S**2 * usual * (1 - usual)
    spread = (effect * usual * (1 - usual) / rate.whole) ** 0.5
    return math.erfc(abs(rate.value / 100 - usual) / spread / 2**0.5)


def test_the_power_that_formulas_give_is_of_effects_in_every_measure():
    """FORMULAS 16: a school of 30 at -15 points found 5% of the time, a group of 240 at -12, 67%.

    So it comes out where all twelve measures are off at once (others that differ let one through more easily),
    England is taken as exact and tails are normal: 5.0% and 66.5% of 400, with something found on 9% of pages of noise.
    One measure alone, England as a range and exact tails give the figures of the test before.
    """
    tries = 300 if thorough() else 40
    told = []
    for key, planted in (
        ((0, 0, 0), Planted(range(1), -15.0, 30, MEASURES)),
        ((GROUP, 0, 0), Planted(range(SCHOOLS), -12.0, 30, MEASURES)),
    ):
        asked = [questions(seed, planted=planted) for seed in range(tries)]
        every = [dict(zip((q.key for q in page), benjamini_hochberg([normal_p(q) for q in page], 0.1), strict=True))
                 for page in asked]  # fmt: skip
        told.append(np.mean([found[key] for found in every]))
    print(f"\nof {tries}, in every measure: the school of 30 found {told[0]:.1%}, the group of 240 {told[1]:.1%}")
    room = 3 * (0.25 / tries) ** 0.5
    assert abs(told[0] - 0.05) <= room / 2 and abs(told[1] - 0.67) <= room
