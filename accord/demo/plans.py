"""How large an invention is, and what is planned to be in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Size(StrEnum):
    """The sizes that an invention comes in."""

    SMALL = "small"
    """Forty schools and five alliances: for tests that need no more."""
    COUNTY = "county"
    """About 190 schools and twenty alliances that live ten years, in a light England: the demonstration."""
    NATION = "nation"
    """As many schools in each of 151 authorities: about 24,000, with 3,000 groups, for benchmarks."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one authority has. Numbers are of schools that are open at the end, unless they say otherwise."""

    primaries: tuple[int, ...]
    """Usual cohorts of the primary schools that must be there; more are drawn up to ``primary_schools``."""
    juniors: tuple[int, ...]
    special: tuple[int, ...]
    primary_schools: int
    junior_schools: int
    special_schools: int
    infant_schools: int
    nursery_schools: int = 0
    secondary_schools: int = 0
    all_through_schools: int = 0
    alternative_provision: int = 0
    amalgamations: int = 1
    """Of the primary schools, how many were an infant and a junior school."""
    closures: int = 1
    """Primary schools besides the open ones that closed for good."""
    mergers: int = 0
    """Primary schools besides the open ones that went into one of these."""
    new_schools: int = 1
    fresh_starts: int = 0
    alliances: tuple[int, ...] = ()
    """How many schools each alliance has at the end."""
    partnerships: int = 0
    towns: int = 24


_ALL_COHORTS = (
    3, 5, 6, 8, 9, 11, 13, 15, 15, 18, 20, 22, 24, 26, 28, 29, 30, 30, 30, 31, 31, 32, 34, 44, 45, 46, 58, 59,
    60, 60, 62, 90,
)  # fmt: skip
"""Chosen so that every rule of suppression has a case."""

SMALL = Plan(
    primaries=_ALL_COHORTS, juniors=(44, 58, 60, 75, 88, 118), special=(7, 12),
    primary_schools=32, junior_schools=6, special_schools=2, infant_schools=3,
    alliances=(9, 7, 8, 6, 8), partnerships=0,
)  # fmt: skip
COUNTY = Plan(
    primaries=(4, 3, 5, 4, 6, 8, 9, 7, 11, 10, 13, 12, 15, 14, 90, 118), juniors=(240, 118, 88), special=(5, 7, 12),
    primary_schools=116, junior_schools=13, special_schools=10, infant_schools=13, nursery_schools=5,
    secondary_schools=21, all_through_schools=3, alternative_provision=5,
    amalgamations=4, closures=6, mergers=2, new_schools=5, fresh_starts=3,
    alliances=(9, 7, 8, 6, 8, 9, 8, 10, 7, 8, 9, 8, 7, 9, 8, 10, 8, 7, 9, 8), partnerships=5, towns=76,
)  # fmt: skip
LIKE_OTHERS = Plan(
    primaries=(9, 14), juniors=(72,), special=(8,),
    primary_schools=96, junior_schools=10, special_schools=8, infant_schools=11, nursery_schools=3,
    secondary_schools=22, all_through_schools=2, alternative_provision=4,
    amalgamations=2, closures=2, mergers=1, new_schools=3, fresh_starts=1,
    alliances=(8, 9, 7, 8, 10, 8, 9, 7), partnerships=2, towns=60,
)  # fmt: skip
"""An authority of the nation that is not ours: about 156 open schools."""

PLANS = {Size.SMALL: SMALL, Size.COUNTY: COUNTY, Size.NATION: COUNTY}
