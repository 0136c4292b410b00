"""Adding and subtracting pools: what tells a single school's numbers, and what does not."""

from __future__ import annotations

import numpy as np
import pytest

from accord.analytics.subtraction import nobody_told


def pools(*rows: str) -> np.ndarray:
    return np.array([[mark == "x" for mark in row] for row in rows], dtype=bool)


@pytest.mark.parametrize(
    ("shown", "safe"),
    [
        ((), True),
        (("....",), True),
        (("xxx.",), True),
        (("x...",), False),
        (("xx..",), False),
        # Two pools that differ by one school, by two, and by three.
        (("xxxxxxx", "xxxxxx."), False),
        (("xxxxxxx", "xxxxx.."), False),
        (("xxxxxxx", "xxxx..."), True),
        # Three pools of which no two differ by less than three: ABC + DEF - (ABCDE) tells F.
        (("xxx...", "...xxx", "xxxxx."), False),
        (("xxx...", "...xxx", "xxxxxx"), True),
        # Pairwise harmless: 1+2+3, 3+4+5, 1+2+4+5 tell 3 by halving.
        (("xxx..", "..xxx", "xx.xx"), False),
        # The same pool twice says nothing new.
        (("xxx.", "xxx."), True),
    ],
)
def test_what_pools_tell_together(shown: tuple[str, ...], safe: bool):
    matrix = pools(*shown) if shown else np.zeros((0, 4), dtype=bool)
    assert nobody_told(matrix) is safe


def test_who_knows_nobody_is_told_less_than_who_knows_one():
    two = pools("xx..")
    assert nobody_told(two, knows=0)
    assert not nobody_told(two, knows=1)
    assert not nobody_told(pools("xxx", "xx."), knows=0)


def test_three_hundred_pools_of_three_hundred_schools():
    trios = np.repeat(np.eye(100, dtype=bool), 3, axis=1)
    pairs = np.array([trios[a] | trios[b] for a, b in zip(range(99), range(1, 100), strict=True)])
    assert nobody_told(np.vstack([trios, pairs]))
    planted = trios[0].copy()
    planted[3] = True
    assert not nobody_told(np.vstack([trios, pairs, planted]))
