"""Gaps between pupil groups as they can be told: this summer, or pooled, with what was done and what is covered."""

from __future__ import annotations

from collections.abc import Sequence

from accord.analytics.differences import Direction
from accord.analytics.figures import Basis
from accord.dashboards.presenters.england import england_name
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.gaps import EVERYONE_ELSE, Gap, Side
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.absence import STATUS_WORDS
from accord.insight.sentences.covers import COVERS
from accord.insight.sentences.gaps import NationalGap, national_gap
from accord.insight.sentences.rounding import PERCENTAGE, score, signed
from accord.insight.sentences.topic import Named
from accord.insight.sentences.wording import capital, listed
from accord.ui.tables.tables import Cell, Column, Table, said

ADDED_UP = (
    "England is added up from its schools here, because no row of it is published: an interval beside it also takes in "
    "whatever the schools that are suppressed may have had."
)


def national_gap_sentence(looking: Looking, rows: Beside, gaps: Sequence[Gap]) -> str:
    """Disadvantaged pupils here beside England's others, by the last answer there is; empty without one."""
    pairs = [each for each in gaps if each.second.of_england and each.first.pupils != each.second.pupils]
    if not pairs or pairs[-1].first.figure is None or pairs[-1].second.value is None:
        return ""
    last, phrases = pairs[-1], looking.question.measure.stage.pupil_groups
    return national_gap(
        topic_of(looking.question),
        NationalGap(
            one=Named(phrases[last.first.pupils].phrase, last.first.figure),
            theirs=f"{phrases[last.second.pupils].phrase} in {england_name(rows.england)}",
            value=last.second.value,
            found=last.found,
            covers=last.covers,
            years=last.years,
        ),
    )


def gaps_told_table(looking: Looking, rows: Beside, gaps: Sequence[Gap]) -> Table:
    """A row for each answer: the summer asked about, and wider pools after it where that summer cannot tell."""
    columns = (
        Column("first", "Pupils", "whose figure is first", words=True),
        Column("first_value", "", "their figure: a percentage, not rounded", file_only=True),
        Column("first_counts", "", "pupils who did, of all", file_only=True),
        Column("second", "Beside", "whose figure is taken from it", words=True),
        Column("second_value", "", "their figure: a percentage, not rounded", file_only=True),
        Column("second_counts", "", "pupils who did, of all; empty for England", file_only=True),
        Column("gap", "Gap in points", "first less second, not rounded", numeric=True),
        Column("gap_low", "", "lower limit of the 95% interval", file_only=True),
        Column("gap_high", "", "upper limit of the 95% interval", file_only=True),
        Column("interval", "95% interval", "in words", words=True),
        Column("told", "What can be told", "whether the interval shows a gap", words=True),
        Column("made_of", "Made of", "the summers and schools pooled, and what the interval covers", words=True),
        Column("covers", "", "what the interval is of: this_year or underlying", file_only=True),
    )
    lines = tuple((_cells(looking, rows, each), each.first.pupils != each.second.pupils) for each in gaps)
    notes = (
        "Beside England\u2019s other pupils is how the Department for Education tells the gap of disadvantaged pupils. "
        "Everyone else is counted in the schools that tell the group apart, and shown from six pupils on.",
        "Where one summer cannot tell, three comparable summers are put together, and for a single school all schools "
        "of its authority; a gap that is told by one row is looked for no further.",
        *([ADDED_UP] if any(row.basis is Basis.POOLED for row in rows.of(year=looking.question.year).england) else []),
    )
    return Table("gaps-told", f"Gaps that can be told, summer {looking.question.year}", columns, lines, notes)


def _cells(looking: Looking, rows: Beside, each: Gap) -> tuple[Cell, ...]:
    found = each.found
    return (
        Cell(_with_figure(looking, rows, each.first), _name(looking, rows, each.first)),
        Cell("", each.first.value),
        said(_counts(each.first)),
        Cell(_with_figure(looking, rows, each.second), _name(looking, rows, each.second)),
        Cell("", each.second.value),
        said(_counts(each.second)),
        Cell(signed(found.points) if found else "", found.points if found else None),
        Cell("", found.low if found else None),
        Cell("", found.high if found else None),
        said(f"{signed(found.low)} to {signed(found.high)}" if found else ""),
        said(_told(each)),
        Cell(f"{_made_of(each)}: {COVERS[each.covers]}" if found else _made_of(each), _made_of(each)),
        Cell("", str(each.covers) if found else None),
    )


def _name(looking: Looking, rows: Beside, side: Side) -> str:
    if side.pupils == EVERYONE_ELSE:
        return "Everyone else"
    name = looking.question.measure.stage.pupil_groups[side.pupils].name
    return f"{name}, {england_name(rows.england)}" if side.of_england else name


def _with_figure(looking: Looking, rows: Beside, side: Side) -> str:
    name, counts = _name(looking, rows, side), _counts(side)
    if side.value is None:
        return f"{name}: {STATUS_WORDS[side.figure.status]}" if side.figure else name
    return f"{name}: {score(side.value, PERCENTAGE)}{f' ({counts})' if counts else ''}"


def _counts(side: Side) -> str:
    rate = side.rate
    if rate is None:
        return ""
    low = f"{rate.low:,}" if rate.low == rate.high else f"{rate.low:,} to {rate.high:,}"
    return f"{low} of {rate.whole:,}"


def _made_of(each: Gap) -> str:
    summers = listed([str(year) for year in each.years])
    made = f"Summers {summers} together" if len(each.years) > 1 else f"Summer {summers}"
    return f"{made}, all schools of {each.whose}" if each.whose else made


def _told(each: Gap) -> str:
    if each.found is None:
        return "No interval to tell by"
    if each.found.direction is Direction.CANNOT_TELL:
        return "Cannot tell"
    return capital("higher" if each.found.direction is Direction.UP else "lower")
