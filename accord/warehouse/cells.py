"""What a cell of a published file holds: a value, or the publisher's reason for not giving one."""

from __future__ import annotations

from enum import StrEnum


class CellStatus(StrEnum):
    """A value, or why there is none. Which marker means which lies in ``definitions/datasets``.

    Source of the meanings: METHOD 1.9 (markers of the school tables and of Explore Education Statistics).
    """

    VALUE = "value"
    SUPPRESSED = "suppressed"
    """Too few pupils to publish (SUPP, c)."""
    NO_ENTRIES = "no_entries"
    """No eligible pupils, or none entered (NE)."""
    NOT_APPLICABLE = "not_applicable"
    """The measure does not apply here (NA, z)."""
    NOT_PUBLISHED = "not_published"
    """Withheld for another reason than small numbers (NP)."""
    LOW_COVERAGE = "low_coverage"
    """A progress measure that covers too few of the pupils (LOWCOV)."""
    NEW_SCHOOL = "new_school"
    """Too new to have results (NEW)."""
    SMALL = "small"
    """A percentage or population too small to show (SP)."""
    DID_NOT_SUBMIT = "did_not_submit"
    """The school sent no return (DNS)."""
    NOT_AVAILABLE = "not_available"
    """Not to be had (x, ":")."""
    ROUNDS_TO_ZERO = "rounds_to_zero"
    """Above zero, but zero after rounding (low, k)."""
    LOW_RELIABILITY = "low_reliability"
    """Held back as unreliable (u)."""
    BLANK = "blank"
    """Nothing in the cell."""


class CellType(StrEnum):
    """What a column holds, and so how its cells are checked."""

    TEXT = "text"
    """Words: kept out of the figures."""
    COUNT = "count"
    """Whole pupils or schools, never below zero."""
    PERCENT = "percent"
    """0 to 100, with or without its sign."""
    SCORE = "score"
    """A number in points, of either sign."""
    LIMIT = "limit"
    """A confidence limit of a score."""
    COVERAGE = "coverage"
    """The percentage of pupils a progress score covers: 0 to 100."""
    BAND = "band"
    """A banding, 1 (well above average) to 5 (well below), as a number or in words."""
    NUMBER = "number"
    """A number of any unit, of either sign; also as machines write it (4.8E-2)."""
    MONEY = "money"
    """Pounds."""


SHARES = frozenset({CellType.PERCENT, CellType.COVERAGE})
"""Types that run from 0 to 100."""
