"""Where a group stands among groups drawn at random from like schools of England, in each year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.analytics.counts import Integers
from accord.analytics.random_groups import Place, in_thousandths, place, strata
from accord.performance.pooled import Brought, bring
from accord.performance.preparing import Prepared
from accord.warehouse.measure_kinds import UNCOUNTED, WITH_COVERAGE, Kind

FEWEST_SCHOOLS = 3
"""Of fewer, each school is what it is, and no group."""
SEED = 15
"""The same for every group, year and measure: whoever draws again finds the same groups."""
PLACED = (Kind.PERCENTAGE, *WITH_COVERAGE, *UNCOUNTED)
"""Kinds that are placed: shares of pupils, and averages over pupils."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The schools that are drawn from: counts by URN, sorted, and which are alike; the releases that they are from.

    Of a score, ``parts`` are its thousandths times the pupils behind it, and ``wholes`` those pupils.
    """

    codes: NDArray[np.str_]
    parts: Integers
    wholes: Integers
    alike: NDArray[np.int64]
    releases: tuple[str, ...]


Pools = Mapping[int, Pool]
"""By year; a year in which the measure was not taken has none."""


def pools_of(prepared: Prepared) -> Pools:
    """The schools of a selection of one measure and pupil group that have a figure, year by year.

    Empty for rates, ratios and totals.
    """
    (measure,) = prepared.measures
    if measure.kind not in PLACED:
        return {}
    return {year: _pool(prepared, year) for year in prepared.selection.years if measure.gap(year) is None}


def _pool(prepared: Prepared, year: int) -> Pool:
    (measure,), (group,) = prepared.measures, prepared.selection.pupils
    sources = prepared.sources
    brought = bring(sources, measure, group, year)
    there = np.flatnonzero(brought.members.counted)
    codes = brought.members.codes[there]
    kinds = [_kind(prepared, year, code) for code in codes.tolist()]
    # Schools are alike in the size of their cohort, whoever of it has a score.
    alike = strata(kinds, brought.members.pupils[there])
    parts, wholes = _sums(measure.kind, brought)
    return Pool(codes, parts[there], wholes[there], alike, sources.releases_behind([year]))


def _sums(kind: Kind, brought: Brought) -> tuple[Integers, Integers]:
    if kind is Kind.PERCENTAGE:
        return brought.counts.central, brought.members.pupils
    weights = brought.weights.astype(np.int64)
    return in_thousandths(brought.scores) * weights, weights


def _kind(prepared: Prepared, year: int, code: str) -> str:
    schools = prepared.sources.schools
    row = schools.rows.get((year, code)) or schools.newest.get(code)
    return (row.kind if row else None) or ""


def places_among(prepared: Prepared, pools: Pools) -> dict[int, Place]:
    """Where the schools of a selection stand as a group, year by year.

    A year is left out where they are few, or not all in the pool, or too few schools are like them.
    """
    found: dict[int, Place] = {}
    for year, own in pools_of(prepared).items():
        stands = _place_among(own, pools[year]) if year in pools else None
        if stands is not None:
            found[year] = stands
    return found


def _place_among(own: Pool, pool: Pool) -> Place | None:
    if len(own.codes) < FEWEST_SCHOOLS or not len(pool.codes):
        return None
    order = np.argsort(pool.codes)
    at = order[np.minimum(np.searchsorted(pool.codes, own.codes, sorter=order), len(order) - 1)]
    if not (pool.codes[at] == own.codes).all():
        return None
    return place(pool.parts, pool.wholes, pool.alike, at.tolist(), seed=SEED)
