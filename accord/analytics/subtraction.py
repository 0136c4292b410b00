"""Whether pools that were shown give away what a single school contributed to them.

Each pool is a sum over some of the schools. Whoever has seen several may add and subtract them; what can be worked out
is the row space of the matrix of pools over schools. One school is told where that space has a vector on one school
alone; it is told to somebody who knows a second school's own numbers where it has a vector on two. (Differencing of
overlapping sums: Duncan and Lambert 1986; Hundepool et al., Statistical Disclosure Control, 2012, chapter 4.)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pools = NDArray[np.bool_]
Whole = NDArray[np.int64]

PRIMES = (2_147_483_647, 2_147_483_629)
"""Below 2^31, so that products of two remainders fit into 64 bits."""


def nobody_told(pools: Pools, *, knows: int = 1) -> bool:
    """Whether no school's numbers follow from all pools together, for somebody who knows ``knows`` schools' (0 or 1).

    ``pools`` has a row for each pool and a column for each school. With N a basis of the vectors that every pool adds
    up to zero, a school is told where its row of N is zero, and with the help of a second one where their rows are
    parallel. Computed exactly in the remainders of two large primes: what holds for whole numbers holds for
    remainders, unless a prime divides every largest minor, so that a rare false alarm is possible and a
    leak goes unseen only where both primes do.
    """
    if not pools.any():
        return True
    return all(_safe(np.unique(pools.astype(np.int64), axis=0), prime, knows) for prime in PRIMES)


def nobody_told_of_parts(pools: Pools, parts: Whole, *, knows: int = 1) -> bool:
    """The same for sums of several groups of pupils that are parts of one another.

    ``parts`` has a row for each pool: its group in terms of groups of which none is the sum of others (with all pupils
    and boys as such, girls are 1 and -1). All numbers of a school are its own: it is told where any of them, or any sum
    of them, is. A vector on one school or two is then a vector on their columns alone; it is made of the rows of the
    echelon form that have their pivots there, so only schools with pivots have to be looked at.
    """
    parts = parts[:, parts.any(axis=0)]
    if not pools.any() or parts.shape[1] == 0:
        return True
    wide = (pools[:, :, None] * parts[:, None, :]).reshape(len(pools), -1)
    return all(_safe_parts(np.unique(wide, axis=0) % prime, parts.shape[1], prime, knows) for prime in PRIMES)


def _safe_parts(rows: Whole, width: int, prime: int, knows: int) -> bool:
    pivots, free = _echelon(rows, prime)
    free_of = np.delete(np.arange(rows.shape[1]), pivots) // width
    pivot_of = np.array(pivots, dtype=np.int64) // width

    def independent(schools: list[int]) -> bool:
        mine = free[np.isin(pivot_of, schools)][:, ~np.isin(free_of, schools)]
        return len(_echelon(mine[:, mine.any(axis=0)], prime)[0]) == len(mine)

    with_pivots = np.unique(pivot_of).tolist()
    if not all(independent([each]) for each in with_pivots):
        return False
    if knows == 0:
        return True
    return all(
        independent([each, other])
        for each in with_pivots
        for other in range(rows.shape[1] // width)
        if other != each and (other > each or other not in with_pivots)
    )


def _safe(pools: Whole, prime: int, knows: int) -> bool:
    _, free = _echelon(pools, prime)
    filled = (free != 0).sum(axis=1)
    # A pivot's row of N is minus its free part; a free column's is a unit vector, parallel to a part with one entry.
    if (filled <= knows).any():
        return False
    if knows == 0:
        return True
    leading = free[np.arange(len(free)), (free != 0).argmax(axis=1)]
    scaled = free * _inverses(leading, prime)[:, None] % prime
    return len(np.unique(scaled, axis=0)) == len(scaled)


def _echelon(rows: Whole, prime: int) -> tuple[list[int], Whole]:
    """The pivots of the reduced echelon form, and its other columns with one row for each pivot."""
    rows = rows.copy()
    pivots: list[int] = []
    for column in range(rows.shape[1]):
        done = len(pivots)
        below = np.flatnonzero(rows[done:, column])
        if not len(below):
            continue
        at = done + int(below[0])
        rows[[done, at]] = rows[[at, done]]
        rows[done] = rows[done] * pow(int(rows[done, column]), -1, prime) % prime
        others = np.flatnonzero(rows[:, column])
        others = others[others != done]
        rows[others] = (rows[others] - rows[others, column][:, None] * rows[done]) % prime
        pivots.append(column)
        if len(pivots) == len(rows):
            break
    return pivots, np.delete(rows[: len(pivots)], pivots, axis=1)


def _inverses(values: Whole, prime: int) -> Whole:
    return np.array([pow(int(value), -1, prime) for value in values], dtype=np.int64)
