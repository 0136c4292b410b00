"""Reading a list of groups and their schools as people have it: pasted or uploaded, columns in whatever order."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accord.register.rules.group_lists import ListProblem
from accord.register.rules.list_columns import ListColumn, guess_columns, kind_of_cell, read_header
from accord.register.rules.list_dates import read_date, read_last_day
from accord.register.rules.matches import read_dfe_number

_LOOKED_AT = 10
_GROUP_WORDS = re.compile(
    r"\b(alliance|partnership|cluster|hub|network|consortium|collaborative|pyramid|group)s?\b", re.IGNORECASE
)
_ROLES = {"lead": "lead", "lead school": "lead", "leader": "lead", "chair": "lead", "yes": "lead", "y": "lead",
          "x": "lead", "true": "lead", "✓": "lead", "member": "member", "member school": "member", "no": "member",
          "n": "member", "false": "member", "full": "member", "associate": "associate",
          "associate member": "associate"}  # fmt: skip
_Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list: a school in a group. What the line does not say is empty, or None.

    ``line`` counts from 1 in what was pasted, ``cells`` are as they stood. ``ends_before`` is the first day on which
    the school is not in the group: columns headed “End”, “To” or “Until” hold the last day, and are moved on by one;
    “Left” and “ends_before” hold the day itself.
    """

    line: int
    cells: tuple[str, ...]
    group: str = ""
    kind: str = ""
    school_name: str = ""
    urn: str = ""
    dfe_number: str = ""
    postcode: str = ""
    town: str = ""
    role: str = ""
    starts_on: date | None = None
    ends_before: date | None = None
    parent: str = ""


def read_pasted(text: str) -> tuple[list[ListRow], list[ListProblem]]:
    """The rows of a list and every problem in it.

    Commas, semicolons or tabs; with or without a header, a title above it, or blank lines. A group may have a column,
    a line of its own above its schools, or one column for its schools below its name.
    """
    rows, problems = _read(text)
    if not rows and not problems:
        return [], [ListProblem(None, "", "", "The list has no rows.", "Give one line for each school.")]
    return rows, problems


def _read(text: str) -> tuple[list[ListRow], list[ListProblem]]:
    lines, problems = _lines(text.lstrip("\ufeff"))
    if not lines:
        return [], problems
    start, columns = _columns(lines)
    if columns is None and _is_side_by_side(lines):
        return _side_by_side(lines), problems
    if columns is None:
        columns = guess_columns([cells for _, cells in lines if not _heading(cells)])
    rows: list[ListRow] = []
    heading = _title_above(lines[: start - 1]) if start else ""
    has_group = ListColumn.GROUP in columns.values()
    for number, cells in lines[start:]:
        above = None if has_group else _heading(cells)
        if above is not None:
            heading = above
            continue
        row, found = _row(number, cells, columns)
        problems += found
        if row is not None:
            rows.append(row if row.group else replace(row, group=heading))
    return rows, problems


