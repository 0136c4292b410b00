"""What became of the figure since the summer before, in a sentence: never across a break."""

from __future__ import annotations

from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.change import Earlier, change


def change_sentence(looking: Looking, years: Beside) -> str:
    """Since the last earlier summer that has results; empty where the summer asked about has no figure."""
    question = looking.question
    measure = question.measure
    now = next((row for row in years.group if row.year == question.year), None)
    if now is None:
        return ""
    before = max((row for row in years.group if row.year < now.year), key=lambda row: row.year, default=None)
    earlier = None
    if before is not None:
        crossed = [each.reason for each in measure.breaks if before.year < each.starts <= now.year]
        earlier = Earlier(before.year, before.figure, crossed[-1] if crossed else "")
    return change(topic_of(question), now.figure, earlier, measure.school_year_sd)
