"""What if: the sentences about who was chosen, and a table of everybody who could be."""

from __future__ import annotations

from accord.analytics.what_if import reached
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.what_if import Of, Offered, Reach, WhatIf
from accord.insight.sentences.rounding import PERCENTAGE, percent, score
from accord.insight.sentences.what_if import NO_FORECAST, Asked, tenths, what_if
from accord.ui.tables.tables import Cell, Column, Table, said

CODES = {Of.SCHOOLS: "what-if", Of.PUPILS: "what-if-pupils"}
MARKS = {Reach.ENGLAND: "England\u2019s", Reach.QUARTER: "the best quarter\u2019s"}


def what_if_sentences(looking: Looking, found: WhatIf) -> list[str]:
    """Both directions, as far as they were asked for; how to ask where they were not."""
    chosen, goal = found.chosen, found.choices.goal
    asked = _asked(found, chosen) if chosen else None
    told = ["There is no such percentage to reach: choose another, or state your own."] if chosen and not asked else []
    told.append(what_if(topic_of(looking.question), found.row.figure, asked, None if goal is None else float(goal)))
    told = [each for each in told if each] or ["Choose who reaches what, or what all are to come to."]
    return [*told, NO_FORECAST]


def what_if_table(looking: Looking, of: Of, found: WhatIf) -> Table:
    """Everybody who may be chosen, those first who would move the figure of all furthest."""
    columns = (
        Column("name", "School" if of is Of.SCHOOLS else "Pupils", "who would reach it"),
        Column("code", "", "URN, or code of the pupil group", file_only=True),
        Column("value", "Figure now", "percentage, not rounded", numeric=True),
        Column("reach", "Would reach", "percentage, 0 to 100", numeric=True),
        Column("more", "More children", "whole children; a range where counts are ranges", numeric=True),
        Column("more_low", "", "the fewest", file_only=True),
        Column("more_high", "", "the most", file_only=True),
        Column("then", "All would be at", "in words", numeric=True),
        Column("then_low", "", "percentage of all pupils, the least that counts allow", file_only=True),
        Column("then_high", "", "the most that counts allow", file_only=True),
    )
    lines = [_cells(found, each) for each in found.offered.values()]
    lines.sort(key=lambda cells: (-float(cells[8].value or 0), str(cells[0].value)))
    now = tenths(*(100 * part / found.group.whole for part in (found.group.low, found.group.high)))
    notes = (
        f"All are at {now} now. Each line is one of them by itself, and nobody else changes. Small schools reach far "
        "marks by a child or two, and move all the others little.",
    )
    rows = tuple((each, False) for each in lines)
    return Table(CODES[of], f"What if, summer {looking.question.year}", columns, rows, notes)


def _cells(found: WhatIf, each: Offered) -> tuple[Cell, ...]:
    value = 100 * each.rate.share
    head = (said(each.name), said(each.code), Cell(score(value, PERCENTAGE), value))
    if each.percent is None:
        return (*head, Cell("no such percentage", None), *(Cell("", None) for _ in range(6)))
    then = reached(found.group, each.rate, each.percent)
    more = str(then.more_low) if then.more_low == then.more_high else f"{then.more_low} to {then.more_high}"
    return (
        *head,
        Cell(percent(each.percent), each.percent),
        said(more if then.more_high else "there already"),
        Cell("", then.more_low),
        Cell("", then.more_high),
        said(tenths(then.low, then.high)),
        Cell("", then.low),
        Cell("", then.high),
    )


def _asked(found: WhatIf, chosen: Offered) -> Asked | None:
    if chosen.percent is None:
        return None
    mark = " ".join(filter(None, [MARKS.get(found.choices.reach, ""), percent(chosen.percent)]))
    return Asked(chosen.phrase, chosen.rate, mark, chosen.percent)