def _lines(text: str) -> tuple[list[_Line], list[ListProblem]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    found: list[_Line] = []
    first = 1
    try:
        for cells in reader:
            stripped = [" ".join(each.split()) for each in cells]
            if any(stripped):
                found.append((first, stripped))
            first = reader.line_num + 1
    except csv.Error as error:
        fix = "Look for a quotation mark that is never closed."
        return found, [ListProblem(first, "", "", f"The line cannot be read ({error}).", fix)]
    return found, []


def _delimiter(text: str) -> str:
    """What parts the cells: a comma within a name does not part a list of names alone."""
    lines = [each for each in text.splitlines() if each.strip()]
    for mark in "\t;":
        if 2 * sum(mark in each for each in lines) >= len(lines) > 0:
            return mark
    commas = sum("," in each for each in lines)
    heads = any(read_header(each.split(",")) for each in lines[:_LOOKED_AT] if "," in each)
    return "," if heads or 2 * commas >= len(lines) else "\t"


def _columns(lines: Sequence[_Line]) -> tuple[int, dict[int, ListColumn] | None]:
    """Where the rows start, and the columns of the header above them; no columns where there is no header."""
    for place, (_, cells) in enumerate(lines[:_LOOKED_AT]):
        header = read_header(cells)
        if header:
            below = [each for _, each in lines[place + 1 :]]
            told = {ListColumn.URN, ListColumn.DFE, ListColumn.POSTCODE}
            if ListColumn.ESTAB in header.values():
                told.discard(ListColumn.DFE)
            for at, column in guess_columns(below).items():
                if at not in header and column in told and column not in header.values():
                    header[at] = column
            return place + 1, header
    return 0, None


def _title_above(lines: Sequence[_Line]) -> str:
    """The group that a title above the header names, if it names one."""
    names = [found for _, cells in lines if (found := _heading(cells))]
    return names[-1] if names else ""


def _heading(cells: Sequence[str]) -> str | None:
    """The group that a line of its own names; None for a line that names a school."""
    filled = [each for each in cells if each]
    if len(filled) != 1 or kind_of_cell(filled[0]):
        return None
    name = filled[0].rstrip(":").strip()
    return name if name and (filled[0].endswith(":") or _GROUP_WORDS.search(name)) else None


def _is_side_by_side(lines: Sequence[_Line]) -> bool:
    first = [each for each in lines[0][1] if each]
    return len(first) >= 2 and all(_GROUP_WORDS.search(each) or each.endswith(":") for each in first)


def _side_by_side(lines: Sequence[_Line]) -> list[ListRow]:
    groups = [each.rstrip(":").strip() for each in lines[0][1]]
    rows = []
    for place, group in enumerate(groups):
        for number, cells in lines[1:]:
            if group and place < len(cells) and cells[place]:
                row = ListRow(number, tuple(cells), group=group)
                rows.append(_with_school(row, cells[place]))
    return rows


def _with_school(row: ListRow, cell: str) -> ListRow:
    kind = kind_of_cell(cell)
    if kind == ListColumn.URN:
        return replace(row, urn=cell)
    return replace(row, dfe_number=cell) if kind == ListColumn.DFE else replace(row, school_name=cell)


def _row(
    number: int, cells: Sequence[str], columns: Mapping[int, ListColumn]
) -> tuple[ListRow | None, list[ListProblem]]:
    said = {column: cells[place] for place, column in columns.items() if place < len(cells) and cells[place]}
    if not said:
        fix = "Put it below the heading it belongs to, or take the line away."
        return None, [ListProblem(number, "", ", ".join(filter(None, cells)), "No column is known for this.", fix)]
    problems = _check(number, said)
    if problems:
        return None, problems
    role = said.get(ListColumn.ROLE, "").casefold()
    urn, dfe = said.get(ListColumn.URN, ""), said.get(ListColumn.DFE, "")
    if not dfe and ListColumn.AUTHORITY in said and ListColumn.ESTAB in said:
        dfe = f"{said[ListColumn.AUTHORITY]}/{said[ListColumn.ESTAB].zfill(4)}"
    dfe = dfe or said.get(ListColumn.ESTAB, "")
    if urn and not dfe and read_dfe_number(urn):
        urn, dfe = "", urn
    row = ListRow(
        line=number,
        cells=tuple(cells),
        group=said.get(ListColumn.GROUP, ""),
        kind=said.get(ListColumn.KIND, ""),
        urn=urn,
        dfe_number=dfe,
        postcode=said.get(ListColumn.POSTCODE, ""),
        town=said.get(ListColumn.TOWN, ""),
        role=_ROLES.get(role, ""),
        starts_on=read_date(said.get(ListColumn.STARTS, "")),
        ends_before=_ends(said),
        parent=said.get(ListColumn.PARENT, ""),
    )
    name = said.get(ListColumn.SCHOOL, "")
    return (replace(row, school_name=name) if urn or dfe else _with_school(row, name)), []


def _ends(said: Mapping[ListColumn, str]) -> date | None:
    day = read_date(said.get(ListColumn.ENDS, ""))
    return day if day else read_last_day(said.get(ListColumn.LAST_DAY, ""))


def _check(number: int, said: Mapping[ListColumn, str]) -> list[ListProblem]:
    problems = []

    def refuse(column: ListColumn, message: str, fix: str) -> None:
        problems.append(ListProblem(number, column.value, said.get(column, ""), message, fix))

    schools = {ListColumn.SCHOOL, ListColumn.URN, ListColumn.DFE, ListColumn.ESTAB, ListColumn.POSTCODE}
    if not schools & set(said) and ListColumn.PARENT not in said:
        refuse(ListColumn.SCHOOL, "The line names no school.", "Give its name, its URN or its DfE number.")
    for column in (ListColumn.STARTS, ListColumn.ENDS, ListColumn.LAST_DAY):
        if column in said and read_date(said[column]) is None:
            refuse(column, f"“{said[column]}” is not a date.", "Write dates as 01/09/2024 or 2024-09-01.")
    starts, ends = read_date(said.get(ListColumn.STARTS, "")), _ends(said)
    if starts and ends and ends <= starts:
        refuse(ListColumn.ENDS, "The membership ends before it starts.", "Give an end after the start.")
    role = said.get(ListColumn.ROLE, "")
    if role and role.casefold() not in _ROLES:
        refuse(ListColumn.ROLE, f"“{role}” is not a role.", "Use lead, member or associate, or leave it out.")
    return problems
