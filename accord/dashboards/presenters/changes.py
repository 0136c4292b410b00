"""What became of the figure since the summer before, in a sentence: never across a break."""

from __future__ import annotations

from accord.analytics.decomposition import WhatChanged
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.change import Earlier, change
from accord.insight.sentences.members import made_of
from accord.performance.figure_rows import FigureRow

A_TENTH = 0.05
"""Points that print as the same tenth."""


def change_sentence(looking: Looking, years: Beside) -> str:
    """Since the last earlier summer that has results; empty where the summer asked about has no figure."""
    question = looking.question
    now = row_asked_about(looking, years)
    if now is None:
        return ""
    return change(topic_of(question), now.figure, earlier_than(looking, years), question.measure.school_year_sd)


def made_of_sentence(looking: Looking, years: Beside, parts: WhatChanged | None) -> str:
    """What the change since then is made of; empty for one school, for scores, and across a break."""
    now, earlier = row_asked_about(looking, years), earlier_than(looking, years)
    if now is None or earlier is None or parts is None:
        return ""
    whole = (now.figure.value or 0) - (earlier.figure.value or 0)
    if abs(parts.change - whole) >= A_TENTH:  # schools whose counts are not known: the parts are not of this change
        return ""
    return made_of(topic_of(looking.question), now.figure, earlier, parts)


def row_asked_about(looking: Looking, years: Beside) -> FigureRow | None:
    """The figure of the summer asked about."""
    return next((row for row in years.group if row.year == looking.question.year), None)


def earlier_than(looking: Looking, years: Beside) -> Earlier | None:
    """The last summer before the one asked about that has results, and whether a break lies between."""
    asked = looking.question.year
    if asked is None:
        return None
    before = max((row for row in years.group if row.year < asked), key=lambda row: row.year, default=None)
    if before is None:
        return None
    crossed = [each.reason for each in looking.question.measure.breaks if before.year < each.starts <= asked]
    return Earlier(before.year, before.figure, crossed[-1] if crossed else "")
