"""What is truly so in the invented county, known to the tests: who improves, who stands apart, where a gap closes.

Everything else that seems to happen to an alliance or a school from one summer to the next is noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from accord.demo.groups import Membership
from accord.demo.names import ALLIANCES
from accord.demo.schools import WITH_RESULTS, Kind, School

POINTS_A_UNIT = 36.0
"""Percentage points of the expected standard that one standard deviation of pupils comes to, at about 62%."""


class Planting(StrEnum):
    """What is planted."""

    IMPROVES = "improves"
    """Every pupil of the alliance does better from a summer on."""
    GAP_NARROWS = "gap narrows"
    """Disadvantaged pupils of the alliance do better from a summer on; others stay as they were."""
    APART = "stands apart"
    """A school is above or below what its pupils would lead one to expect, in all years."""
    STARTS_AFRESH = "starts afresh"
    """A school that was closed as failing does better under its new number."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One true effect: ``points`` of the expected standard, about, from the summer ``since`` on.

    ``group`` is an alliance by name, or empty; then ``urns`` has the schools. Members are those of the end: the
    schools of such an alliance have the effect wherever they were before.
    """

    what: Planting
    points: float
    since: int
    group: str = ""
    urns: tuple[int, ...] = ()

    @property
    def units(self) -> float:
        """The effect in standard deviations of pupils' abilities."""
        return self.points / POINTS_A_UNIT


IMPROVING = ((18.0, 2018), (18.0, 2023))
"""Points and first summer, of the two alliances with the most pupils: in small ones an effect could not be seen."""
NARROWING = (16.0, 2017)
"""The same of the third."""
APART = (22.0, 18.0, 16.0, -20.0, -18.0, -16.0)
AFRESH = 18.0
BEFORE_ALL = 0
FEWEST_ALLIANCES = 10
_MIDDLING = range(25, 75)
_GONE = frozenset(f"{name} Alliance" for name in ALLIANCES[-4:])


def planted_in(schools: Sequence[School], memberships: Sequence[Membership]) -> tuple[Planted, ...]:
    """What is planted in a county with these alliances; nothing in an authority with only a few."""
    large = _largest_alliances(schools, memberships)
    if len(large) < FEWEST_ALLIANCES:
        return ()
    found = [
        Planted(Planting.IMPROVES, points, since, name)
        for (points, since), name in zip(IMPROVING, large, strict=False)
    ]
    found.append(Planted(Planting.GAP_NARROWS, *NARROWING, large[len(IMPROVING)]))
    touched = {row.urn for row in memberships if row.group in {each.group for each in found}}
    plain = [
        school.urn for school in schools
        if school.kind in (Kind.PRIMARY, Kind.JUNIOR) and school.closed is None and school.cohort in _MIDDLING
        and school.urn not in touched and school.opened_because not in ("Fresh Start", "New Provision")
    ]  # fmt: skip
    stride = max(1, len(plain) // len(APART))
    dealt = plain[::stride]
    found += [
        Planted(Planting.APART, points, BEFORE_ALL, urns=(urn,)) for points, urn in zip(APART, dealt, strict=False)
    ]
    fresh = (school for school in schools if school.opened_because == "Fresh Start" and school.opened)
    found += [
        Planted(Planting.STARTS_AFRESH, AFRESH, school.opened.year + 1, urns=(school.urn,))
        for school in fresh if school.opened
    ]  # fmt: skip
    return tuple(found)


def _largest_alliances(schools: Sequence[School], memberships: Sequence[Membership]) -> list[str]:
    """The alliances that go on, those with the most pupils at the end of Key Stage 2 first.

    What a single large school does from year to year would drown what is planted, so that it counts as a middling one.
    """
    counted = [school for school in schools if school.kind in WITH_RESULTS and not school.special]
    cohorts = {school.urn: min(school.cohort, _MIDDLING.stop) for school in counted}
    pupils: dict[str, int] = {}
    for row in memberships:
        if not row.ends_before:
            pupils[row.group] = pupils.get(row.group, 0) + cohorts.get(row.urn, 0)
    return sorted((name for name in pupils if name not in _GONE), key=lambda name: -pupils[name])


@dataclass(frozen=True, slots=True)
class Lift:
    """What is planted in a summer, one entry a school: for all its pupils, and besides for disadvantaged ones."""

    everybody: NDArray[np.float64]
    disadvantaged: NDArray[np.float64]


def lift(
    planted: Sequence[Planted], schools: Sequence[School], memberships: Sequence[Membership], year: int
) -> Lift:
    """The planted effects of a summer, in standard deviations of pupils, by the place that each school belongs to."""
    everybody, disadvantaged = np.zeros(len(schools)), np.zeros(len(schools))
    at = {}
    for index, school in enumerate(schools):
        at.setdefault(school.place, []).append(index)
    for each in planted:
        if year < each.since:
            continue
        urns = each.urns or tuple(row.urn for row in memberships if row.group == each.group and not row.ends_before)
        into = disadvantaged if each.what is Planting.GAP_NARROWS else everybody
        for urn in urns:
            into[at.get(urn, [])] += each.units
    return Lift(everybody, disadvantaged)
