"""Adding and subtracting pools: what tells a single school's numbers, and what does not."""

from __future__ import annotations

import numpy as np
import pytest

from accord.analytics.subtraction import nobody_told, nobody_told_of_parts


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


def test_boys_and_girls_tell_all_pupils():
    of = {"all": (1, 0), "boys": (0, 1), "girls": (1, -1)}

    def safe(*shown: tuple[str, str], knows: int = 1) -> bool:
        parts = np.array([of[group] for _, group in shown])
        return nobody_told_of_parts(pools(*(row for row, _ in shown)), parts, knows=knows)

    assert safe(("xxxxx", "boys"), ("xxxxx", "girls"), ("xxxxx", "all"))
    assert safe(("xxxxx", "all"), ("xxxx.", "boys")), "a school without boys in the sum"
    assert not safe(("xxxxx", "boys"), ("xxxxx", "girls"), ("xxxx.", "all"))
    assert not safe(("xxxxx", "boys"), ("xxxxx", "girls"), ("xxx..", "all"))
    assert safe(("xxxxx", "boys"), ("xxxxx", "girls"), ("xxx..", "all"), knows=0)
    assert safe(("xxxxxx", "boys"), ("xxxxxx", "girls"), ("xxx...", "all"))


def test_sixty_schools_in_alliances_with_four_groups_of_pupils():
    trios = np.repeat(np.eye(15, dtype=bool), 4, axis=1)
    of = np.eye(4, dtype=np.int64)
    every = np.vstack([trios] * 4)
    parts = np.repeat(of, 15, axis=0)
    assert nobody_told_of_parts(every, parts)
    planted = np.vstack([every, trios[:1]])
    planted[-1, 3] = False
    assert not nobody_told_of_parts(planted, np.vstack([parts, of[:1]]))
