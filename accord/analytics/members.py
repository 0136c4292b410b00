"""What each member of a selection brings to a figure, before anything is pooled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from accord.analytics.counts import Flags, Integers
from accord.analytics.figures import Coverage, Status

HALF = 0.5
"""Under this share of the expected pupils nothing is concluded from a figure."""


class MemberState(StrEnum):
    """Whether a school is in the figure, and if not why."""

    COUNTED = "counted"
    SUPPRESSED = "suppressed"
    LOW_COVERAGE = "low_coverage"
    NO_NUMBERS = "no_numbers"
    NOT_PUBLISHED = "not_published"
    NOT_RELEASED = "not_released"
    NO_PUPILS = "no_pupils"
    NOT_APPLICABLE = "not_applicable"

    @property
    def code(self) -> int:
        """Its place in `STATES`: what stands for it in arrays."""
        return _CODES[self]


STATES = tuple(MemberState)
_CODES = {state: at for at, state in enumerate(STATES)}

NOT_EXPECTED = (MemberState.NO_PUPILS, MemberState.NOT_APPLICABLE)
"""Members that nobody should wait for."""

REASONS_IN_ORDER = (
    (MemberState.NO_NUMBERS, Status.CANNOT_POOL),
    (MemberState.SUPPRESSED, Status.SUPPRESSED),
    (MemberState.LOW_COVERAGE, Status.LOW_COVERAGE),
    (MemberState.NOT_PUBLISHED, Status.NOT_PUBLISHED),
    (MemberState.NOT_RELEASED, Status.NOT_RELEASED),
)


@dataclass(frozen=True, slots=True)
class Members:
    """One entry a school (in a pool over years: a school and year), in the same order in every array.

    ``codes`` are URNs; ``states`` hold the codes of `MemberState`; ``pupils`` is the known number of eligible
    pupils (0 where ``known`` is False); ``at_most`` bounds an unknown number, and is meaningless where
    ``bounded`` is False.
    """

    codes: NDArray[np.str_]
    states: NDArray[np.uint8]
    pupils: Integers
    known: Flags
    at_most: Integers
    bounded: Flags

    @property
    def counted(self) -> Flags:
        """Which entries are in the figure."""
        return np.asarray(self.states == MemberState.COUNTED.code)

    @property
    def expected(self) -> Flags:
        """Which entries have pupils, or may have."""
        return np.asarray(np.logical_and.reduce([self.states != state.code for state in NOT_EXPECTED]))

    def only(self, at: NDArray[np.intp]) -> Members:
        """Some of the entries."""
        return Members(
            self.codes[at], self.states[at], self.pupils[at], self.known[at], self.at_most[at], self.bounded[at]
        )


@dataclass(frozen=True, slots=True)
class Expectation:
    """The pupils a figure should cover: known ones, and how many more there may be (None: no bound)."""

    known: int
    hidden_at_most: int | None
    all_known: bool

    @property
    def most(self) -> int | None:
        """The largest number of pupils there can be; None where that is not known."""
        return None if self.hidden_at_most is None else self.known + self.hidden_at_most


def expectation(members: Members) -> Expectation:
    """Add up the pupils of the members that are expected."""
    expected = members.expected
    unknown = expected & ~members.known
    bounded = bool(np.all(members.bounded[unknown]))
    return Expectation(
        known=int(members.pupils[expected & members.known].sum()),
        hidden_at_most=int(members.at_most[unknown].sum()) if bounded else None,
        all_known=not bool(unknown.any()),
    )


def coverage(members: Members, expected: Expectation, pupils_counted: int) -> Coverage:
    """Who is in, of those who should be; a school in several years is one school."""
    return Coverage(
        schools_counted=len(np.unique(members.codes[members.counted])),
        schools_expected=len(np.unique(members.codes[members.expected])),
        pupils_counted=pupils_counted,
        pupils_expected=expected.known if expected.all_known else None,
    )


def status_without_value(members: Members, expected: Expectation, pupils_counted: int) -> Status | None:
    """Why the figure has no value, or None where it has one.

    Fewer than half of the pupils (where their number cannot be bounded: of the schools) is incomplete.
    """
    if not members.expected.any():
        some = bool((members.states == MemberState.NO_PUPILS.code).any())
        return Status.NO_PUPILS if some else Status.NOT_APPLICABLE
    if pupils_counted == 0:
        present = set(members.states.tolist())
        return next((status for state, status in REASONS_IN_ORDER if state.code in present), Status.NO_PUPILS)
    if expected.most is None:
        schools_counted = len(np.unique(members.codes[members.counted]))
        schools_expected = len(np.unique(members.codes[members.expected]))
        return Status.INCOMPLETE if schools_counted < HALF * schools_expected else None
    return Status.INCOMPLETE if pupils_counted < HALF * expected.most else None
