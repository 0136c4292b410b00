"""Members of a figure, one line a school."""

from __future__ import annotations

import numpy as np

from accord.analytics.counts import CountRanges
from accord.analytics.members import Members, MemberState
from accord.analytics.pooling import Parts


def members(*schools: tuple[str, int | None, int | None]) -> Members:
    """Schools as (state, known pupils or None, most pupils or None for no bound)."""
    known = [pupils is not None for _, pupils, _ in schools]
    most = [pupils if pupils is not None else at_most for _, pupils, at_most in schools]
    return Members(
        codes=np.array([str(100000 + at) for at in range(len(schools))]),
        states=np.array([MemberState(state).code for state, _, _ in schools], dtype=np.uint8),
        pupils=np.array([pupils or 0 for _, pupils, _ in schools], dtype=np.int64),
        known=np.array(known, dtype=bool),
        at_most=np.array([each or 0 for each in most], dtype=np.int64),
        bounded=np.array([each is not None for each in most], dtype=bool),
    )


def parts(found: Members, low: list[int], high: list[int] | None = None) -> Parts:
    """Count ranges for members; the central count is the lowest."""
    lows = np.array(low, dtype=np.int64)
    highs = np.array(high if high is not None else low, dtype=np.int64)
    return Parts(found, CountRanges(lows, lows, highs, np.zeros(len(lows), dtype=bool)))
