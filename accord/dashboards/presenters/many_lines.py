"""Small pictures side by side through the summers: one for each member school, one for each pupil group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accord.analytics.differences import Difference, Direction, change
from accord.analytics.figures import HAS_VALUE
from accord.dashboards.presenters.captions import gap_runs, listed, why_the_line_stops
from accord.dashboards.presenters.england import england_name
from accord.dashboards.presenters.figure_cells import figure_cells, figure_columns
from accord.dashboards.presenters.pictures import Picture
from accord.dashboards.presenters.scales import axis_in_words, scale_for
from accord.dashboards.presenters.sections import Section
from accord.dashboards.queries.one_school import Beside, Looking
from accord.dashboards.queries.schools_through_years import Through
from accord.insight.sentences.absence import STATUS_WORDS
from accord.insight.sentences.cells import plain_counts
from accord.insight.sentences.counting import counted
from accord.insight.sentences.rounding import PERCENTAGE, score
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.ui.charts.multiples import Multiples, Panel, multiples
from accord.ui.charts.trend import Point
from accord.ui.tables.tables import Cell, Column, Table, said

MOST_PANELS = 60
LINES = (
    "Each small picture is on one scale. The thin upright bars are 95% intervals for that year\u2019s own rate: with "
    "few pupils a line goes up and down by chance."
)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody with a figure each summer; ``reasons`` say why there is none, by summer."""

    code: str
    name: str
    rows: Mapping[int, FigureRow]
    reasons: Mapping[int, str]
    england: tuple[FigureRow, ...] = ()
    numbers: tuple[str, ...] = ()


def members_through_years(looking: Looking, through: Through, england: Sequence[FigureRow]) -> Section:
    """Every member school through the summers."""
    lines = [
        Named(
            each.urn,
            each.name,
            {year: row.row for year, row in each.rows.items()},
            {year: row.reason for year, row in each.rows.items()},
            tuple(england),
            each.urns,
        )
        for each in through.schools
    ]
    title = f"Schools of {looking.subject.name} through the summers: {looking.question.measure.name}"
    picture = _picture(looking, "years", title, lines, "school")
    found = Section("years", _schools_finding(looking, lines), picture, _table(looking, "years", lines), folded=True)
    if picture is None and len(lines) > MOST_PANELS:
        return replace(
            found, undrawn=f"{len(lines)} schools are too many to draw one by one: the table has all of them."
        )
    return found


def pupils_through_years(looking: Looking, rows: Beside) -> Section:
    """Every pupil group through the summers, all schools together."""
    measure = looking.question.measure
    lines = []
    for code in measure.pupils:
        own = {row.year: row for row in rows.group if row.pupils == code}
        if any(row.figure.status in HAS_VALUE for row in own.values()):
            theirs = tuple(row for row in rows.england if row.pupils == code)
            lines.append(Named(code, measure.stage.pupil_groups[code].name, own, {}, theirs))
    title = f"{looking.subject.name}: {measure.name}, pupil groups through the summers"
    picture = _picture(looking, "pupils-years", title, lines, "pupil group")
    finding = f"{counted(len(lines), 'pupil group')} through the summers"
    return Section("pupils-years", finding, picture, _table(looking, "pupils-years", lines), folded=True)


def _schools_finding(looking: Looking, lines: Sequence[Named]) -> str:
    """How many schools moved by more than chance and the usual movement of schools since the summer before."""
    told: Counter[Direction] = Counter()
    for each in lines:
        moved = _since_the_summer_before(looking, each)
        if moved is not None:
            told[moved.direction] += 1
    total, up, down = sum(told.values()), told[Direction.UP], told[Direction.DOWN]
    if not total:
        return f"{counted(len(lines), 'school')} through the summers"
    if not up and not down:
        whom = f"none of {counted(total, 'school')} can a" if total > 1 else "the one school no"
        return f"For {whom} change since the summer before {'' if total > 1 else 'can '}be told from chance"
    parts = [f"{number} {word}" for number, word in ((up, "up"), (down, "down")) if number]
    rest = f"; of {total - up - down} it cannot be told" if total > up + down else ""
    return f"Since the summer before, of {counted(total, 'school')} {' and '.join(parts)}{rest}"


