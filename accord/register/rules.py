"""What a list of groups may say, decided on plain values."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

COLUMNS = ("group", "kind", "urn", "role", "starts_on", "ends_before", "parent")
NEEDED = ("group", "kind", "urn")
_URN = re.compile(r"\d{6}")


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


def read_rows(
    text: str, kinds: Sequence[str], roles: Sequence[str]
) -> tuple[list[GroupRow], list[ListProblem]]:
    """The rows of a groups CSV (columns as in `COLUMNS`, in any order) and every problem in it."""
    reader = csv.DictReader(text.splitlines())
    headers = [str(each).strip().lower() for each in reader.fieldnames or []]
    missing = [each for each in NEEDED if each not in headers]
    if missing:
        return [], [_no_columns(missing)]
    reader.fieldnames = headers
    rows: list[GroupRow] = []
    problems: list[ListProblem] = []
    for raw in reader:
        line = {key: str(raw.get(key) or "").strip() for key in COLUMNS}
        if not any(line.values()):
            continue
        found = _check_row(reader.line_num, line, kinds, roles)
        problems.extend(found)
        if not found:
            rows.append(_row(reader.line_num, line))
    if not rows and not problems:
        problems.append(ListProblem(None, "", "", "The list has no rows.", "Give one line for each member."))
    return rows, problems + _check_together(rows)


def _no_columns(missing: Sequence[str]) -> ListProblem:
    names = ", ".join(missing)
    fix = f"Give the columns {', '.join(COLUMNS)} in the first line."
    return ListProblem(1, names, "", f"The list has no column {names}.", fix)


def _check_row(
    line: int, row: dict[str, str], kinds: Sequence[str], roles: Sequence[str]
) -> list[ListProblem]:
    problems = []

    def refuse(column: str, message: str, fix: str) -> None:
        problems.append(ListProblem(line, column, row[column], message, fix))

    if not row["group"]:
        refuse("group", "The group has no name.", "Give the name of the group on every line.")
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
    seen: dict[tuple[str, str], list[GroupRow]] = {}
    for row in rows:
        if kinds.setdefault(row.group, row.kind) != row.kind:
            message = f"{row.group} is {kinds[row.group]} on one line and {row.kind} on another."
            problems.append(ListProblem(row.line, "kind", row.kind, message, "Give one kind for a group."))
        if not row.urn:
            continue
        for other in seen.setdefault((row.group, row.urn), []):
            if periods_overlap((row.starts_on, row.ends_before), (other.starts_on, other.ends_before)):
                message = f"{row.urn} is in {row.group} twice at once (also on line {other.line})."
                problems.append(ListProblem(row.line, "urn", row.urn, message, "Keep one of the two lines."))
        seen[row.group, row.urn].append(row)
    return problems + _check_circles(rows)


def periods_overlap(one: tuple[date | None, date | None], two: tuple[date | None, date | None]) -> bool:
    """Whether two half-open periods share a day; None is without limit."""
    starts = max(one[0] or date.min, two[0] or date.min)
    ends = min(one[1] or date.max, two[1] or date.max)
    return starts < ends


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
