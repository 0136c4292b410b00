"""Who moves the figure: what it would be without each school, in points. Arithmetic, so there is no interval."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from accord.analytics.contributions import Carried, Contribution, contributions, shares_of_distance
from accord.analytics.rates import rate_of
from accord.dashboards.presenters.england import judge
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.presenters.pictures import Picture
from accord.dashboards.presenters.sections import Section
from accord.dashboards.queries.one_school import Looking
from accord.insight.sentences.cells import plain_counts
from accord.insight.sentences.counting import counted
from accord.insight.sentences.members import who_moves
from accord.insight.sentences.rounding import PERCENTAGE, score, signed
from accord.performance.figure_rows import FigureRow
from accord.performance.single_schools import SchoolRow
from accord.ui.charts.bars import Bar, Bars, bars
from accord.ui.charts.scales import around_zero
from accord.ui.tables.tables import Cell, Column, Table, said

MOST_BARS = 40


def movers_part(looking: Looking, members: Sequence[SchoolRow], england: FigureRow | None) -> Section | None:
    """The picture, its finding and its table; None for scores and where there are not two schools with a figure."""
    if looking.question.measure.kind != PERCENTAGE:
        return None
    known = {each.urn: each for each in members}
    rates = {urn: rate for urn, each in known.items() if (rate := rate_of(each.row.figure)) is not None}
    if len(rates) < 2:
        return None
    parts = sorted(contributions(rates), key=lambda each: (-(each.moves or 0.0), known[each.code].name))
    names = {each.name: each.row.figure for each in members}
    finding = who_moves(topic_of(looking.question), names) or "Who moves the figure"
    picture = _picture(looking, parts, known)
    return Section("movers", finding.removesuffix("."), picture, _table(looking, parts, known, england), folded=True)


def _picture(looking: Looking, parts: Sequence[Contribution], known: dict[str, SchoolRow]) -> Picture:
    largest = sorted(parts, key=lambda each: -abs(each.moves or 0.0))[:MOST_BARS]
    drawn = [each for each in parts if each in largest]
    rows = tuple(
        Bar(
            known[each.code].name,
            each.moves or 0.0,
            f"{signed(each.moves or 0.0)}  ({plain_counts(known[each.code].row.figure)})",
        )
        for each in drawn
    )
    scale = around_zero("Points by which the school moves the figure", [each.value for each in rows])
    left_out = len(parts) - len(drawn)
    cut = f"The {counted(left_out, 'school')} that move it least are in the table only." if left_out else ""
    first, last = rows[0], rows[-1]
    return Picture(
        code="movers",
        title=f"{looking.subject.name}: who moves the figure, {looking.question.measure.name}, {looking.question.year}",
        description=(
            f"Bars of {counted(len(rows), 'school')}, from {first.name}, {signed(first.value)} points, to {last.name}, "
            f"{signed(last.value)} points. The table has all."
        ),
        wide=lambda: bars(Bars(rows, scale)),
        narrow=lambda: bars(Bars(rows, scale), narrow=True),
        captions=tuple(
            filter(
                None,
                [
                    "A bar is the figure less what it would be without the school: large schools and those far from "
                    "the others move it most. This says where the figure comes from, not who does well or badly.",
                    cut,
                ],
            )
        ),
    )


def _table(
    looking: Looking, parts: Sequence[Contribution], known: dict[str, SchoolRow], england: FigureRow | None
) -> Table:
    kind, judging = looking.question.measure.kind, judge(england)
    percent = judging.value if judging else None
    carried = {} if percent is None else shares_of_distance({each.code: each.rate for each in parts}, percent)
    columns = (
        Column("name", "School", "newest published name"),
        Column("urn", "URN", "unique reference number", file_only=True),
        Column("moves", "Moves the figure by", "points, not rounded", numeric=True),
        Column("moves_low", "", "the least that published percentages allow", file_only=True),
        Column("moves_high", "", "the most that published percentages allow", file_only=True),
        Column("without", "Without it", "the figure of the others, 0 to 100, not rounded", numeric=True),
        Column("counts", "Its pupils who did, of all", "in words", numeric=True),
        Column("carries", "Carries of the distance from England, in points", "they add up to it", numeric=True),
        Column("carries_pupils", "In pupils", "more than at its percentage; fewer, if negative", numeric=True),
    )
    lines = []
    for each in parts:
        row = known[each.code]
        cells = (
            said(row.name),
            said(row.urn),
            Cell("" if each.moves is None else signed(each.moves), each.moves),
            Cell("", each.moves_low),
            Cell("", each.moves_high),
            Cell("" if each.without is None else score(each.without, kind), each.without),
            said(plain_counts(row.row.figure)),
            *_carried(carried.get(each.code)),
        )
        lines.append((cells, False))
    notes = (_adding_up(carried.values(), england),) if carried and england else ()
    return Table("movers", f"Who moves the figure, summer {looking.question.year}", columns, tuple(lines), notes)


def _carried(part: Carried | None) -> tuple[Cell, Cell]:
    if part is None:
        return Cell("", None), Cell("", None)
    return Cell(signed(part.points), part.points), Cell(signed(part.pupils), part.pupils)


def _adding_up(carried: Iterable[Carried], england: FigureRow) -> str:
    listed = list(carried)
    points, pupils = math.fsum(each.points for each in listed), math.fsum(each.pupils for each in listed)
    return (
        f"What the schools carry adds up to the distance of them all from {england.title}, "
        f"{score(england.figure.value or 0, PERCENTAGE)}: {signed(points)} points, or {signed(pupils)} pupils."
    )
