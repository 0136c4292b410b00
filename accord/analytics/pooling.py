"""Many schools as if they were one: counts are summed and divided once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.analytics.counts import CountRanges
from accord.analytics.figures import Figure, Status
from accord.analytics.intervals import design_effect, wilson, wilson_on_range
from accord.analytics.members import Expectation, Members, coverage, expectation, status_without_value


@dataclass(frozen=True, slots=True)
class Parts:
    """The counts of the members, as ranges, in the order of the members; 0 where not counted."""

    members: Members
    counts: CountRanges


@dataclass(frozen=True, slots=True)
class YearPool:
    """What a pool over several years needs besides: how much schools vary between years.

    ``school_year_sd`` is S of FORMULAS 10 on the logit scale; None where it has not been estimated for the
    measure, and then the pool carries no interval.
    """

    school_year_sd: float | None


def pool_percentage(parts: Parts, over_years: YearPool | None = None) -> Figure:
    """The percentage of all pupils of the counted schools, with bounds over all pupils expected.

    Source: FORMULAS 1–3; a pool over years widens its interval by FORMULAS 10.
    """
    members, counts = parts.members, parts.counts
    counted = members.counted
    whole = int(members.pupils[counted].sum())
    low, high = int(counts.low[counted].sum()), int(counts.high[counted].sum())
    central = int(counts.central[counted].sum())
    expected = expectation(members)
    status = status_without_value(members, expected, whole)
    has_value = status is None
    interval = _interval(parts, (low, central, high), whole, over_years) if has_value else (None, None)
    bounds = certain_bounds(low, high, whole, expected)
    swapped = int(counts.swapped[counted].sum())
    return Figure(
        status=status or Status.MEASURED,
        value=100 * central / whole if has_value else None,
        low=bounds[0],
        high=bounds[1],
        part_low=low if whole else None,
        part_high=high if whole else None,
        whole=whole,
        interval_low=interval[0],
        interval_high=interval[1],
        coverage=coverage(members, expected, whole),
        flags=(f"count_swapped:{swapped}",) if swapped else (),
        cohort=float((members.pupils[counted] ** 2).sum() / whole) if whole else None,
    )


def certain_bounds(
    part_low: int, part_high: int, whole: int, expected: Expectation
) -> tuple[float | None, float | None]:
    """Between which percentages the rate of all expected pupils certainly lies.

    A school whose result is hidden gives 0 to its n; where even n is hidden, its largest possible n stands
    on top and in both denominators (FORMULAS 2). None where a member's number of pupils has no bound.
    """
    most = expected.most
    if not most:
        return None, None
    return 100 * part_low / most, 100 * (part_high + most - whole) / most


def _interval(
    parts: Parts, part: tuple[int, int, int], whole: int, over_years: YearPool | None
) -> tuple[float | None, float | None]:
    low, central, high = part
    if over_years is None:
        limits = wilson_on_range(low, high, whole)
        return 100 * limits[0], 100 * limits[1]
    if over_years.school_year_sd is None:
        return None, None
    wholes = [int(n) for n in parts.members.pupils[parts.members.counted]]
    effect = design_effect(central, wholes, over_years.school_year_sd)
    lower = wilson(low / effect, whole / effect)[0]
    upper = wilson(high / effect, whole / effect)[1]
    return 100 * lower, 100 * upper


def join(pieces: list[Members]) -> Members:
    """Members of several years one after another, for a pool over years."""
    if len(pieces) == 1:
        return pieces[0]
    return Members(
        codes=np.concatenate([piece.codes for piece in pieces]),
        states=np.concatenate([piece.states for piece in pieces]),
        pupils=np.concatenate([piece.pupils for piece in pieces]),
        known=np.concatenate([piece.known for piece in pieces]),
        at_most=np.concatenate([piece.at_most for piece in pieces]),
        bounded=np.concatenate([piece.bounded for piece in pieces]),
    )


def join_counts(pieces: list[CountRanges]) -> CountRanges:
    """Counts of several years one after another, in the order of `join`."""
    if len(pieces) == 1:
        return pieces[0]
    return CountRanges(
        low=np.concatenate([piece.low for piece in pieces]),
        central=np.concatenate([piece.central for piece in pieces]),
        high=np.concatenate([piece.high for piece in pieces]),
        swapped=np.concatenate([piece.swapped for piece in pieces]),
    )
