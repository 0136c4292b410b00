"""Member schools side by side, with their intervals, and those that cannot be shown."""

from __future__ import annotations

from collections.abc import Sequence

from accord.analytics.figures import HAS_VALUE
from accord.analytics.members import NOT_EXPECTED
from accord.dashboards.presenters.captions import INTERVAL, PROGRESS_INTERVAL
from accord.dashboards.presenters.england import england_name
from accord.dashboards.presenters.figure_cells import figure_cells, figure_columns
from accord.dashboards.presenters.pictures import Picture
from accord.dashboards.presenters.scales import axis_in_words, scale_for
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.cells import plain_counts
from accord.insight.sentences.counting import counted
from accord.insight.sentences.rounding import DFE_INTERVAL, PERCENTAGE, score
from accord.performance.single_schools import SchoolRow
from accord.ui.charts.dots import Comparator, Dot, Dots, dots
from accord.ui.charts.trend import Part
from accord.ui.tables.tables import Column, Table, said

MOST_NAMED = 60
ORDERS = {"value": "highest first", "name": "by name", "pupils": "most pupils first"}


def in_order(rows: Sequence[SchoolRow], order: str) -> list[SchoolRow]:
    """By value, name or pupils; equal ones by name, those without a value last."""

    def key(each: SchoolRow) -> tuple[bool, float, str, str]:
        figure = each.row.figure
        if order == "name":
            return (False, 0.0, each.name, each.urn)
        number = figure.value if order == "value" else figure.whole
        return (number is None, -(number or 0), each.name, each.urn)

    return sorted(rows, key=key)


def expected(rows: Sequence[SchoolRow]) -> list[SchoolRow]:
    """Schools with pupils at this stage, or not known to have none."""
    return [each for each in rows if each.state not in NOT_EXPECTED]


def schools_finding(rows: Sequence[SchoolRow]) -> str:
    """How far the schools lie apart, and whether the picture can tell them apart: computed from intervals."""
    known = [r.row.figure for r in rows if r.row.figure.status in HAS_VALUE]
    if not known:
        return "No school has a figure that can be shown"
    if len(known) == 1:
        return "One school has a figure that can be shown"
    ranged = [f for f in known if f.interval_low is not None and f.interval_high is not None]
    if len(ranged) < len(known):
        return f"{len(known)} schools, side by side"
    if max(f.interval_low for f in ranged) <= min(f.interval_high for f in ranged):
        return f"{len(known)} schools, and the intervals of all of them overlap"
    return f"{len(known)} schools, and some of their intervals do not overlap"


def schools_picture(looking: Looking, rows: Sequence[SchoolRow], beside: Beside) -> Picture | None:
    """Points with intervals, highest first; None where no school is expected to have a result."""
    measure, shown = looking.question.measure, in_order(expected(rows), "value")
    if not any(each.row.figure.status in HAS_VALUE for each in shown):
        return None
    compared = _comparators(looking, beside)
    scale = scale_for(measure, [each.row.figure for each in shown])
    crowd = len(shown) > MOST_NAMED
    drawn = [each for each in shown if each.row.figure.status in HAS_VALUE] if crowd else shown
    chart = Dots(tuple(_dot(each, measure.kind) for each in drawn), compared, scale, unnamed=crowd)
    ordered = "Highest first; schools with equal figures stand in alphabetical order."
    if any(each.row.figure.interval_low is not None for each in shown):
        ordered += " Where two intervals overlap, the order of two schools may be chance."
        bars = PROGRESS_INTERVAL if measure.kind in DFE_INTERVAL else INTERVAL
    else:
        bars = "No interval is drawn: how far single pupils lie apart is not published."
    captions = [f"{ordered} {axis_in_words(scale)}", bars]
    if crowd:
        hidden = len(shown) - len(drawn)
        left_out = f", and {counted(hidden, 'school')} cannot be drawn" if hidden else ""
        captions.insert(0, f"There are too many schools to name in the picture{left_out}: the table has all.")
    return Picture(
        code="schools",
        title=f"Schools of {looking.subject.name}: {measure.name}, summer {looking.question.year}",
        description=_in_words(shown, measure.kind),
        wide=lambda: dots(chart),
        narrow=lambda: dots(chart, narrow=True),
        captions=tuple(captions),
    )


def schools_table(looking: Looking, rows: Sequence[SchoolRow], sort_address: str = "") -> Table:
    """Every member with its figure, or the reason why it has none."""
    question = looking.question

    def heading(code: str, title: str, meaning: str, order: str, **more: bool) -> Column:
        descending = "ascending" if order == "name" else "descending"
        href = f"{sort_address}&sort={order}#schools" if sort_address else ""
        state = descending if sort_address and question.sort == order else ""
        return Column(code, title, meaning, sorted=state, sort_href=href, **more)

    value, counts, *rest = figure_columns(question.measure)
    columns = (
        heading("name", "School", "newest published name", "name"),
        Column("urn", "URN", "unique reference number", file_only=True),
        heading("value", value.title, value.meaning, "value", numeric=True),
        heading("counts", counts.title, counts.meaning, "pupils", numeric=True),
        *rest,
        Column("kind", "Kind", "mainstream or special", file_only=True),
        Column("reason", "Why not counted", "empty where the school is counted", words=True),
    )
    lines = [
        (
            (
                said(each.name),
                said(each.urn),
                *figure_cells(each.row.figure, question.measure),
                said(each.kind or ""),
                said(each.reason),
            ),
            False,
        )
        for each in in_order(rows, question.sort)
    ]
    caption = f"Schools, {ORDERS[question.sort]}, summer {question.year}"
    return Table("schools", caption, columns, tuple(lines))


def _comparators(looking: Looking, beside: Beside) -> tuple[Comparator, ...]:
    kind = looking.question.measure.kind
    found = []
    for part, rows in ((Part.GROUP, beside.group), (Part.ENGLAND, beside.england)):
        figure = rows[-1].figure if rows else None
        if figure is None or figure.value is None or figure.status not in HAS_VALUE:
            continue
        name = looking.subject.name if part == Part.GROUP else england_name(rows)
        name = name if part == Part.ENGLAND or len(name) <= 28 else "These schools together"
        found.append(Comparator(part, f"{name} {score(figure.value, kind)}", figure.value))
    return tuple(found)


def _dot(each: SchoolRow, kind: str) -> Dot:
    figure = each.row.figure
    if figure.value is None or figure.status not in HAS_VALUE:
        return Dot(each.name, None, None, None, each.reason or "No figure")
    words = score(figure.value, kind)
    if kind == PERCENTAGE:
        words = f"{words}  ({plain_counts(figure)})"
    return Dot(each.name, figure.value, figure.interval_low, figure.interval_high, words)


def _in_words(shown: Sequence[SchoolRow], kind: str) -> str:
    known = [each for each in shown if each.row.figure.value is not None]
    top, bottom = known[0], known[-1]
    ends = f"from {score(top.row.figure.value, kind)} at {top.name}"
    ends += f" to {score(bottom.row.figure.value, kind)} at {bottom.name}" if len(known) > 1 else ""
    hidden = len(shown) - len(known)
    more = f" {counted(hidden, 'school')} cannot be shown." if hidden else ""
    return f"Dot plot of {counted(len(known), 'school')}, {ends}, with 95% intervals.{more} The table has all."
