"""Where a group stands among groups drawn at random from like schools."""

from __future__ import annotations

from accord.analytics.random_groups import Place
from accord.dashboards.queries.one_school import Looking
from accord.performance.queries import among_random


def places_of_group(looking: Looking) -> dict[int, Place]:
    """Of a group kept or followed here, by year; an authority is no group of neighbours."""
    question = looking.question
    if looking.subject.is_school or looking.subject.is_authority or question.year is None:
        return {}
    years = tuple(sorted({*looking.years, question.year}))
    return among_random(looking.selection(years, (question.pupils,)), looking.reader)
