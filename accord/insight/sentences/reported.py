"""Figures that rest on what schools report themselves, told apart from published ones wherever they are said."""

from __future__ import annotations

from accord.analytics.figures import Coverage
from accord.insight.sentences.counting import counted


def in_passing(coverage: Coverage, *, one_school: bool = False) -> str:
    """The end of a sentence that counts: ``, as reported by the schools themselves``; empty for published results."""
    reported, schools = coverage.schools_reported, coverage.schools_counted or 0
    if not reported:
        return ""
    if one_school or schools == 1:
        return ", as reported by the school itself"
    if reported == schools:
        return ", as reported by the schools themselves"
    return f", {reported:,} of them as reported by the school{'s themselves' if reported > 1 else ' itself'}"


def in_brackets(coverage: Coverage) -> str:
    """``, school-reported`` behind a count, ``, of 2 schools school-reported`` where the others are published."""
    reported, schools = coverage.schools_reported, coverage.schools_counted or 0
    if not reported:
        return ""
    if reported == schools:
        return ", school-reported"
    return f", of {counted(reported, 'school')} school-reported"


def short_mark(coverage: Coverage) -> str:
    """What stands behind a bare value: `` (reported)`` or `` (partly reported)``."""
    reported, schools = coverage.schools_reported, coverage.schools_counted or 0
    if not reported:
        return ""
    return " (reported)" if reported == schools else " (partly reported)"


def what_it_rests_on(coverage: Coverage, *, one_school: bool = False) -> str:
    """What such a figure is, in a sentence of its own; empty for one made of published results alone."""
    reported, schools = coverage.schools_reported, coverage.schools_counted or 0
    if not reported:
        return ""
    if one_school or reported == schools:
        if one_school or schools == 1:
            return "This is the school’s own return; a published result takes its place, where there comes one."
        return "These are the schools’ own returns; published results take their place, where there come any."
    their = "its own return" if reported == 1 else "their own returns"
    return (
        f"It joins published results with what is not published: {counted(reported, 'school')} of the {schools:,} "
        f"{'is' if reported == 1 else 'are'} in with {their}."
    )
