"""The groups of an authority side by side: sentences, picture, table."""

from __future__ import annotations

from collections import Counter

from django.urls import reverse

from accord.analytics.comparison import Comparison
from accord.analytics.figures import Basis
from accord.dashboards.presenters.captions import INTERVAL, PROGRESS_INTERVAL
from accord.dashboards.presenters.compared import dot
from accord.dashboards.presenters.figure_cells import figure_cells, figure_columns, made_of
from accord.dashboards.presenters.pictures import Picture
from accord.dashboards.presenters.scales import axis_in_words, scale_for
from accord.dashboards.queries.authority_groups import SideBySide, Standing
from accord.insight.sentences.counting import counted
from accord.insight.sentences.level import has_value
from accord.insight.sentences.rounding import DFE_INTERVAL, score
from accord.insight.sentences.wording import listed, possessive
from accord.performance.figure_rows import FigureRow
from accord.ui.charts.dots import Comparator, Dots, dots
from accord.ui.charts.trend import Part
from accord.ui.tables.tables import Cell, Column, Table, said

MOST_NAMED = 60
ONE_IN = 20
"""So many comparisons at 95% make one false call likely."""
ORDER_WORDS = {"told": "by what can be told", "value": "highest first", "name": "by name"}
BESIDE = {
    Comparison.ABOVE: "above",
    Comparison.BELOW: "below",
    Comparison.CANNOT_TELL: "cannot be told apart",
    Comparison.NONE: "nothing to compare",
}


def plural(kind_name: str) -> str:
    """``alliances``, ``county divisions``, ``dioceses``, ``children’s centres``."""
    lower = kind_name[:1].lower() + kind_name[1:]
    if lower.endswith("y"):
        return f"{lower[:-1]}ies"
    return lower if lower.endswith("s") else f"{lower}s"


def _order(found: SideBySide) -> str:
    """The order of the groups, which is that of their names where none is held against the authority."""
    return "name" if found.order == "told" and _is_of_every_type(found) else found.order


def _is_of_every_type(found: SideBySide) -> bool:
    """Whether the authority's figure is of all types of school, so that no group is held against it."""
    return bool(found.question.measure.stage.england_by_phase)


def _beside(found: SideBySide, each: Standing) -> str:
    return "not held against it" if each.row is not None and _is_of_every_type(found) else BESIDE[each.beside]


def opening(found: SideBySide) -> list[str]:
    """How many stand above, below and not to be told apart; and how many chance alone would set apart."""
    question, groups = found.question, plural(found.kind_name)
    number = len(found.standings)
    if not number:
        return [f"There are no {groups} with schools of {found.authority.name}."]
    if question.year is None:
        return [f"{counted(number, found.kind_name.lower(), groups)}. No results have been loaded yet."]
    gap = question.measure.gap(question.year)
    if gap is not None:
        return [f"There is no figure for summer {question.year}. {gap.reason}"]
    if found.own is None or not has_value(found.own.figure):
        return [f"{found.authority.name} has no figure for summer {question.year} to hold {groups} against."]
    if _is_of_every_type(found):
        value = score(found.own.figure.value or 0, question.measure.kind)
        theirs = f"{possessive(found.authority.name)} {value}"
        return [f"{theirs} is of all types of school; {groups} are not held against it."]
    return [_counted(found, found.own), *_by_chance(found)]


def _counted(found: SideBySide, own: FigureRow) -> str:
    question, number = found.question, len(found.standings)
    told = Counter(each.beside for each in found.standings)
    made = "published" if own.basis == Basis.PUBLISHED else "added up from its schools"
    theirs = f"{possessive(found.authority.name)} {score(own.figure.value or 0, question.measure.kind)} ({made})"
    apart = [
        f"{told[each]}{' ' + _stand(told[each]) if at == 0 else ''} {BESIDE[each]}"
        for at, each in enumerate(each for each in (Comparison.ABOVE, Comparison.BELOW) if told[each])
    ]
    parts = [f"{listed(apart)} {theirs}" if apart else f"none can be told apart from {theirs}"]
    if told[Comparison.CANNOT_TELL] and apart:
        parts.append(f"{told[Comparison.CANNOT_TELL]} cannot be told apart from it")
    if told[Comparison.NONE]:
        parts.append(f"{told[Comparison.NONE]} {'has' if told[Comparison.NONE] == 1 else 'have'} nothing to compare")
    who = counted(number, found.kind_name.lower(), plural(found.kind_name))
    if told[Comparison.NONE] == number:
        return f"None of {who} has a figure for summer {question.year} to hold against {theirs}."
    return f"Of {who} in summer {question.year}, {'; '.join(parts)}."


def _stand(number: int) -> str:
    return "stands" if number == 1 else "stand"


