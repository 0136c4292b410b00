"""A figure with what it is a figure of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accord.analytics.figures import Basis, Covers, Figure
from accord.performance.belonging import Crossing


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of a group, measure, pupil group and year.

    ``members`` is the clock; ``releases`` are the ids of the releases behind it. A pool over years names
    the years in it and the years that are missing from it. ``crossings`` are the older establishments whose results
    it counts as the history of a school. ``every_type`` says of England's figure that it is of all types of school
    where the publisher has one for each: nobody is judged by it.
    """

    group: str
    title: str
    measure: str
    pupils: str
    year: int
    members: str
    basis: Basis
    figure: Figure
    releases: tuple[str, ...]
    years_pooled: tuple[int, ...]
    years_missing: tuple[int, ...] = ()
    crosses_break: bool = False
    crossings: tuple[Crossing, ...] = ()
    every_type: bool = False

    @property
    def covers(self) -> Covers | None:
        """What its interval is of: the year's own rate, or, of a pool over years, the one beneath; None without one."""
        if self.figure.interval_low is None:
            return None
        return Covers.UNDERLYING if len(self.years_pooled) + len(self.years_missing) > 1 else Covers.THIS_YEAR

    def as_json(self) -> dict[str, Any]:
        """Plain values under the names that the command line promises."""
        figure, coverage = self.figure, self.figure.coverage
        plain = {
            "group": self.group,
            "measure": self.measure,
            "pupils": self.pupils,
            "year": self.year,
            "members": self.members,
            "basis": str(self.basis),
            "status": str(figure.status),
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "part_low": figure.part_low,
            "part_high": figure.part_high,
            "whole": figure.whole,
            "interval_low": figure.interval_low,
            "interval_high": figure.interval_high,
            "interval_covers": str(self.covers) if self.covers else None,
            "schools_counted": coverage.schools_counted,
            "schools_expected": coverage.schools_expected,
            "pupils_counted": coverage.pupils_counted,
            "pupils_expected": coverage.pupils_expected,
            "schools_reported": coverage.schools_reported,
            "releases": list(self.releases),
        }
        if len(self.years_pooled) + len(self.years_missing) > 1:
            plain["years_pooled"] = list(self.years_pooled)
            plain["years_missing"] = list(self.years_missing)
            plain["crosses_break"] = self.crosses_break
        if self.crossings:
            plain["lineage"] = [_plain(each) for each in self.crossings]
        return plain


def _plain(crossing: Crossing) -> dict[str, str | None]:
    return {
        "urn": crossing.urn,
        "into": crossing.into,
        "how": str(crossing.how),
        "on": crossing.on.isoformat() if crossing.on else None,
    }
