"""Where a group stands among groups drawn at random from like schools of England."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.analytics.counts import Integers
from accord.analytics.random_groups import Place, place, strata
from accord.performance.pooled import bring
from accord.performance.preparing import Prepared
from accord.warehouse.measure_kinds import Kind

FEWEST_SCHOOLS = 3
"""Of fewer, each school is what it is, and no group."""
SEED = 15


@dataclass(frozen=True, slots=True)
class Pool:
    """The schools that are drawn from: counts by URN, sorted, and which are alike; the releases that they are from."""

    codes: NDArray[np.str_]
    parts: Integers
    wholes: Integers
    alike: NDArray[np.int64]
    releases: tuple[str, ...]


def pool_of(prepared: Prepared) -> Pool | None:
    """The schools of a selection of one measure, pupil group and year that have a percentage; None of a score."""
    (measure,), (group,), (year,) = prepared.measures, prepared.selection.pupils, prepared.selection.years
    if measure.kind is not Kind.PERCENTAGE or measure.gap(year) is not None:
        return None
    sources = prepared.sources
    brought = bring(sources, measure, group, year)
    there = np.flatnonzero(brought.members.counted)
    codes = brought.members.codes[there]
    kinds = [_kind(prepared, year, code) for code in codes.tolist()]
    wholes = brought.members.pupils[there]
    return Pool(codes, brought.counts.central[there], wholes, strata(kinds, wholes), sources.releases_behind([year]))


def _kind(prepared: Prepared, year: int, code: str) -> str:
    schools = prepared.sources.schools
    row = schools.rows.get((year, code)) or schools.newest.get(code)
    return (row.kind if row else None) or ""


def place_among(prepared: Prepared, pool: Pool) -> Place | None:
    """Where the schools of a selection stand as a group; None where they are few, or not all in the pool."""
    own = pool_of(prepared)
    if own is None or len(own.codes) < FEWEST_SCHOOLS or not len(pool.codes):
        return None
    order = np.argsort(pool.codes)
    at = order[np.minimum(np.searchsorted(pool.codes, own.codes, sorter=order), len(order) - 1)]
    if not (pool.codes[at] == own.codes).all():
        return None
    return place(pool.parts, pool.wholes, pool.alike, at.tolist(), seed=SEED)
