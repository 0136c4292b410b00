"""The tables of a pack: for the paper as grids of words, for the workbook with their codes and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from accord.dashboards.presenters.coverage import coverage_table
from accord.dashboards.presenters.england import england_column
from accord.dashboards.presenters.figure_cells import figure_cells, figure_columns
from accord.dashboards.presenters.schools import schools_table
from accord.dashboards.presenters.trend import trend_table
from accord.dashboards.queries.packs import One, Pack
from accord.insight.sentences.cells import plain_value
from accord.insight.sentences.wording import listed
from accord.intake.models.releases import Release
from accord.intake.queries.families import family_titles
from accord.performance.figure_rows import FigureRow
from accord.register.rules.memberships import spelled
from accord.reports.documents import Grid, Heads
from accord.ui.tables.tables import Cell, Column, Table, said

MOST_FILES_NAMED = 4
"""Authorities of a file are named one by one up to so many."""
Lines = list[tuple[tuple[Cell, ...], bool]]


def grid(table: Table) -> Grid:
    """What a page shows of a table, as words; columns that are empty all the way down are left out."""
    rows = [tuple(_words(cell) for cell in (row.head, *(cell for _, cell in row.rest))) for row in table.rows]
    kept = [at for at in range(len(table.columns)) if not rows or any(row[at] for row in rows)]
    heads = tuple(Heads(table.columns[at].title, table.columns[at].numeric) for at in kept)
    return Grid(table.caption, heads, tuple(tuple(row[at] for at in kept) for row in rows))


def _words(cell: Cell) -> str:
    return cell.text or cell.shade_in_words


def line_of_school(pack: Pack, one: One) -> tuple[One, Lines]:
    """A school's figure of every summer beside the group's and England's."""
    years = one.answer.years
    own = {row.year: row for row in years.group}
    group = {row.year: row for row in pack.one.answer.years.group} if one is not pack.one else {}
    england = {row.year: row for row in years.england}
    lines: Lines = []
    for year in sorted({*own, *group, *england}):
        lines.append((_cells(one, year, own.get(year), group.get(year), england.get(year)), False))
    return one, lines


def _cells(
    one: One, year: int, own: FigureRow | None, group: FigureRow | None, england: FigureRow | None
) -> tuple[Cell, ...]:
    measure, subject = one.looking.question.measure, one.looking.subject
    figure = figure_cells(own.figure, measure) if own else tuple(Cell("", None) for _ in figure_columns(measure))
    theirs = tuple(_beside(row, measure.kind) for row in (group, england))
    return (Cell(str(year), year), said(subject.name), said(subject.key), *figure, *theirs)


def _beside(row: FigureRow | None, kind: str) -> Cell:
    return Cell(plain_value(row.figure, kind), row.figure.value) if row else Cell("", None)


def school_by_summer(pack: Pack, told: Sequence[tuple[One, Lines]]) -> Table:
    """One table of the summers of one school, or of all of them for the workbook."""
    looking = pack.looking
    measure = looking.question.measure
    value, *rest = figure_columns(measure)
    together = Column("group", looking.subject.name, "all schools of the pack as one", numeric=True)
    rows = [row for one, _ in told for row in one.answer.years.england]
    columns = (
        Column("year", "Summer", "the summer of the results"),
        Column("name", "School", file_only=True),
        Column("urn", "URN", "unique reference number", file_only=True),
        replace(value, title="This school"),
        *rest,
        together,
        england_column(rows),
    )
    lines = tuple(line for _, each in told for line in each)
    return Table("school-years", f"{measure.name}, by summer", columns, lines)


def releases_table(releases: Sequence[Release]) -> Table:
    """The files behind the figures: what each holds, of which summer, how far it is settled."""
    titles = family_titles()
    columns = (
        Column("family", "What it holds", words=True),
        Column("year", "Summer"),
        Column("settled", "Settled"),
        Column("extent", "Covers", words=True),
        Column("accepted", "Accepted on"),
        Column("release", "Release", "public id of the release", file_only=True),
    )
    lines = []
    for each in releases:
        on = timezone.localdate(each.accepted_at) if each.accepted_at else None
        many = not each.england and len(each.authorities) > MOST_FILES_NAMED
        cells = (
            Cell(titles.get(each.family, each.family), each.family),
            said(each.about),
            said(each.get_settled_display().lower()),
            said(f"{len(each.authorities)} authorities" if many else each.extent),
            Cell(spelled(on) if on else "", on.isoformat() if on else None),
            said(str(each.public_id)),
        )
        lines.append((cells, False))
    return Table("files", "The files behind the figures", columns, tuple(lines))


def files_in_words(releases: Sequence[Release]) -> str:
    """The same files in a sentence: those of one kind together, with their years."""
    titles, years = family_titles(), dict[str, list[str]]()
    for each in releases:
        kind = f"{titles.get(each.family, each.family)} ({each.get_settled_display().lower()})"
        years.setdefault(kind, []).append(each.about)
    told = [f"{kind}: {listed(list(dict.fromkeys(found)))}" for kind, found in years.items()]
    return f"Files: {'; '.join(told)}." if told else "No file has results for it yet."


def sheets_of(pack: Pack) -> list[tuple[str, Table]]:
    """The sheets of the workbook, each with the name that it has there."""
    looking, answer = pack.looking, pack.one.answer
    sheets = [("By summer", trend_table(looking, answer.years))]
    if pack.whole and not looking.subject.is_school:
        sheets += [
            ("Schools", schools_table(looking, answer.members)),
            ("Schools by summer", school_by_summer(pack, [line_of_school(pack, each) for each in pack.schools])),
            ("Who is counted", coverage_table(looking, pack.through)),
        ]
    return [*sheets, ("Files", releases_table(pack.releases))]
