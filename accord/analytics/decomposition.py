"""Why a group's percentage is not what it was: schools that joined, that left, different pupils, results.

Source: FORMULAS 17. Arithmetic on counts, exact and without chance: the terms add up to the whole change.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Count = tuple[int, int]
"""Pupils who met the measure, of pupils."""
Cell = tuple[str, str]
"""A school and a group of its pupils; no pupil in two of them. ("100001", "all") where there is but one."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the group: the count of each cell, and the schools that are members but hidden."""

    cells: Mapping[Cell, Count]
    hidden: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """The change of the group's percentage in points, and its parts, which add up to it.

    ``joined`` and ``left``: schools that are members in one year only. ``coverage``: schools that are members in
    both, whose results are published in one only. ``pupils``: of the schools in both, other numbers of pupils in
    each cell. ``results``: of the schools in both, other results of the same cells.
    """

    change: float
    joined: float
    left: float
    coverage: float
    pupils: float
    results: float


def what_changed(before: Year, after: Year) -> WhatChanged | None:
    """The parts of the change; None where no school has results in both years, or a year has no pupils.

    A cell that is empty in one year takes the other year's rate, so that an empty cell never reads as 0%.
    """
    stayed = _schools(before.cells) & _schools(after.cells)
    if not stayed:
        return None
    stay_before = {cell: count for cell, count in before.cells.items() if cell[0] in stayed}
    stay_after = {cell: count for cell, count in after.cells.items() if cell[0] in stayed}
    came = _schools(after.cells) - stayed
    went = _schools(before.cells) - stayed
    shown_again, hidden_now = came & before.hidden, went & after.hidden
    pupils, results = _of_those_who_stayed(stay_before, stay_after)
    return WhatChanged(
        change=100 * (_rate(after.cells.values()) - _rate(before.cells.values())),
        joined=_weight(after, stay_after, came - shown_again),
        left=-_weight(before, stay_before, went - hidden_now),
        coverage=_weight(after, stay_after, shown_again) - _weight(before, stay_before, hidden_now),
        pupils=pupils,
        results=results,
    )


def _schools(cells: Mapping[Cell, Count]) -> set[str]:
    return {cell[0] for cell, (_, whole) in cells.items() if whole}


def _rate(counts: Iterable[Count]) -> float:
    listed = list(counts)
    return sum(part for part, _ in listed) / sum(whole for _, whole in listed)


def _weight(year: Year, stayed: Mapping[Cell, Count], schools: set[str]) -> float:
    """(N_E / N) · (R_E − R_stay), in points: how far some schools move the year from those who stayed."""
    counts = [count for cell, count in year.cells.items() if cell[0] in schools]
    whole = sum(each for _, each in counts)
    if not whole:
        return 0.0
    every = sum(each for _, each in year.cells.values())
    return 100 * whole / every * (_rate(counts) - _rate(stayed.values()))


def _of_those_who_stayed(before: Mapping[Cell, Count], after: Mapping[Cell, Count]) -> tuple[float, float]:
    """Σ(w₁ − w₀)(r₀ + r₁)/2 and Σ(w₀ + w₁)/2 · (r₁ − r₀), in points."""
    whole_before = sum(whole for _, whole in before.values())
    whole_after = sum(whole for _, whole in after.values())
    pupils, results = [], []
    for cell in before.keys() | after.keys():
        part_before, n_before = before.get(cell, (0, 0))
        part_after, n_after = after.get(cell, (0, 0))
        if not n_before and not n_after:
            continue
        r_before = part_before / n_before if n_before else part_after / n_after
        r_after = part_after / n_after if n_after else r_before
        w_before, w_after = n_before / whole_before, n_after / whole_after
        pupils.append((w_after - w_before) * (r_before + r_after) / 2)
        results.append((w_before + w_after) / 2 * (r_after - r_before))
    return 100 * math.fsum(pupils), 100 * math.fsum(results)
