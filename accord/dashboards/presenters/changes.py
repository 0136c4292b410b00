"""What became of the figure since the summer before, in a sentence: never across a break."""

from __future__ import annotations

from accord.analytics.decomposition import WhatChanged
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.change import Earlier, change
from accord.insight.sentences.course import course
from accord.insight.sentences.members import made_of
from accord.performance.figure_rows import FigureRow

A_TENTH = 0.05
"""Points that print as the same tenth."""


def change_sentence(looking: Looking, years: Beside, earlier: Earlier | None) -> str:
    """Since an earlier summer; empty where the summer asked about has no figure."""
    now, measure = _asked_about(looking, years), looking.question.measure
    return change(topic_of(looking.question), now.figure, earlier, measure.school_year_sd) if now else ""


def course_sentence(looking: Looking, years: Beside) -> str:
    """Over all summers up to the one asked about that may be compared with it; empty with fewer than three.

    A figure that a school reported itself is of no line with published ones.
    """
    now, measure = _asked_about(looking, years), looking.question.measure
    if now is None or now.figure.value is None or now.figure.coverage.schools_reported:
        return ""
    of_one_line = [
        (row.year, row.figure)
        for row in sorted(years.group, key=lambda row: row.year)
        if row.year <= now.year
        and measure.series(row.year) == measure.series(now.year)
        and not row.figure.coverage.schools_reported
    ]
    return course(topic_of(looking.question), of_one_line, measure.school_year_sd, measure.steady_within)


def made_of_sentence(looking: Looking, years: Beside, earlier: Earlier | None, parts: WhatChanged | None) -> str:
    """What the change since then is made of; empty for one school, for scores, and across a break."""
    now = _asked_about(looking, years)
    if now is None or earlier is None or parts is None:
        return ""
    whole = (now.figure.value or 0) - (earlier.figure.value or 0)
    if abs(parts.change - whole) >= A_TENTH:  # schools whose counts are not known: the parts are not of this change
        return ""
    return made_of(topic_of(looking.question), now.figure, earlier, parts)


def earlier_than(looking: Looking, years: Beside) -> Earlier | None:
    """The last summer before the one asked about, and whether a break lies between."""
    asked = looking.question.year
    before = [row for row in years.group if asked is not None and row.year < asked]
    if asked is None or not before:
        return None
    last = max(before, key=lambda row: row.year)
    crossed = [each.reason for each in looking.question.measure.breaks if last.year < each.starts <= asked]
    return Earlier(last.year, last.figure, crossed[-1] if crossed else "")


def _asked_about(looking: Looking, years: Beside) -> FigureRow | None:
    return next((row for row in years.group if row.year == looking.question.year), None)
