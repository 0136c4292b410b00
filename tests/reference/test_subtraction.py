"""Pools against a naive attacker who eliminates in fractions, and against one who solves linear programmes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

from accord.analytics.subtraction import nobody_told, nobody_told_of_parts

WORLDS = 2_000
PROGRAMMES = 60
WORLDS_OF_PARTS = 600
GROUPS = ("all", "boys", "girls")
MADE_OF = {"all": (1, 0), "boys": (0, 1), "girls": (1, -1)}

Row = Sequence[int]


def told(pools: Sequence[Row], schools: int) -> bool:
    """Whether somebody who knows at most one school's numbers can work out another's."""
    own = [[int(each == at) for each in range(schools)] for at in range(schools)]
    alone, pairs = [rank([*pools, each]) for each in own], range(schools)
    if rank(pools) in alone:
        return True
    return any(rank([*pools, own[at], own[known]]) == alone[known] for known in pairs for at in range(known))


def rank(rows: Sequence[Row]) -> int:
    left = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((at for at in range(found, len(left)) if left[at][column]), None)
        if pivot is None:
            continue
        left[found], left[pivot] = left[pivot], left[found]
        for at in range(found + 1, len(left)):
            if left[at][column]:
                times = left[at][column] / left[found][column]
                left[at] = [a - times * b for a, b in zip(left[at], left[found], strict=True)]
        found += 1
    return found


def world(draws: random.Random) -> tuple[list[list[int]], int]:
    """A few schools and pools: some at random, some of blocks, which are often safe; some less a school or two."""
    schools = draws.randint(3, 9)
    size = draws.choice([1, 3, 3, 4])
    share = draws.choice([0.4, 0.7])
    pools = []
    for _ in range(draws.randint(1, 5)):
        blocks = [int(draws.random() < share) for _ in range(schools)]
        pools.append([blocks[at // size] for at in range(schools)])
    if draws.random() < 0.3:
        some = draws.choice(pools)
        out = draws.sample(range(schools), draws.randint(1, 3))
        pools.append([0 if at in out else value for at, value in enumerate(some)])
    return pools, schools


def test_the_naive_attacker_finds_planted_leaks_and_no_others():
    assert told([[1, 1, 1, 1], [1, 1, 1, 0]], 4)
    assert told([[1, 1, 0, 0]], 4)
    assert told([[1, 1, 1, 0, 0], [0, 0, 1, 1, 1], [1, 1, 0, 1, 1]], 5)
    assert not told([[1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]], 6)


def test_random_worlds_agree_with_elimination_in_fractions():
    draws = random.Random(5)
    leaks = 0
    for _ in range(WORLDS):
        pools, schools = world(draws)
        leak = told(pools, schools)
        leaks += leak
        assert nobody_told(np.array(pools, dtype=bool)) is not leak, pools
    print(f"{WORLDS} worlds, {leaks} with a leak, all told apart")
    assert 400 < leaks < WORLDS - 400


def test_random_worlds_agree_with_linear_programmes():
    """For each school and each one that is known: the least and the most it can have, given all pools."""
    draws = random.Random(6)
    leaks = 0
    for _ in range(PROGRAMMES):
        pools, schools = world(draws)
        leak = any(
            pinned(pools, schools, at, known)
            for at in range(schools)
            for known in (None, *range(schools))
            if known != at
        )
        leaks += leak
        assert nobody_told(np.array(pools, dtype=bool)) is not leak, pools
    print(f"{PROGRAMMES} worlds by linear programmes, {leaks} with a leak")
    assert 10 < leaks < PROGRAMMES


def pinned(pools: Sequence[Row], schools: int, at: int, known: int | None) -> bool:
    truth = np.arange(10, 10 + schools)
    rows = [*pools, *([[int(each == known) for each in range(schools)]] if known is not None else [])]
    matrix = np.array(rows, dtype=float)
    ends = []
    for sign in (1, -1):
        aim = np.zeros(schools)
        aim[at] = sign
        answer = linprog(aim, A_eq=matrix, b_eq=matrix @ truth, bounds=[(-1000, 1000)] * schools, method="highs")
        assert answer.status == 0
        ends.append(sign * answer.fun)
    return abs(ends[1] - ends[0]) < 1e-6


def told_of_parts(pools: Sequence[tuple[Row, str]], schools: int) -> bool:
    """The same where boys and girls of each school are all of its pupils, who are numbers of their own here."""
    wide = 3 * schools

    def unit(school: int, group: int, times: int = 1) -> list[int]:
        return [times * int(each == 3 * school + group) for each in range(wide)]

    def knows(school: int) -> list[list[int]]:
        return [unit(school, group) for group in range(3)]

    sums = [[a - b - c for a, b, c in zip(*knows(each), strict=True)] for each in range(schools)]
    rows = [[int(group == GROUPS[at % 3]) * pool[at // 3] for at in range(wide)] for pool, group in pools]
    for at in range(schools):
        for known in (None, *range(schools)):
            if known == at:
                continue
            mine = [*rows, *sums, *(knows(known) if known is not None else [])]
            # Of what follows, so much is about this school alone; that its boys and girls are all is no news.
            if rank(mine) + 3 - rank([*mine, *knows(at)]) > 1:
                return True
    return False


def test_the_naive_attacker_adds_boys_and_girls():
    four, three = [1, 1, 1, 1], [1, 1, 1, 0]
    assert not told_of_parts([(four, "all")], 4)
    assert told_of_parts([(four, "boys"), (four, "girls"), (three, "all")], 4)
    assert not told_of_parts([(four, "all"), (three, "boys")], 4)


def test_random_worlds_of_boys_and_girls_agree_with_elimination_in_fractions():
    draws = random.Random(7)
    leaks = across = 0
    for _ in range(WORLDS_OF_PARTS):
        shown, schools = world(draws)
        schools = min(schools, 6)
        pools = [(row[:schools], draws.choice(GROUPS)) for row in shown]
        if draws.random() < 0.4:
            fewer = draws.randint(0, 3)
            whole, less = [1] * schools, [int(at >= fewer) for at in range(schools)]
            pools = list(zip((whole, whole, less), draws.sample(GROUPS, 3), strict=True))
        leak = told_of_parts(pools, schools)
        leaks += leak
        matrix = np.array([row for row, _ in pools], dtype=bool).reshape(len(pools), schools)
        alone = all(nobody_told(matrix[[of == group for _, of in pools]]) for group in GROUPS)
        across += leak and alone
        parts = np.array([MADE_OF[group] for _, group in pools])
        assert nobody_told_of_parts(matrix, parts) is not leak, pools
    print(f"{WORLDS_OF_PARTS} worlds, {leaks} with a leak, {across} of them only across groups of pupils")
    assert 100 < leaks < WORLDS_OF_PARTS - 100 and across > 5
