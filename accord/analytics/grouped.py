"""The figures of many groups at once: every school is read once and added up for each group that it is in.

As `pooling`, `scores` and `sums` have them for one group; the arithmetic is theirs, on arrays of groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from accord.analytics.counts import Flags, Integers, Numbers
from accord.analytics.figures import Status
from accord.analytics.intervals import wilson_of_each
from accord.analytics.members import HALF, REASONS_IN_ORDER, STATES, Members, MemberState
from accord.analytics.pooling import Parts
from accord.analytics.scores import DFE_Z, Scores
from accord.analytics.sums import Sums

_Number = TypeVar("_Number", np.int64, np.float64)

STATUSES = tuple(Status)
_CODE = {status: at for at, status in enumerate(STATUSES)}
_REASONS = tuple(1 << at for at in range(len(REASONS_IN_ORDER)))
_NO_PUPILS, _UNKNOWN, _UNBOUNDED, _GUESSED, _MISSING = (1 << len(_REASONS) + at for at in range(5))
_BIT_OF_STATE = np.zeros(len(STATES), dtype=np.uint16)
_BIT_OF_STATE[[state.code for state, _ in REASONS_IN_ORDER]] = _REASONS
_BIT_OF_STATE[MemberState.NO_PUPILS.code] = _NO_PUPILS


@dataclass(frozen=True, slots=True)
class Grouping:
    """Who is in which group: ``at`` has the places of the members among the entries, group after group; those of
    group *i* stand from ``starts[i]`` to before ``starts[i + 1]``. An entry may be in many groups, in one once.
    """

    at: NDArray[np.intp]
    starts: NDArray[np.intp]

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self.starts) - 1

    def sums(self, columns: Sequence[Flags | Integers]) -> list[Integers]:
        """Whole numbers over the entries added up: of each column a number for every group."""
        return list(self._added(np.stack([column.astype(np.int64, copy=False) for column in columns], axis=1)).T)

    def totals(self, columns: Sequence[Numbers]) -> list[Numbers]:
        """The same of numbers with decimals."""
        return list(self._added(np.stack(columns, axis=1)).T)

    def _added(self, entries: NDArray[_Number]) -> NDArray[_Number]:
        found = np.zeros((len(self), entries.shape[1]), dtype=entries.dtype)
        filled = np.flatnonzero(np.diff(self.starts))
        if len(filled):
            found[filled] = np.add.reduceat(entries[self.at], self.starts[filled], axis=0)
        return found

    def any_of(self, bits: NDArray[np.uint16]) -> NDArray[np.uint16]:
        """Which bits any member of each group has."""
        found = np.zeros(len(self), dtype=np.uint16)
        filled = np.flatnonzero(np.diff(self.starts))
        if len(filled):
            found[filled] = np.bitwise_or.reduceat(bits[self.at], self.starts[filled])
        return found


@dataclass(frozen=True, slots=True)
class Figures:
    """A figure for every group, column by column, as `Figure` has it; NaN where there is none.

    ``status`` are places in `STATUSES`.
    """

    status: NDArray[np.uint8]
    value: Numbers
    low: Numbers
    high: Numbers
    part_low: Numbers
    part_high: Numbers
    whole: Integers
    interval_low: Numbers
    interval_high: Numbers
    schools_counted: Integers
    schools_expected: Integers
    pupils_expected: Numbers
    schools_reported: Integers


@dataclass(frozen=True, slots=True)
class _Covering:
    """Who is in and who is missing, for every group; ``more`` are the columns added up beside."""

    status: NDArray[np.uint8]
    has_value: Flags
    whole: Integers
    most: Numbers
    bits: NDArray[np.uint16]
    schools: tuple[Integers, Integers]
    pupils_expected: Numbers
    more: list[Integers]


def pool_percentages(parts: Parts, guessed: Flags, grouping: Grouping) -> Figures:
    """The percentage of each group, as `pooling.pool_percentage` has it for one."""
    counts = parts.counts
    counted = parts.members.counted
    columns = [np.where(counted, each, 0) for each in (counts.low, counts.central, counts.high)]
    found = _covering(parts.members, parts.members.pupils, guessed, grouping, columns)
    low, central, high = found.more
    there, whole = found.whole > 0, np.maximum(found.whole, 1)
    some = found.most > 0
    most = np.where(some, found.most, 1)
    limits = wilson_of_each(low, whole)[0], wilson_of_each(high, whole)[1]
    return _figures(
        found,
        value=100 * central / whole,
        low=np.where(some, 100 * low / most, np.nan),
        high=np.where(some, 100 * (high + found.most - found.whole) / most, np.nan),
        part_low=np.where(there, low, np.nan),
        part_high=np.where(there, high, np.nan),
        interval=(100 * limits[0], 100 * limits[1]),
    )


def pool_scores_of_each(scores: Scores, guessed: Flags, pupil_sd: float | None, grouping: Grouping) -> Figures:
    """The score of each group, as `scores.pool_scores` has it for one."""
    counted = scores.members.counted
    weights = np.where(counted, scores.weights, 0)
    found = _covering(
        scores.members, np.minimum(scores.weights, scores.members.pupils), guessed, grouping, [weights]
    )
    weight = np.maximum(found.more[0], 1)
    (total,) = grouping.totals([weights * np.where(counted, scores.scores, 0)])
    value = total / weight
    half = DFE_Z * pupil_sd / np.sqrt(weight) if pupil_sd else np.full(len(grouping), np.nan)
    return _figures(found, value=value, interval=(value - half, value + half))


def pool_sums_of_each(sums: Sums, guessed: Flags, grouping: Grouping) -> Figures:
    """The rate or ratio of each group, as `sums.pool_sums` has it for one."""
    counted = sums.members.counted
    found = _covering(sums.members, sums.members.pupils, guessed, grouping, [])
    divisors = np.where(counted, sums.divisors, 0).astype(np.float64)
    divided, divisor = grouping.totals([divisors * np.where(counted, sums.rates, 0), divisors])
    with np.errstate(divide="ignore", invalid="ignore"):
        return _figures(found, value=divided / divisor)


def add_up_each(parts: Parts, grouping: Grouping) -> Figures:
    """The pupils of each group, as `sums.add_up` has them for one."""
    members = parts.members
    central = np.where(members.counted, parts.counts.central, 0)
    found = _covering(members, members.pupils, np.zeros(len(central), dtype=bool), grouping, [central])
    missing = found.has_value & (found.bits & _MISSING > 0)
    status = np.where(missing, _CODE[Status.INCOMPLETE], found.status).astype(np.uint8)
    whole = replace(found, status=status, has_value=found.has_value & ~missing)
    return _figures(whole, value=found.more[0].astype(np.float64))


def not_pooled(status: Status, grouping: Grouping) -> Figures:
    """Figures of which none is pooled, all for one reason; it is only known how many schools there are."""
    nothing, none = np.full(len(grouping), np.nan), np.zeros(len(grouping), dtype=np.int64)
    found = _Covering(
        np.full(len(grouping), _CODE[status], dtype=np.uint8), none > 0, none, nothing, none.astype(np.uint16),
        (none, np.diff(grouping.starts)), nothing, [],
    )  # fmt: skip
    return _figures(found, value=nothing)


def _covering(
    members: Members, pupils: Integers, guessed: Flags, grouping: Grouping, more: list[Integers]
) -> _Covering:
    """Add up who is counted with how many ``pupils``, and who is expected; tell each group's status."""
    counted, expected = members.counted, members.expected
    unknown = expected & ~members.known
    columns = [
        counted, expected, np.where(counted, pupils, 0), np.where(expected & members.known, members.pupils, 0),
        np.where(unknown, members.at_most, 0), *more,
    ]  # fmt: skip
    in_it, due, whole, known, hidden, *summed = grouping.sums(columns)
    bits = grouping.any_of(_bits(members, counted, expected, guessed))
    most = np.where(bits & _UNBOUNDED > 0, np.nan, known + hidden)
    few = np.where(np.isnan(most), in_it < HALF * due, whole < HALF * np.nan_to_num(most))
    has_value = (due > 0) & (whole > 0) & ~few
    value = np.where(bits & _GUESSED > 0, _CODE[Status.APPROXIMATE], _CODE[Status.MEASURED])
    status = np.where(few, _CODE[Status.INCOMPLETE], value)
    status = np.where(whole == 0, _reasons(bits), status)
    nobody = np.where(bits & _NO_PUPILS > 0, _CODE[Status.NO_PUPILS], _CODE[Status.NOT_APPLICABLE])
    status = np.where(due == 0, nobody, status).astype(np.uint8)
    expected_pupils = np.where(bits & _UNKNOWN > 0, np.nan, known)
    return _Covering(status, has_value, whole, most, bits, (in_it, due), expected_pupils, summed)


