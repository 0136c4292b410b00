"""A figure: a value, or the reason why there is none, with its bounds, its interval and its coverage.

The same shape serves a percentage, a progress score and a scaled score, whether it was pooled from
schools or published as a row of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What a figure is, or why it has no value."""

    MEASURED = "measured"
    """The value is the count divided once by the pupils counted."""
    APPROXIMATE = "approximate"
    """The value rests on a weight that is not published (scaled scores; progress of a pupil group)."""
    SUPPRESSED = "suppressed"
    """Every school that has pupils here is suppressed in the published file."""
    NOT_APPLICABLE = "not_applicable"
    """Nobody in this selection takes this measure (an infant school has no Key Stage 2)."""
    NOT_PUBLISHED = "not_published"
    """The file that covers these schools does not carry this figure."""
    NOT_BY_SCHOOL = "not_by_school"
    """Published for authorities and England alone, never school by school."""
    NOT_RELEASED = "not_released"
    """No release in this home covers these schools in this year yet."""
    CANNOT_POOL = "cannot_pool"
    """The file prints results without the pupils behind them: each stands as published, and none can be pooled."""
    LOW_COVERAGE = "low_coverage"
    """Published as covering too few pupils to mean anything."""
    INCOMPLETE = "incomplete"
    """Fewer than half of the expected pupils are counted: what has come in is shown, nothing is concluded."""
    NO_PUPILS = "no_pupils"
    """There were no such pupils."""


HAS_VALUE = frozenset({Status.MEASURED, Status.APPROXIMATE})
"""The statuses that come with a value."""


class Basis(StrEnum):
    """Where a figure comes from."""

    POOLED = "pooled"
    """Counted over the schools and divided once."""
    PUBLISHED = "published"
    """The publisher's own row for an authority or for England."""


class Covers(StrEnum):
    """What a 95% interval is of: decision 23."""

    THIS_YEAR = "this_year"
    """The rate of the year itself: how far chance moves it with so many pupils."""
    UNDERLYING = "underlying"
    """The rate that lies beneath the years: how schools vary from year to year is in it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who is in a figure, of those who should be.

    ``schools_expected`` are members with pupils at this stage (or not known to have none); both numbers of
    schools are ``None`` for a row that the publisher made. ``pupils_expected`` is ``None`` where a member's
    number of pupils is not known. ``schools_reported`` of the schools counted are in with what they report
    themselves, because nothing is published of them, or it is hidden.
    """

    schools_counted: int | None
    schools_expected: int | None
    pupils_counted: int
    pupils_expected: int | None
    schools_reported: int = 0

    @property
    def share(self) -> float | None:
        """Pupils counted of pupils expected, 0–1; None where the expected number is unknown or zero."""
        if not self.pupils_expected:
            return None
        return self.pupils_counted / self.pupils_expected


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. Percentages run 0–100 and are not rounded; scores are in their own points.

    ``part_low``…``part_high`` of ``whole`` are the pupils of the schools counted (a range where the
    published percentage fits several counts). ``low``…``high`` are certain bounds over *all* pupils
    expected: a suppressed school gives 0 to its n. ``interval_low``…``interval_high`` is the 95%
    interval for this year's own rate. ``flags`` name what a reader should know (``count_swapped``).
    ``cohort`` is how large a cohort the average pupil counted is in, Σn²/Σn over the schools (in a pool over
    years: over school-years): what tells how far results move from year to year (FORMULAS 10). None where the
    schools' own numbers are not behind the figure.
    """

    status: Status
    value: float | None
    low: float | None
    high: float | None
    part_low: int | None
    part_high: int | None
    whole: int | None
    interval_low: float | None
    interval_high: float | None
    coverage: Coverage
    flags: tuple[str, ...] = ()
    cohort: float | None = None
