"""Schools by measures, in words as well as colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from accord.analytics.figures import HAS_VALUE, Figure
from accord.dashboards.presenters.england import england_name, judge
from accord.dashboards.presenters.figure_cells import INTERVAL_OF_YEAR, made_of
from accord.dashboards.presenters.standing import NOT_COMPARED, standing
from accord.dashboards.queries.heat_choices import HeatChoices
from accord.dashboards.queries.measures_together import School, Together
from accord.dashboards.queries.one_school import Looking
from accord.insight.sentences.cells import plain_counts, plain_interval, plain_value
from accord.insight.sentences.counting import counted
from accord.insight.sentences.rounding import AROUND_ZERO, PERCENTAGE
from accord.insight.sentences.wording import possessive
from accord.performance import catalogue
from accord.ui.tables.shades import Shade
from accord.ui.tables.tables import Cell, Column, Table, said

TOLD = (Shade.ABOVE, Shade.BELOW)
COMPARED = (*TOLD, Shade.LIKE, Shade.UNSURE)
KEY = (Shade.ABOVE, Shade.LIKE, Shade.BELOW, Shade.UNSURE, Shade.ABSENT)
BY_CHANCE = 0.05
"""Of figures that are all England's own, so many lie outside their 95% interval."""


def shown_measures(found: Together, choices: HeatChoices) -> tuple[catalogue.Measure, ...]:
    """The measures of the kind chosen of which somebody has a figure: the file may not carry all of them."""
    known = {code for rows in (found.own, found.england) for code, row in rows.items() if row.figure.value is not None}
    known |= {code for each in found.schools for code, row in each.rows.items() if row.row.figure.value is not None}
    return tuple(each for each in found.measures if choices.kind in ("all", each.kind) and each.code in known)


def heat_table(looking: Looking, found: Together, choices: HeatChoices, address: str = "") -> Table:
    """A row for each school that the choices leave, under the schools together and England."""
    measures = shown_measures(found, choices)
    lines = [] if looking.subject.is_school else [(_together_cells(looking, found, measures, choices), True)]
    lines.append((_england_cells(found, measures, choices), True))
    for each in _in_order(_chosen(found, measures, choices), choices.by):
        lines.append((_school_cells(each, found, measures, choices), False))
    caption = f"Schools by measures, summer {looking.question.year}, beside {_name(found)}"
    return Table("measures", caption, _columns(measures, choices, address), tuple(lines), _notes(found, measures))


def heat_finding(found: Together, measures: Sequence[catalogue.Measure]) -> str:
    """How many figures can be told from England's, and how many cannot."""
    shades = Counter(_shades(found, measures))
    total = sum(shades[each] for each in COMPARED)
    theirs = possessive(_name(found))
    if not total and any(row.every_type for row in found.england.values()):
        return "No figure of these schools is judged by England’s, which is of all types of school"
    if not total:
        return f"No figure of these schools can be set beside {theirs}"
    above, below = (shades[each] for each in TOLD)
    if above == total or below == total:
        where = "above" if above else "below"
        return f"{'All' if total > 1 else 'The'} {counted(total, 'figure')} {_lie(total)} {where} {theirs}"
    if not above and not below:
        return f"None of {counted(total, 'figure')} can be told from {theirs}"
    rest = total - above - below
    told = f"{above} of {counted(total, 'figure')} {_lie(above)} above {theirs}, {below} below"
    return f"{told}; the other {rest:,} cannot be told from it" if rest else told


def _lie(number: int) -> str:
    return "lies" if number == 1 else "lie"


def chance_sentence(found: Together, measures: Sequence[catalogue.Measure]) -> str:
    """How many would stand out if there were nothing to find; empty where nothing is compared."""
    total = sum(1 for shade in _shades(found, measures) if shade in COMPARED)
    if not total:
        return ""
    by_chance, name = round(total * BY_CHANCE), _name(found)
    number = "about one" if by_chance <= 1 else f"about {by_chance}"
    if len(found.schools) == 1:
        return (
            f"If the school were just like {name}, {number} of {counted(total, 'figure')} would still stand out "
            "by chance, and measures of the same pupils go up and down together: look at several summers."
        )
    return (
        f"If every school were just like {name}, {number} of these {counted(total, 'figure')} would still stand "
        "out by chance. A school that stands out on several measures, or in several summers, is worth a question."
    )


def _shades(found: Together, measures: Sequence[catalogue.Measure]) -> list[Shade]:
    compared = []
    for school in found.schools:
        for measure in measures:
            row = school.rows.get(measure.code)
            if row is not None:
                shade, word = standing(measure, row.row.figure, _judge(found, measure))
                if word != NOT_COMPARED:
                    compared.append(shade)
    return compared


def _name(found: Together) -> str:
    return england_name(found.england.values())


def _judge(found: Together, measure: catalogue.Measure) -> Figure | None:
    return judge(found.england.get(measure.code))


