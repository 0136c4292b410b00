"""The nearest schools against a computation in plain Python, and against scipy's distances."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from accord.analytics.nearest import nearest
from tests.reference.many_worlds import in_many_worlds

ROWS, COLUMNS, FEWEST = 14, 5, 3
# Few distinct numbers, so that ties, gaps and columns that do not differ are common.
CELL = st.one_of(st.none(), st.integers(0, 4), st.floats(-1000, 1000).map(lambda each: round(each, 1)))
WORLD = st.lists(st.lists(CELL, min_size=COLUMNS, max_size=COLUMNS), min_size=2, max_size=ROWS)


def naive(world: list[list[float | None]], own: int, most: int) -> tuple[list[int], list[float], list[int], int] | None:
    """Rows, distances, columns used and rows compared, one number after another."""
    used, spread = [], {}
    for column in range(COLUMNS):
        there = [row[column] for row in world if row[column] is not None]
        if world[own][column] is None or len(set(there)) < 2:
            continue
        mean = math.fsum(there) / len(there)
        spread[column] = math.sqrt(math.fsum((each - mean) ** 2 for each in there) / len(there))
        used.append(column)
    if len(used) < FEWEST:
        return None
    found = []
    for at, row in enumerate(world):
        if at != own and all(row[column] is not None for column in used):
            squares = [((row[column] - world[own][column]) / spread[column]) ** 2 for column in used]
            found.append((math.sqrt(math.fsum(squares)), at))
    first = sorted(found)[:most]
    return ([at for _, at in first], [far for far, _ in first], used, len(found)) if found else None


@in_many_worlds
@given(WORLD, st.data())
def test_the_nearest_agree_with_the_naive_ones_in_random_worlds(world, data):
    own, most = data.draw(st.integers(0, len(world) - 1)), data.draw(st.integers(1, 6))
    values = np.array([[np.nan if cell is None else cell for cell in row] for row in world], dtype=float)
    found, expected = nearest(values, own, most, FEWEST), naive(world, own, most)
    assert (found is None) == (expected is None)
    if found is None or expected is None:
        return
    rows, distances, used, compared = expected
    assert (list(found.used), found.compared, found.lacking) == (used, compared, len(world) - 1 - compared)
    np.testing.assert_allclose(found.distances, distances, rtol=1e-9, atol=1e-12)
    every = naive(world, own, len(world))
    far = dict(zip(every[0], every[1], strict=True)) if every else {}
    # Rows that are equally near but for rounding may stand in either order.
    np.testing.assert_allclose([far[row] for row in found.rows.tolist()], distances, rtol=1e-9, atol=1e-12)
    assert len(set(found.rows.tolist())) == len(rows)


def test_distances_are_scipys_over_standardised_columns():
    values = np.random.default_rng(4).normal(size=(2000, 9)) * [1, 200, 5, 20, 0.1, 1, 2, 5, 30]
    found = nearest(values, 7, 50, 5)
    assert found is not None
    theirs = cdist(values[[7]], values, "seuclidean", V=values.var(axis=0))[0]
    order = [at for at in np.argsort(theirs, kind="stable").tolist() if at != 7][:50]
    assert found.rows.tolist() == order
    np.testing.assert_allclose(found.distances, theirs[order], rtol=1e-12)
    raw = cdist(values[[7]], values)[0]
    assert [at for at in np.argsort(raw).tolist() if at != 7][:50] != order, "not standardised, it names others"


def test_reasons_and_ties():
    values = np.array([[10.0, 5.0, 1.0], [10.0, 9.0, 1.0], [12.0, 5.0, 1.0], [8.0, 5.0, 1.0], [10.0, 5.0, np.nan]])
    found = nearest(values, 0, 3, 2)
    assert found is not None and found.used == (0, 1), "all have the same of the third, so it tells nobody apart"
    assert found.rows[0] == 4 and found.distances[0] == 0, "what is not used may be missing"
    assert found.rows.tolist()[1:] == [2, 3], "equally near: the earlier first"
    assert [found.furthest(1), found.closest(1, 1)] == [0, [1]]
    assert nearest(values, 0, 3, 3) is None and nearest(values, 4, 3, 2) is not None
