"""How often a difference that is there stands out, beside a plain simulation that draws pages and tests them.

The simulation lets schools move on the logit scale, where the computation takes a beta-binomial; its test is scipy's,
and its own Benjamini and Hochberg's procedure looks at all figures of the page. FORMULAS 16 has 5% and 67%: see below.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.stats import betabinom

from accord.analytics.findings import Question
from accord.analytics.power import power
from tests.factories.shares import printed, share

S, ENGLAND = 0.27, 61
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Case:
    """Schools of one size as one figure that is so many points off, among so many figures."""

    schools: int
    pupils: int
    points: float
    tested: int


CASES = [
    Case(1, 30, -15.0, 1),
    Case(1, 30, -15.0, 13),
    Case(8, 30, -12.0, 1),
    Case(8, 30, -12.0, 13),
    Case(8, 30, -12.0, 60),
    Case(8, 30, -12.0, 480),
    Case(8, 30, 12.0, 60),
    Case(4, 15, -25.0, 30),
]


def drawn(case: Case, dice: np.random.Generator) -> np.ndarray:
    """Counts of many years: every school moves by itself around a centre whose average is the usual rate."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(21)
    centres = np.linspace(-6, 6, 4001)
    averages = 1 / (1 + np.exp(-(centres[:, None] + S * nodes))) @ (weights / weights.sum())
    centre = np.interp((ENGLAND + case.points) / 100, averages, centres)
    moved = centre + S * dice.normal(size=(DRAWS, case.schools))
    return dice.binomial(case.pupils, 1 / (1 + np.exp(-moved))).sum(axis=1)


def p_values(case: Case, counts: np.ndarray) -> np.ndarray:
    """Two-sided mid-p of scipy's beta-binomial at the nearer end of the rounded comparator."""
    whole = case.schools * case.pupils
    found = np.ones(len(counts))
    for end, side in ((ENGLAND - 0.5, -1), (ENGLAND + 0.5, 1)):
        rate = end / 100
        between = (case.pupils - 1) / (whole - 1) * S**2 * rate * (1 - rate)
        law = betabinom(whole, rate * (1 / between - 1), (1 - rate) * (1 / between - 1))
        here = law.pmf(counts) / 2
        tail = (law.cdf(counts) if side < 0 else law.sf(counts - 1)) - here
        beyond = side * (counts / whole - rate) > 0
        found[beyond] = np.minimum(1, 2 * tail[beyond])
    return found


def simulated(case: Case, seed: int) -> float:
    """How often the figure is among the discoveries of a page on which nothing else differs."""
    dice = np.random.default_rng(seed)
    ours = p_values(case, drawn(case, dice))
    others = dice.random(size=(DRAWS, case.tested - 1))
    every = np.sort(np.column_stack([ours, others]), axis=1)
    steps = 0.1 * np.arange(1, case.tested + 1) / case.tested
    passed = every <= steps
    last = case.tested - 1 - np.argmax(passed[:, ::-1], axis=1)
    most = np.where(passed.any(axis=1), every[np.arange(DRAWS), last], -1.0)
    return float(np.mean(ours <= most))


def computed(case: Case, **more: float) -> float:
    whole = case.schools * case.pupils
    asked = Question("", share(whole // 2, whole, cohort=float(case.pupils)), printed(ENGLAND), S)
    found = power(asked, more.get("points", case.points), case.tested)
    assert found is not None
    return found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_power_is_what_drawn_pages_show(case: Case):
    seen, told = simulated(case, seed=case.tested), computed(case)
    print(f"\n{case}: simulated {seen:.1%}, computed {told:.1%}")
    # Chance discoveries among the others let it through a little more often, by at most about a sixth.
    assert -0.03 <= seen - told <= 0.03 + told / 6


def test_more_figures_and_fewer_pupils_leave_less_power():
    cases = [Case(8, 30, -12.0, tested) for tested in (1, 13, 60, 480)]
    told = [computed(case) for case in cases]
    assert told == sorted(told, reverse=True) and told[0] > 0.85 and told[-1] < 0.35
    assert computed(Case(1, 30, -12.0, 13)) < computed(Case(2, 30, -12.0, 13)) < computed(Case(8, 30, -12.0, 13))
    assert computed(cases[0], points=0.0) <= 0.1


def test_what_cannot_be_tested_has_no_power():
    assert power(Question("", share(12, 30), printed(61), None), -15.0, 3) is None
    assert power(Question("", share(12, 30, cohort=None), printed(61), S), -15.0, 3) is None
