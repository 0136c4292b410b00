"""What became of the figure since the summer before, in a sentence: never across a break."""

from __future__ import annotations

from accord.analytics.decomposition import WhatChanged
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.made_of import MadeOf
from accord.dashboards.queries.one_school import Beside, Looking
from accord.dashboards.queries.pupil_parts import name_of
from accord.insight.sentences.change import Earlier, change
from accord.insight.sentences.course import course
from accord.insight.sentences.members import made_of
from accord.insight.sentences.rounding import signed
from accord.performance.figure_rows import FigureRow
from accord.ui.tables.tables import Cell, Column, Table, said

TERMS = (
    ("results", "Other results", "of the schools in both summers, in points"),
    ("pupils", "Other pupils", "other numbers of pupils in each school and group, in points"),
    ("joined", "Joined", "schools that are members in the later summer alone, in points"),
    ("left", "Left", "schools that are members in the earlier summer alone, in points"),
    ("coverage", "Published once", "schools whose results are published in one of the summers alone, in points"),
)
"""The parts of a change, as columns."""
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


def made_of_sentence(looking: Looking, years: Beside, earlier: Earlier | None, found: MadeOf | None) -> str:
    """What the change since then is made of; empty for one school, for scores, and across a break."""
    now = _asked_about(looking, years)
    if now is None or earlier is None or found is None:
        return ""
    parts = found.by_schools
    whole = (now.figure.value or 0) - (earlier.figure.value or 0)
    if abs(parts.change - whole) >= A_TENTH:  # schools whose counts are not known: the parts are not of this change
        return ""
    return made_of(topic_of(looking.question), now.figure, earlier, parts)


def made_of_table(looking: Looking, years: Beside, earlier: Earlier | None, found: MadeOf | None) -> Table | None:
    """The same change by schools, and by schools and their pupils: a row each, which adds up; None as above."""
    if found is None or not made_of_sentence(looking, years, earlier, found):
        return None
    columns = (
        Column("way", "Pupils told apart by", "what tells the pupils of each school apart", words=True),
        Column("change", "Change in points", "all of it, not rounded", numeric=True),
        *(Column(code, title, meaning, numeric=True) for code, title, meaning in TERMS),
        Column("told", "Pupils told apart", "in both summers, of those counted in the later", numeric=True),
    )
    lines = [_terms("Nothing: schools alone", found.by_schools, found.pupils, found.pupils)]
    for way, parts in found.by_pupils.items():
        named = name_of(looking.question.measure, way)
        lines.append(_terms(named if parts else f"{named}: cannot tell", parts, found.told[way], found.pupils))
    caption = f"What the change from summer {found.earlier} to {looking.question.year} is made of"
    notes = (
        "With pupils told apart, other pupils are also more or fewer of each group in a school, and other results are "
        "of the same group in the same school. Where a school does not tell its pupils apart in both summers, all its "
        "pupils are one group. Every row adds up to the same change.",
        "A row cannot be told where less than half of the pupils are told apart, or fewer than six are in no group.",
    )
    return Table("made-of", caption, columns, tuple((cells, False) for cells in lines), notes)


def _terms(way: str, parts: WhatChanged | None, told: int, pupils: int) -> tuple[Cell, ...]:
    points = [getattr(parts, code) if parts else None for code in ("change", *(code for code, *_ in TERMS))]
    cells = [Cell("" if each is None else signed(each), each) for each in points]
    return (said(way), *cells, Cell(f"{told:,} of {pupils:,}", told))


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
