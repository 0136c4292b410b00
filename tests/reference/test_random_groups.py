"""Random groups against a second sampler that draws one school after another: a tenth stand in the outer tenth."""

from __future__ import annotations

import random

import numpy as np

from accord.analytics.random_groups import place, strata

SCHOOLS, TEST_GROUPS, DRAWS = 1500, 2000, 2000


def pool() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Schools that truly differ; small ones, by chance, differ more."""
    dice = np.random.default_rng(15)
    wholes = np.clip(np.rint(dice.lognormal(3.3, 0.7, SCHOOLS)), 4, 120).astype(np.int64)
    rates = 1 / (1 + np.exp(-(0.45 + dice.normal(0, 0.55, SCHOOLS))))
    return dice.binomial(wholes, rates), wholes, strata(["primary"] * SCHOOLS, wholes)


def naive_place(parts, wholes, alike, group: list[int], draws: int, dice: random.Random) -> float:
    """The share of groups that stand lower, each drawn school by school from a bag of its stratum."""
    ours = sum(int(parts[each]) for each in group) / sum(int(wholes[each]) for each in group)
    lower = 0.0
    for _ in range(draws):
        drawn: list[int] = []
        for member in group:
            bag = [each for each in bags[int(alike[member])] if each not in drawn]
            drawn.append(dice.choice(bag))
        theirs = sum(int(parts[each]) for each in drawn) / sum(int(wholes[each]) for each in drawn)
        lower += (theirs < ours) + (theirs == ours) / 2
    return lower / draws


PARTS, WHOLES, ALIKE = pool()
bags = {int(stratum): np.flatnonzero(stratum == ALIKE).tolist() for stratum in np.unique(ALIKE)}


def test_the_place_agrees_with_the_naive_sampler():
    dice = random.Random(4)
    for _ in range(4):
        group = dice.sample(range(SCHOOLS), 8)
        found = place(PARTS, WHOLES, ALIKE, group, seed=9, draws=10_000)
        assert found is not None
        # 600 naive draws: three standard errors are 6 points.
        assert abs(found.lower - naive_place(PARTS, WHOLES, ALIKE, group, 600, dice)) < 0.065


def test_a_tenth_of_random_groups_stand_in_the_outer_tenth_and_small_schools_no_oftener():
    dice = random.Random(15)
    smallest = np.argsort(WHOLES)[: SCHOOLS // 5].tolist()
    for schools in (range(SCHOOLS), smallest):
        outer = 0
        for at in range(TEST_GROUPS // 2):
            found = place(PARTS, WHOLES, ALIKE, dice.sample(schools, 8), seed=at, draws=DRAWS)
            assert found is not None
            outer += found.lower < 0.05 or found.lower > 0.95
        # FORMULAS 15: 10% beyond 5 and 95; 1,000 groups leave three standard errors of 2.8 points.
        assert abs(outer / (TEST_GROUPS // 2) - 0.10) < 0.029


def test_unmatched_small_school_groups_would_stand_there_far_oftener():
    dice = random.Random(16)
    smallest = np.argsort(WHOLES)[: SCHOOLS // 5].tolist()
    anywhere = np.zeros(SCHOOLS, dtype=np.int64)
    outer = 0
    for at in range(400):
        found = place(PARTS, WHOLES, anywhere, dice.sample(smallest, 8), seed=at, draws=DRAWS)
        assert found is not None
        outer += found.lower < 0.05 or found.lower > 0.95
    assert outer / 400 > 0.15