def _by_chance(found: SideBySide) -> list[str]:
    compared = sum(each.beside is not Comparison.NONE for each in found.standings)
    apart = sum(each.beside in (Comparison.ABOVE, Comparison.BELOW) for each in found.standings)
    if compared < ONE_IN // 2 or not apart:
        return []
    return [f"With {compared} compared, about {max(1, round(compared / ONE_IN))} would stand apart by chance alone."]


def groups_picture(found: SideBySide) -> Picture | None:
    """A point with its interval for each group; None where none has a value."""
    measure = found.question.measure
    known = [each for each in found.standings if each.row is not None and has_value(each.row.figure)]
    if not known:
        return None
    crowd = len(found.standings) > MOST_NAMED
    shown = known if crowd else list(found.standings)
    lines = comparators(found)
    scale = scale_for(measure, [each.row.figure for each in known if each.row])
    chart = Dots(tuple(dot(each.subject.name, each.row, measure.kind) for each in shown), lines, scale, unnamed=crowd)
    order = {
        "told": f"Those above {found.authority.name} first, then those that cannot be told apart, then those below; "
        "each by name.",
        "value": "Highest first; equal figures in alphabetical order. Where two intervals overlap, the order of two "
        "groups may be chance.",
        "name": "In alphabetical order.",
    }[_order(found)]
    bars = PROGRESS_INTERVAL if measure.kind in DFE_INTERVAL else INTERVAL
    captions = [f"{order} {axis_in_words(scale)}", bars]
    if crowd:
        captions.insert(0, "There are too many groups to name in the picture: the table has all.")
    return Picture(
        code="groups",
        title=f"{plural(found.kind_name).capitalize()} of {found.authority.name}: {measure.name}, "
        f"summer {found.question.year}",
        description=f"Dot plot of {counted(len(known), 'group')} with 95% intervals. {opening(found)[0]}",
        wide=lambda: dots(chart),
        narrow=lambda: dots(chart, narrow=True),
        captions=tuple(captions),
    )


def comparators(found: SideBySide) -> tuple[Comparator, ...]:
    """The authority's figure and England's as upright lines."""
    kind = found.question.measure.kind
    lines = []
    for part, name, row in (
        (Part.AUTHORITY, found.authority.name, found.own),
        (Part.ENGLAND, found.england.title if found.england else "", found.england),
    ):
        if row is not None and has_value(row.figure) and row.figure.value is not None:
            lines.append(Comparator(part, f"{name} {score(row.figure.value, kind)}", row.figure.value))
    return tuple(lines)


def groups_table(found: SideBySide, sort_address: str = "") -> Table:
    """Every group with its figure, or the reason why it has none, and what can be told beside the authority's."""
    measure = found.question.measure
    descending = {"told": "descending", "value": "descending", "name": "ascending"}

    def heading(code: str, title: str, order: str, **more: bool) -> Column:
        href = f"{sort_address}&order={order}#groups" if sort_address else ""
        return Column(code, title, "", sorted=descending[order] if href and found.order == order else "",
                      sort_href=href, **more)  # fmt: skip

    value, *rest = figure_columns(measure)
    columns = (
        heading("name", found.kind_name, "name"),
        Column("slug", "Address", "the group's address here", file_only=True),
        Column("schools", "Schools", "today; where some lie elsewhere, how many are in the authority", numeric=True),
        Column("schools_here", "Schools here", "schools in the authority", file_only=True),
        heading("value", value.title, "value", numeric=True),
        *rest,
        heading("beside", f"Beside {found.authority.name}", "told", words=True),
    )
    return Table(
        "groups",
        f"{plural(found.kind_name).capitalize()}, {ORDER_WORDS[_order(found)]}, summer {found.question.year}",
        columns,
        tuple((_row(found, each, len(columns)), False) for each in found.standings),
    )


def _row(found: SideBySide, each: Standing, width: int) -> tuple[Cell, ...]:
    href = reverse("dashboards:one_school", args=["groups", each.subject.key]) + f"?{found.question.address}"
    here, schools = each.inside.here, each.inside.schools
    size = f"{here} of {schools} here" if here < schools else str(schools)
    name = Cell(each.subject.name, each.subject.name, href)
    start = (name, said(each.subject.key), Cell(size, schools), Cell("", here))
    if each.row is None:
        return (*start, said("no figure"), *(Cell("", None) for _ in range(width - 6)), said(_beside(found, each)))
    made = made_of(each.subject, found.question)
    return (*start, *figure_cells(each.row.figure, found.question.measure, made), said(_beside(found, each)))


def coverage_sentence(found: SideBySide) -> str:
    """How many open schools are in none of the kind; empty where the register knows none of the authority."""
    schools = sum(each.schools for each in found.coverage)
    if not schools:
        return ""
    none, several = (sum(getattr(each, name) for each in found.coverage) for name in ("in_none", "in_several"))
    kind = found.kind_name.lower()
    told = f"{none:,} of {counted(schools, 'open school')} {'is' if none == 1 else 'are'} in no {kind}"
    return f"{told}, and {several:,} in more than one." if several else f"{told}."
