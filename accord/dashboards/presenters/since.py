"""What a frozen page says on opening of each of its figures: as it was, as it is today, by how much, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accord.analytics.figures import Basis
from accord.insight.sentences.cells import plain_counts, plain_value
from accord.insight.sentences.counting import counted
from accord.insight.sentences.revised import by_how_much, how_many_moved
from accord.insight.sentences.wording import capital, listed
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.performance.moved import Moved
from accord.performance.since import Arrived, Since
from accord.register.rules.memberships import spelled
from accord.ui.tables.tables import Cell, Column, Table, said

COLUMNS = (
    Column("figure", "Figure", "Whose figure, of which summer", words=True),
    Column("was", "Frozen", "The figure of the page, with the pupils behind it", words=True),
    Column("is", "Today", "The same figure as it stands today, for whoever reads this", words=True),
    Column("moved", "By how much", words=True),
    Column("why", "Why", "Which results took whose place, when and by whom; who joined or left", words=True),
    *(
        Column(f"{code}_{when}", f"{code} {said_when}", f"{code}, {meaning}", file_only=True)
        for when, said_when, meaning in (("frozen", "frozen", "as frozen"), ("today", "today", "as it stands today"))
        for code in ("status", "value", "part_low", "part_high", "whole", "schools_counted", "releases")
    ),
)
WITHDRAWN = "Withdrawn since: the figure of that day is shown no more."


def how_many(changes: Since) -> str:
    """How many figures are other than they were; empty where there is none to tell of."""
    moved = changes.moved
    new = sum(each.then is None and not each.withdrawn for each in moved)
    gone = sum(each.gone or each.withdrawn for each in moved)
    return how_many_moved(len(changes.figures) - len(moved), len(moved) - new - gone, gone, new)


def moved_table(changes: Since, names: Sequence[str], measure: catalogue.Measure) -> Table:
    """Every figure that is other than it was, the newest summer first; ``names`` are those of the page's subjects."""
    arrived = {each.id: each for each in changes.arrived}
    lines = tuple((_cells(each, names, measure, changes, arrived), False) for each in changes.moved)
    return Table("changes", "What has changed since, figure by figure", COLUMNS, lines)


def _cells(
    each: Moved, names: Sequence[str], measure: catalogue.Measure, changes: Since, arrived: Mapping[str, Arrived]
) -> tuple[Cell, ...]:
    row = each.row
    published = ", as published" if row.basis is Basis.PUBLISHED else ""
    pupils = "" if row.pupils == "all" else f", {measure.stage.pupil_groups[row.pupils].name.lower()}"
    then, now = each.then.figure if each.then else None, each.now.figure if each.now else None
    return (
        said(f"{each.whose or names[each.subject]}, summer {row.year}{pupils}{published}"),
        said("withdrawn" if each.withdrawn else _shown(each.then, measure)),
        said(_shown(each.now, measure)),
        said(WITHDRAWN if each.withdrawn else by_how_much(then, now, measure.kind)),
        said(_why(each, changes, arrived)),
        *_codes(each.then),
        *_codes(each.now),
    )


def _codes(row: FigureRow | None) -> tuple[Cell, ...]:
    """The numbers of a figure for a file, in the order of its columns; none of what is not there."""
    if row is None:
        return (said("none"), *(Cell("", None) for _ in range(6)))
    figure = row.figure
    numbers = (figure.value, figure.part_low, figure.part_high, figure.whole, figure.coverage.schools_counted)
    told = (Cell("" if number is None else str(number), number) for number in numbers)
    return (said(str(figure.status)), *told, said(" ".join(row.releases)))


def _shown(row: FigureRow | None, measure: catalogue.Measure) -> str:
    if row is None:
        return "none"
    counts = plain_counts(row.figure)
    return f"{plain_value(row.figure, measure.kind)}{f': {counts}' if counts else ''}"


def _why(each: Moved, changes: Since, arrived: Mapping[str, Arrived]) -> str:
    """The reasons that are known, joined; what else it can be where none is."""
    came = sorted((arrived[id_] for id_ in each.came if id_ in arrived), key=lambda one: one.accepted_at)
    reasons = [came_words(one) for one in came]
    if each.came - set(arrived) or (each.went and not came):
        reasons.append("the results behind it are not those that answer now")
    if each.joined or each.left:
        moved = [f"{counted(each.joined, 'school')} joined" if each.joined else "",
                 f"{counted(each.left, 'school')} left" if each.left else ""]  # fmt: skip
        reasons.append(listed([words for words in moved if words]))
    if changes.redefined:
        reasons.append("the definition of the measure has changed")
    elif changes.recomputed:
        reasons.append("Accord works it out otherwise")
    return f"{capital('; '.join(reasons or ['what may be shown of it is not what it was']))}."


def came_words(one: Arrived) -> str:
    """``revised results for summer 2019, published here by A. Officer on 3 November 2026, in place of the provisional
    ones of 1 June 2026``; without the last where they took no place.
    """
    what = "own returns of schools" if one.reported else f"{one.settled} results"
    told = f"{what} for summer {one.year}, published here by {one.by} on {spelled(one.accepted_at.date())}"
    if not one.replaces or one.replaced_from is None:
        return told
    return f"{told}, in place of the {one.replaces} ones of {spelled(one.replaced_from.date())}"
