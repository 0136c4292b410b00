"""Brought lists and their rows, in words and as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils import timezone

from accord.register.choices import GroupKind, Role
from accord.register.models.lists import BroughtList, BroughtRow
from accord.register.models.schools import Establishment
from accord.register.presenters.days import counted, day_cell
from accord.register.queries.brought_lists import ListLine, standing_of
from accord.register.queries.school_names import Found
from accord.register.rules.brought_rows import WAITING, Standing
from accord.register.rules.group_lists import ListProblem
from accord.register.rules.memberships import spelled
from accord.ui.tables.tables import Cell, Column, Table, said

STANDINGS = {
    Standing.HELD: "held for you",
    Standing.CLOSE: "close, to be seen",
    Standing.MATCHED: "matched",
    Standing.DECIDED: "decided by a person",
    Standing.LEFT_OUT: "left out",
    Standing.GROUP_ONLY: "names no school",
}
CERTAINTIES = {
    "exact": "Exact",
    "old_number": "Old number",
    "old_name": "Old name",
    "close": "Close",
    "held": "Held",
    "unknown": "Not found",
    "": "Names no school",
}
STATE_COLOURS = {"finding": "blue", "open": "yellow", "applied": "green", "undone": "grey"}


def list_sentence(line: ListLine) -> str:
    """How far a list has come, and what it waits for."""
    if line.brought.state == BroughtList.State.APPLIED:
        return "The list is in force: its schools are in their groups."
    if line.brought.state == BroughtList.State.FINDING:
        return f"{counted(line.rows, 'row')} were read, and their schools are being looked for all over England."
    rows = f"{counted(line.rows, 'row')}: {standings_words(line.standings)}."
    if line.waiting:
        verb = "waits" if line.waiting == 1 else "wait"
        return f"{rows} {counted(line.waiting, 'row')} {verb} for you; no group has changed yet."
    again = " again" if line.brought.state == BroughtList.State.UNDONE else ""
    return f"{rows} Nothing waits: the list can be put in force{again}."


def standings_words(standings: Counter[Standing]) -> str:
    """``170 matched, 9 close, to be seen, 11 held for you``."""
    return "; ".join(f"{standings[each]:,} {words}" for each, words in STANDINGS.items() if standings[each])


def shown_choices(line: ListLine) -> list[tuple[str, str]]:
    """What the rows can be filtered by, with how many there are of each."""
    each = [(str(key), f"{words} ({line.standings[key]:,})") for key, words in STANDINGS.items() if line.standings[key]]
    waiting = [("waiting", f"waiting ({line.waiting:,})")] if line.waiting else []
    return [("", f"all ({line.rows:,})"), *waiting, *each]


def standings_shown(show: str) -> tuple[Standing, ...]:
    """The standings that a filter means; none for all."""
    if show == "waiting":
        return tuple(WAITING)
    return tuple(each for each in Standing if each == show)


LISTS = (
    Column("list", "List", "What it was called"),
    Column("brought", "Brought", "When it was brought"),
    Column("by", "By", "Who brought it", words=True),
    Column("rows", "Rows", "How many rows it has", numeric=True),
    Column("waiting", "Waiting", "Rows that wait for somebody to decide", numeric=True),
    Column("state", "State", "Whether it is in force"),
)


def lists_table(lines: Iterable[ListLine]) -> Table:
    """All lists, the newest first."""
    rows = tuple(
        (
            (
                Cell(each.brought.name, each.brought.name, reverse("register:list", args=[each.brought.public_id])),
                day_cell(timezone.localtime(each.brought.brought_at).date()),
                said(who(each.brought.brought_by)),
                Cell(f"{each.rows:,}", each.rows),
                Cell(f"{each.waiting:,}", each.waiting),
                said(each.brought.get_state_display()),
            ),
            False,
        )
        for each in lines
    )
    return Table("lists", "Lists", LISTS, rows)


ROWS = (
    Column("said", "What it says", "The school as the list names it", words=True),
    Column("line", "Line", "The line of the list", numeric=True),
    Column("group", "Group", "The group it belongs to", words=True),
    Column("kind", "Kind", "The kind of the group", file_only=True),
    Column("school", "School", "The school that was found, empty where nobody is guessed", words=True),
    Column("urn", "URN", "Its number"),
    Column("certainty", "How certain", "How it was found", words=True),
    Column("because", "Because", "Why", words=True),
    Column("role", "Part", "Its part in the group"),
    Column("starts_on", "From", "Its first day, empty where the list does not say"),
    Column("ends_before", "Until", "The first day on which it is no longer in the group"),
    Column("parent", "Lies in", "The group that its group lies in", file_only=True),
    Column("standing", "Stands", "Whether it waits for somebody", file_only=True),
    Column("decided_by", "Decided by", "Who decided it", file_only=True),
)


def rows_table(rows: Sequence[BroughtRow], schools: Mapping[str, Establishment], caption: str) -> Table:
    """The rows of a list; each links to where it is decided."""
    return Table("rows", caption, ROWS, tuple((_row_cells(each, schools), False) for each in rows))


def _row_cells(row: BroughtRow, schools: Mapping[str, Establishment]) -> tuple[Cell, ...]:
    where = standing_of(row)
    school = schools.get(row.urn)
    words = what_it_says(row) or f"Line {row.line}"
    waits = f"{CERTAINTIES[row.certainty]}: decide" if where in WAITING else how_certain(row)
    return (
        Cell(words, words, reverse("register:list_row", args=[row.brought.public_id, row.pk])),
        Cell(f"{row.line}", row.line),
        said(row.group),
        said(row.kind),
        said(school.name if school and where != Standing.LEFT_OUT else ""),
        said(row.urn if where != Standing.LEFT_OUT else ""),
        Cell(waits, row.certainty),
        Cell(row.because if where in WAITING else "", row.because),
        said(str(Role(row.role).label)),
        day_cell(row.starts_on),
        day_cell(row.ends_before),
        said(row.parent),
        said(str(where)),
        said(who(row.decided_by) if row.decided_at else ""),
    )


def how_certain(row: BroughtRow) -> str:
    """How a row was matched, or that a person decided it."""
    if row.left_out:
        return "Left out"
    return "Decided" if row.decided_at is not None else CERTAINTIES[row.certainty]


def what_it_says(row: BroughtRow) -> str:
    """The school as the list names it: what was given of name, numbers and place."""
    given = [str(row.said.get(key) or "") for key in ("school", "urn", "dfe_number", "postcode", "town")]
    return ", ".join(each for each in given if each)


def row_facts(row: BroughtRow) -> list[tuple[str, str]]:
    """Everything a row says, for the page on which it is decided."""
    names = (
        ("school", "School"),
        ("urn", "URN"),
        ("dfe_number", "DfE number"),
        ("postcode", "Postcode"),
        ("town", "Town"),
    )
    facts = [(title, str(row.said.get(key) or "")) for key, title in names]
    kind = GroupKind(row.kind).label if row.kind in GroupKind.values else row.kind
    facts += [("Group", f"{row.group} ({str(kind).lower()})"), ("Part", str(Role(row.role).label))]
    facts += [("From", spelled(row.starts_on) if row.starts_on else "")]
    facts += [
        ("Until", spelled(row.ends_before) if row.ends_before else ""),
        ("Whole row", " | ".join(filter(None, row.said.get("cells", [])))),
    ]
    return [(title, text) for title, text in facts if text]


def offers(row: BroughtRow, schools: Mapping[str, Establishment], found: Sequence[Found]) -> list[tuple[str, str]]:
    """The schools to choose from: the one matched, the candidates with their reasons, those just looked for."""
    offered: dict[str, str] = {}
    if row.urn:
        offered[row.urn] = _offer(row.urn, schools, row.because)
    for each in row.candidates:
        offered.setdefault(str(each["urn"]), _offer(str(each["urn"]), schools, str(each["because"])))
    for school in found:
        words = ", ".join(part for part in (school.name, f"URN {school.urn}", school.said) if part)
        offered.setdefault(school.urn, words)
    return list(offered.items())


def _offer(urn: str, schools: Mapping[str, Establishment], because: str) -> str:
    school = schools.get(urn)
    if school is None:
        return f"URN {urn}: {because}"
    parts = (school.name, f"URN {urn}", school.dfe_number, school.town, school.get_status_display().lower())
    return f"{', '.join(part for part in parts if part)}. {because}"


def problem_sentences(problems: Sequence[ListProblem], most: int = 20) -> list[str]:
    """What is wrong with a list, line by line; at most so many, then how many more."""
    told = [f"{f'Line {each.line}: ' if each.line else ''}{each.message} {each.fix}" for each in problems[:most]]
    more = len(problems) - most
    return [*told, f"There are {more:,} more like these."] if more > 0 else told


def who(person: object | None) -> str:
    """A person's name; the command line where there is none."""
    return str(person) if person else "the command line"