def _since_the_summer_before(looking: Looking, each: Named) -> Difference | None:
    measure, year = looking.question.measure, looking.question.year
    now, before = each.rows.get(year or 0), each.rows.get((year or 0) - 1)
    if now is None or before is None or measure.series(now.year) != measure.series(before.year):
        return None
    return change(before.figure, now.figure, measure.school_year_sd) if measure.kind == PERCENTAGE else None


def _picture(looking: Looking, code: str, title: str, lines: Sequence[Named], noun: str) -> Picture | None:
    measure = looking.question.measure
    known = [each for each in lines if any(row.figure.status in HAS_VALUE for row in each.rows.values())]
    figures = [row.figure for each in known for row in each.rows.values()]
    years = sorted({row.year for each in known for row in each.rows.values() if row.figure.status in HAS_VALUE})
    if not years or len(known) > MOST_PANELS:
        return None
    scale = scale_for(measure, figures)
    chart = Multiples(
        tuple(_panel(measure, each, years) for each in known),
        scale,
        years[0],
        years[-1],
        tuple(gap_runs(measure, years)),
    )
    drawn = [str(year) for year in years]
    behind = (
        f" The dotted line behind each is {england_name(row for each in known for row in each.england)}."
        if any(panel.reference for panel in chart.panels)
        else ""
    )
    hidden = len(lines) - len(known)
    left_out = f" {counted(hidden, noun)} without any figure {'is' if hidden == 1 else 'are'} in the table only."
    return Picture(
        code=code,
        title=title,
        description=(
            f"{counted(len(known), 'small line chart')}, one for each {noun}, from summer {drawn[0]} to {drawn[-1]}."
            f"{left_out if hidden else ''} The table has every summer."
        ),
        wide=lambda: multiples(chart),
        narrow=lambda: multiples(chart, narrow=True),
        captions=(
            f"{LINES}{behind} {axis_in_words(scale)}{left_out if hidden else ''}",
            *filter(None, [" ".join(why_the_line_stops(measure, years)), _renumbered(known)]),
        ),
    )


def _renumbered(lines: Sequence[Named]) -> str:
    """The schools whose line goes on across a new number; empty where there is none."""
    found = [
        f"{each.name} ({listed([f'URN {urn}' for urn in each.numbers])})" for each in lines if len(each.numbers) > 1
    ]
    return f"The line goes on across new numbers: {listed(found)}." if found else ""


def _panel(measure: catalogue.Measure, each: Named, years: Sequence[int]) -> Panel:
    behind = tuple(point for point in _points(measure, each.england) if years[0] <= point.year <= years[-1])
    return Panel(each.name, _points(measure, list(each.rows.values())), _words(measure, each), behind)


def _points(measure: catalogue.Measure, rows: Sequence[FigureRow]) -> tuple[Point, ...]:
    return tuple(
        Point(row.year, row.figure.value, row.figure.interval_low, row.figure.interval_high, measure.series(row.year))
        for row in sorted(rows, key=lambda each: each.year)
        if row.figure.value is not None and row.figure.status in HAS_VALUE
    )


def _words(measure: catalogue.Measure, each: Named) -> str:
    last = max(each.rows)
    row = each.rows[last]
    if row.figure.value is None or row.figure.status not in HAS_VALUE:
        return f"{last}: {STATUS_WORDS[row.figure.status]}"
    said_value = score(row.figure.value, measure.kind)
    return f"{said_value} ({plain_counts(row.figure)})" if measure.kind == PERCENTAGE else said_value


def _table(looking: Looking, code: str, lines: Sequence[Named]) -> Table:
    measure = looking.question.measure
    columns = (
        Column("name", "School" if code == "years" else "Pupil group"),
        Column("code", "Code", "URN of the school, or code of the pupil group", file_only=True),
        Column("year", "Summer", "the summer of the results", numeric=True),
        *figure_columns(measure),
        Column("reason", "Why there is no figure", words=True),
    )
    rows = []
    for each in lines:
        for year, row in sorted(each.rows.items()):
            cells = (
                said(each.name),
                said(each.code),
                Cell(str(year), year),
                *figure_cells(row.figure, measure),
                said(each.reasons.get(year, "")),
            )
            rows.append((cells, False))
    whose = "Schools" if code == "years" else "Pupil groups"
    return Table(code, f"{whose} by summer: {measure.name}", columns, tuple(rows))
