"""Authorities and schools as they are invented: what each is called, what it is, and when it lived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FIRST_AUTHORITY = 501
LAST_AUTHORITY = 651
"""No authority in England has a code in this range (Wales has 660 to 681)."""
FIRST_URN = 900_001
LAST_URN = 999_999
FIRST_ENGLAND_URN = 901_001
FIRST_OLD_ENGLAND_URN = 960_001
FIRST_OLD_URN = 990_001
"""What our schools were before they converted, amalgamated or closed."""
TEST_WEEK = (5, 15)
"""The day of a summer on which a school has the results of its pupils."""


class Kind(StrEnum):
    """What sort of school it is, as far as the files care."""

    NURSERY = "nursery"
    INFANT = "infant"
    JUNIOR = "junior"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    ALL_THROUGH = "all-through"
    SPECIAL = "special"
    ALTERNATIVE = "alternative provision"


WITH_RESULTS = frozenset({Kind.JUNIOR, Kind.PRIMARY, Kind.ALL_THROUGH, Kind.SPECIAL})
"""Kinds of school that have pupils at the end of Key Stage 2."""


@dataclass(frozen=True, slots=True)
class Authority:
    """An invented local authority: its three-digit code (not in use in England) and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class School:
    """An invented establishment: a school under one URN.

    ``cohort`` is the usual number of pupils at the end of Key Stage 2. ``closed`` is the first day on which it is no
    more. ``place`` is the URN of what stands in its place at the end: its own, unless it ``went`` on as another
    (``link`` says how, as the register words it for the newer of the two).
    """

    urn: int
    name: str
    la: str
    estab: int
    kind: Kind
    school_type: str
    faith: str
    ages: str
    street: str
    town: str
    cohort: int
    place: int
    spot: int = 0
    """Where it lies: a square of the authority's map."""
    opened: date | None = None
    closed: date | None = None
    first_results: int = 0
    opened_because: str = ""
    closed_because: str = ""
    into: int = 0
    link: str = ""
    will_close: bool = False
    earlier_name: str = ""
    """What it was called until it was renamed, between the two extracts of the register."""

    @property
    def special(self) -> bool:
        """Whether the published files call it a special school (RECTYPE 2)."""
        return self.kind is Kind.SPECIAL

    def is_open(self, day: date) -> bool:
        """Whether it is open on a day."""
        return (self.opened is None or self.opened <= day) and (self.closed is None or day < self.closed)

    def is_listed(self, year: int) -> bool:
        """Whether it has a row in this summer's file, with or without results."""
        return self.kind in WITH_RESULTS and self.is_open(date(year, *TEST_WEEK))

    def has_results(self, year: int) -> bool:
        """Whether it has pupils at the end of Key Stage 2 in this summer."""
        return self.first_results <= year and self.is_listed(year)

    def is_new(self, year: int) -> bool:
        """Whether this is its first summer, and it has no pupils at this stage yet."""
        return self.opened is not None and not self.has_results(year) and (year - 1, 6) <= _month(self.opened)

    def closes(self, year: int) -> bool:
        """Whether it had closed by the time that this summer's file was published."""
        return self.closed is not None and self.closed <= date(year, 12, 1)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
