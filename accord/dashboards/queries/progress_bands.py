"""The Department for Education's band of the school that a page is of."""

from __future__ import annotations

from accord.dashboards.queries.one_school import Looking
from accord.performance.progress_bands import Banded, bands_of


def band_of_school(looking: Looking) -> Banded | None:
    """In the year asked about; None for a group, which DfE does not band, and where there is none."""
    question = looking.question
    if not looking.subject.is_school or question.year not in question.measure.bands:
        return None
    found = bands_of(looking.selection((question.year,), (question.pupils,)), looking.reader)
    return next(iter(found.values())) if len(found) == 1 else None
