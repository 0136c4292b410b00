"""What a list of groups may say, decided on plain values."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from accord.register.rules.periods import overlap

COLUMNS = ("group", "kind", "urn", "role", "starts_on", "ends_before", "parent")
NEEDED = ("group", "kind", "urn")
LONGEST_NAME = 120
_URN = re.compile(r"[0-9]{6}")
_SURPLUS = "surplus"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One line of a list of groups: a school in a group, with dates where they are known.

    ``urn`` is empty on a line that only names a group and its parent.
    """

    line: int
    group: str
    kind: str
    urn: str
    role: str
    starts_on: date | None
    ends_before: date | None
    parent: str


@dataclass(frozen=True, slots=True)
class ListProblem:
    """Why a list of groups is refused, and what to do about it."""

    line: int | None
    column: str
    value: str
    message: str
    fix: str


def read_rows(text: str, kinds: Sequence[str], roles: Sequence[str]) -> tuple[list[GroupRow], list[ListProblem]]:
    """The rows of a groups CSV (columns as in `COLUMNS`, in any order) and every problem in it."""
    reader = csv.DictReader(text.splitlines(), restkey=_SURPLUS)
    headers = [str(each).strip().lower() for each in reader.fieldnames or []]
    missing = [each for each in NEEDED if each not in headers]
    if missing:
        return [], [_no_columns(missing)]
    reader.fieldnames = headers
    rows: list[GroupRow] = []
    problems: list[ListProblem] = []
    try:
        for raw in reader:
            row, found = _read_row(reader.line_num, raw, kinds, roles)
            problems.extend(found)
            rows.extend([row] if row else [])
    except csv.Error as error:
        fix = "Look for a quotation mark that is never closed."
        problems.append(ListProblem(reader.line_num, "", "", f"The line cannot be read ({error}).", fix))
    if not rows and not problems:
        problems.append(ListProblem(None, "", "", "The list has no rows.", "Give one line for each member."))
    return rows, problems + _check_together(rows)


def _read_row(
    number: int, raw: Mapping[str, object], kinds: Sequence[str], roles: Sequence[str]
) -> tuple[GroupRow | None, list[ListProblem]]:
    line = {key: str(raw.get(key) or "").strip() for key in COLUMNS}
    problems = _check_width(number, raw)
    if any(line.values()):
        problems += _check_row(number, line, kinds, roles)
        return (None if problems else _row(number, line)), problems
    return None, problems


def _no_columns(missing: Sequence[str]) -> ListProblem:
    names = ", ".join(missing)
    fix = f"Give the columns {', '.join(COLUMNS)} in the first line."
    return ListProblem(1, names, "", f"The list has no column {names}.", fix)


def _check_row(line: int, row: dict[str, str], kinds: Sequence[str], roles: Sequence[str]) -> list[ListProblem]:
    problems = []

    def refuse(column: str, message: str, fix: str) -> None:
        problems.append(ListProblem(line, column, row[column], message, fix))

    if not row["group"]:
        refuse("group", "The group has no name.", "Give the name of the group on every line.")
    elif not slugify(row["group"]):
        refuse("group", "The name has no letter or digit to make an address of.", "Use letters from a to z.")
    elif not row["group"].isprintable():
        refuse("group", "The name has a character that cannot be shown.", "Type the name again.")
    elif max(len(row["group"]), len(slugify(row["group"]))) > LONGEST_NAME:
        refuse("group", f"The name is longer than {LONGEST_NAME} characters.", "Give the group a shorter name.")
    if row["kind"] not in kinds:
        refuse("kind", f"“{row['kind']}” is not a kind of group.", f"Use one of {', '.join(kinds)}.")
    if row["urn"] and not _URN.fullmatch(row["urn"]):
        refuse("urn", f"“{row['urn']}” is not a URN.", "A URN has six digits; look it up in the register.")
    if not row["urn"] and not row["parent"]:
        refuse("urn", "The line names no school and no parent.", "Give a URN, or the group it belongs to.")
    if row["role"] and row["role"] not in roles:
        refuse("role", f"“{row['role']}” is not a role.", f"Use one of {', '.join(roles)}, or leave it out.")
    for column in ("starts_on", "ends_before"):
        if row[column] and _date(row[column]) is None:
            refuse(column, f"“{row[column]}” is not a date.", "Write dates as 2024-09-01.")
    starts, ends = _date(row["starts_on"]), _date(row["ends_before"])
    if starts and ends and ends <= starts:
        refuse("ends_before", "The membership ends before it starts.", "Give an end after the start.")
    return problems


def _check_width(line: int, row: Mapping[str, object]) -> list[ListProblem]:
    surplus = row.get(_SURPLUS)
    cells = [str(each).strip() for each in surplus] if isinstance(surplus, list) else []
    if not any(cells):
        return []
    fix = "Put a name that has a comma in it in quotation marks, or take the surplus cell away."
    return [ListProblem(line, "", ",".join(cells), "The line has more cells than there are columns.", fix)]


def _row(line: int, row: dict[str, str]) -> GroupRow:
    return GroupRow(
        line=line,
        group=row["group"],
        kind=row["kind"],
        urn=row["urn"],
        role=row["role"] or "member",
        starts_on=_date(row["starts_on"]),
        ends_before=_date(row["ends_before"]),
        parent=row["parent"],
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _check_together(rows: Sequence[GroupRow]) -> list[ListProblem]:
    problems: list[ListProblem] = []
    kinds: dict[str, str] = {}
    parents: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in rows:
        if kinds.setdefault(row.group, row.kind) != row.kind:
            message = f"{row.group} is {kinds[row.group]} on one line and {row.kind} on another."
            problems.append(ListProblem(row.line, "kind", row.kind, message, "Give one kind for a group."))
        if row.parent and parents.setdefault(row.group, row.parent) != row.parent:
            message = f"{row.group} is in {parents[row.group]} on one line and in {row.parent} on another."
            problems.append(ListProblem(row.line, "parent", row.parent, message, "Give one parent for a group."))
        if names.setdefault(slugify(row.group), row.group) != row.group:
            message = f"{row.group} would have the same address as {names[slugify(row.group)]}."
            fix = "Write the name of a group the same on every line, or tell the two apart."
            problems.append(ListProblem(row.line, "group", row.group, message, fix))
    return problems + _check_periods(rows) + _check_circles(rows)


def _check_periods(rows: Sequence[GroupRow]) -> list[ListProblem]:
    problems: list[ListProblem] = []
    seen: dict[tuple[str, str], list[GroupRow]] = {}
    for row in rows:
        if not row.urn:
            continue
        for other in seen.setdefault((row.group, row.urn), []):
            if overlap((row.starts_on, row.ends_before), (other.starts_on, other.ends_before)):
                message = f"{row.urn} is in {row.group} twice at once (also on line {other.line})."
                problems.append(ListProblem(row.line, "urn", row.urn, message, "Keep one of the two lines."))
        seen[row.group, row.urn].append(row)
    return problems


def _check_circles(rows: Sequence[GroupRow]) -> list[ListProblem]:
    parents = {row.group: row.parent for row in rows if row.parent}
    lines = {row.group: row.line for row in rows if row.parent}
    problems = []
    for group in parents:
        above, seen = parents[group], {group}
        while above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
        if above == group:
            message = f"{group} is, through its parents, inside itself."
            problems.append(ListProblem(lines[group], "parent", parents[group], message, "Break the circle."))
    return problems
