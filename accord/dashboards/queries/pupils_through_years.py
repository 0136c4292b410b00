"""Every pupil group of a measure in every summer that has results: one pass."""

from __future__ import annotations

from accord.dashboards.queries.one_school import Beside, Looking, beside


def pupils_through_years(looking: Looking) -> Beside:
    """The group's own figures and England's: published ones, or added up where the file has no row."""
    return beside(looking, looking.years, looking.question.measure.pupils, ())