def _bits(members: Members, counted: Flags, expected: Flags, guessed: Flags) -> NDArray[np.uint16]:
    unknown = expected & ~members.known
    flags = (unknown, _UNKNOWN), (unknown & ~members.bounded, _UNBOUNDED), (guessed, _GUESSED)
    bits = _BIT_OF_STATE[members.states]
    for flag, bit in (*flags, (expected & ~counted, _MISSING)):
        bits |= flag * np.uint16(bit)
    return bits


def _reasons(bits: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Why nobody is counted: the first of the reasons that a member has."""
    found = np.full(len(bits), _CODE[Status.NO_PUPILS])
    for (_, status), bit in reversed(list(zip(REASONS_IN_ORDER, _REASONS, strict=True))):
        found[bits & bit > 0] = _CODE[status]
    return found


def _figures(
    found: _Covering,
    *,
    value: Numbers,
    low: Numbers | None = None,
    high: Numbers | None = None,
    part_low: Numbers | None = None,
    part_high: Numbers | None = None,
    interval: tuple[Numbers, Numbers] | None = None,
) -> Figures:
    nothing = np.full(len(found.status), np.nan)
    limits = interval or (nothing, nothing)
    return Figures(
        status=found.status,
        value=np.where(found.has_value, value, np.nan),
        low=nothing if low is None else low,
        high=nothing if high is None else high,
        part_low=nothing if part_low is None else part_low,
        part_high=nothing if part_high is None else part_high,
        whole=found.whole,
        interval_low=np.where(found.has_value, limits[0], np.nan),
        interval_high=np.where(found.has_value, limits[1], np.nan),
        schools_counted=found.schools[0],
        schools_expected=found.schools[1],
        pupils_expected=found.pupils_expected,
        schools_reported=np.zeros(len(found.status), dtype=np.int64),
    )


def saying_how_many_report(figures: Figures, members: Members, reported: Flags | None, grouping: Grouping) -> Figures:
    """The figures with the number of their schools whose numbers are their own, not published ones."""
    if reported is None or not reported.any():
        return figures
    return replace(figures, schools_reported=grouping.sums([reported & members.counted])[0])
