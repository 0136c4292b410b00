"""A list of people as a table: what each line would do, or what is wrong with it and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accord.accounts.rules.rights import Scope
from accord.accounts.rules.roles import Roles
from accord.register.actions.moving_people import Refusal
from accord.register.actions.welcoming import Welcomed
from accord.register.presenters.days import counted, day_cell
from accord.register.presenters.rights import last_day, titled
from accord.register.queries.brought_people import PARTS, ReadPerson, Wrong
from accord.ui.tables.tables import Cell, Column, Table, said

COLUMNS = (
    Column("line", "Line", "The line of the list", numeric=True),
    Column("email", "E-mail address", "Whom it is for"),
    Column("right", "Right", "The role, and over what", words=True),
    Column("starts_on", "From", "Its first day"),
    Column("last_day", "Last day", "Empty where no end is known"),
    Column("outcome", "What happens", "What would be done, or what is wrong and what to do", words=True),
)
FIELDS = {"scope": "over", "ends_before": "last_day"}
"""Columns that a refusal calls by another name."""


def people_read_table(
    rows: Sequence[ReadPerson],
    found: Mapping[int, Welcomed],
    refused: Mapping[int, Sequence[Refusal]],
    roles: Roles,
    names: Mapping[Scope, str],
) -> Table:
    """One row for each line, in the order of the list."""
    cells = []
    for each in rows:
        over = names[each.scope] if each.scope else "?"
        right = titled(roles.get(each.role), each.role or "?", over)
        cells.append(
            (
                Cell(str(each.line), each.line),
                said(each.email or "?"),
                said(right),
                day_cell(each.starts_on),
                said(last_day(each.ends_before) if each.ends_before else ""),
                said(_outcome(each, found.get(each.line), refused.get(each.line, ()))),
            )
        )
    return Table("brought-people", "Each line, and what it does", COLUMNS, tuple((row, False) for row in cells))


def _outcome(row: ReadPerson, found: Welcomed | None, refused: Sequence[Refusal]) -> str:
    wrong = [*row.wrong, *(Wrong(FIELDS.get(each.field, each.field), "", each.message) for each in refused)]
    if wrong:
        return " ".join(_words(each) for each in wrong)
    if found is None:
        return "Right as it stands; the others have to be put right first."
    return f"{found} is given the right." if found.person else f"{row.name} is invited, with the right."


def _words(wrong: Wrong) -> str:
    part = PARTS.get(wrong.column, "")
    value = f" “{wrong.value}”" if wrong.value else ""
    return f"{part}{value}: {wrong.fix}" if part else wrong.fix


def brought_sentence(rows: Sequence[ReadPerson], found: Mapping[int, Welcomed], wrong: int) -> str:
    """How many lines there are, and what they come to."""
    lines = counted(len(rows), "line")
    if wrong:
        verb = "has" if wrong == 1 else "have"
        return f"{lines} read, and {wrong} {verb} to be put right first. Nothing has been changed."
    known = sum(each.person is not None for each in found.values())
    told = [f"{counted(known, 'right')} given at once"] if known else []
    invited = len(found) - known
    told += [f"{counted(invited, 'invitation')} made"] if invited else []
    return f"{lines} read, and nothing is wrong: {' and '.join(told)}, once you confirm. Nothing has been changed yet."