def _chosen(found: Together, measures: Sequence[catalogue.Measure], choices: HeatChoices) -> list[School]:
    if choices.only == "all":
        return list(found.schools)
    wanted = {"above": Shade.ABOVE, "below": Shade.BELOW, "none": Shade.ABSENT}[choices.only]

    def has(school: School) -> bool:
        return any(
            standing(each, school.rows[each.code].row.figure, _judge(found, each))[0] is wanted
            for each in measures
            if each.code in school.rows
        )

    return [each for each in found.schools if has(each)]


def _in_order(schools: Sequence[School], by: str) -> list[School]:
    def key(each: School) -> tuple[bool, float, str, str]:
        row = each.rows.get(by)
        value = row.row.figure.value if row else None
        return (by != "name" and value is None, -(value or 0.0) if by != "name" else 0.0, each.name, each.urn)

    return sorted(schools, key=key)


def _columns(measures: Sequence[catalogue.Measure], choices: HeatChoices, address: str) -> tuple[Column, ...]:
    def link(by: str) -> str:
        return f"{address}&by={by}#measures" if address else ""

    columns = [
        Column(
            "name", "School", "newest published name", sorted="ascending" if choices.by == "name" else "",
            sort_href=link("name"),
        ),
        Column("urn", "URN", "unique reference number", file_only=True),
    ]  # fmt: skip
    for each in measures:
        sorted_by = "descending" if choices.by == each.code else ""
        columns += [
            Column(each.code, each.short_name, each.name, sorted=sorted_by, sort_href=link(each.code)),
            Column(f"{each.code}.counts", "", "pupils who did, of all; or pupils", file_only=True),
            Column(f"{each.code}.interval", "", INTERVAL_OF_YEAR, file_only=True),
            Column(f"{each.code}.stands", "", "beside England, or why there is no figure", file_only=True),
        ]
    return tuple(columns)


def _school_cells(
    school: School, found: Together, measures: Sequence[catalogue.Measure], choices: HeatChoices
) -> tuple[Cell, ...]:
    cells = [said(school.name), said(school.urn)]
    for each in measures:
        row = school.rows.get(each.code)
        cells += _figure_cells(each, row.row.figure if row else None, found, choices, row.reason if row else "")
    return tuple(cells)


def _together_cells(
    looking: Looking, found: Together, measures: Sequence[catalogue.Measure], choices: HeatChoices
) -> tuple[Cell, ...]:
    cells = [said(f"{looking.subject.name}, together"), said("")]
    for each in measures:
        row = found.own.get(each.code)
        value, *others = _figure_cells(each, row.figure if row else None, found, choices)
        made = made_of(looking.subject, replace(looking.question, measure=each)) if row else ""
        cells += [replace(value, href=made), *others]
    return tuple(cells)


def _england_cells(found: Together, measures: Sequence[catalogue.Measure], choices: HeatChoices) -> tuple[Cell, ...]:
    cells = [said(_name(found)), said("")]
    for each in measures:
        row = found.england.get(each.code)
        figure = row.figure if row else None
        if figure is None or figure.value is None:
            zero = each.kind in AROUND_ZERO
            text = "0 by construction" if zero else "not published"
            cells += [Cell(text, 0.0 if zero else None), said(""), said(""), said("")]
        else:
            cells += [Cell(plain_value(figure, each.kind), figure.value), said(""), said(""), said("")]
    return tuple(cells)


def _figure_cells(
    measure: catalogue.Measure, figure: Figure | None, found: Together, choices: HeatChoices, reason: str = ""
) -> list[Cell]:
    if figure is None:
        return [Cell("no row", None, shade=Shade.ABSENT), said(""), said(""), said("no row")]
    shade, word = standing(measure, figure, _judge(found, measure))
    if figure.value is None or figure.status not in HAS_VALUE:
        return [Cell(word.capitalize(), None, shade=shade), said(""), said(""), said(reason or word)]
    counts, text = plain_counts(figure), plain_value(figure, measure.kind)
    if choices.counts and counts:
        text = f"{text} ({counts})" if measure.kind == PERCENTAGE else f"{text} ({counts} pupils)"
    return [
        Cell(text, figure.value) if word == NOT_COMPARED else Cell(text, figure.value, shade=shade, word=word),
        said(counts),
        said(plain_interval(figure, measure.kind)),
        said(word),
    ]


def _notes(found: Together, measures: Sequence[catalogue.Measure]) -> tuple[str, ...]:
    theirs = possessive(_name(found))
    notes = [
        "England’s figure is of all types of school, so no school is said to be above or below it."
        if any(row.every_type for row in found.england.values())
        else f"Above and below: the school’s whole 95% interval for this year’s own rate lies beyond {theirs} figure."
    ]
    if any(each.kind in AROUND_ZERO for each in measures):
        notes.append("Progress is set beside 0, England’s average by construction, by the limits as printed.")
    if any(each.kind not in (PERCENTAGE, *AROUND_ZERO) for each in measures):
        notes.append("Average scores are not compared: how far single pupils lie apart is not published.")
    return tuple(notes)
