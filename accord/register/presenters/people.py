"""People in a table and in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse

from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.rules.rights import Scope
from accord.accounts.rules.roles import Roles
from accord.register.presenters.days import counted
from accord.register.presenters.rights import last_day, titled
from accord.register.queries.scope_names import scope_of
from accord.register.rules.memberships import spelled
from accord.ui.tables.tables import Cell, Column, Table, said

COLUMNS = (
    Column("name", "Name", "As they are called here"),
    Column("email", "E-mail address", "With which they sign in", file_only=True),
    Column("role", "Right", "The role, and over what", words=True),
    Column("role_code", "Role", "The code of the role, as in definitions/roles", file_only=True),
    Column("scope", "Scope", "What the right is over, by its public number or address", file_only=True),
    Column("starts_on", "From", "Its first day"),
    Column("last_day", "Last day", "Empty where no end is known"),
    Column("given_by", "Given by", "Who gave it; empty for whoever runs the installation"),
    Column("reason", "Why", "The reason that was given", words=True),
    Column("confirmed", "Confirmed", "The day on which it was last confirmed"),
)


def people_table(
    people: Iterable[Person],
    grants: Mapping[int, Sequence[Grant]],
    roles: Roles,
    names: Mapping[Scope, str],
    code: str = "people",
    caption: str = "People and their rights",
) -> Table:
    """One row for each right of each person; one row for a person without any."""
    rows = [row for each in people for row in _rows(each, grants.get(each.pk, ()), roles, names)]
    empty = {at for at in range(len(COLUMNS)) if not any(row[at].text for row in rows)}
    # A column that is empty throughout is left to the files.
    columns = tuple(replace(one, file_only=one.file_only or at in empty) for at, one in enumerate(COLUMNS))
    return Table(code, caption, columns, tuple((row, False) for row in rows))


def _rows(
    person: Person, grants: Sequence[Grant], roles: Roles, names: Mapping[Scope, str]
) -> Iterable[tuple[Cell, ...]]:
    href = reverse("register:person", args=[person.public_id])
    who = (Cell(str(person), person.name or person.email, href), said(person.email))
    if not grants:
        yield (*who, said("none"), *(Cell("", None) for _ in COLUMNS[3:]))
    for each in grants:
        scope = scope_of(each)
        yield (
            *who,
            said(titled(roles.get(each.role), each.role, names[scope])),
            said(each.role),
            said(str(scope)),
            Cell(spelled(each.starts_on), each.starts_on.isoformat()),
            Cell(last_day(each.ends_before) if each.ends_before else "", _last(each.ends_before)),
            said(str(each.given_by) if each.given_by else ""),
            said(each.reason),
            Cell(*_day(each)),
        )


def _last(ends_before: date | None) -> str | None:
    return date.fromordinal(ends_before.toordinal() - 1).isoformat() if ends_before else None


def _day(grant: Grant) -> tuple[str, str | None]:
    if grant.confirmed_at is None:
        return "", None
    day = grant.confirmed_at.date()
    return spelled(day), day.isoformat()


def people_sentence(number: int, over: Sequence[str], which: str) -> str:
    """How many people there are, within which rights they are seen."""
    if which == "none":
        return f"{counted(number, 'person')} may sign in and {'holds' if number == 1 else 'hold'} no right."
    verb = {"": "hold rights", "later": "are to have rights", "ended": "held rights that have ended"}[which]
    who = "1 person" if number == 1 else f"{number:,} people"
    if number == 1:
        verb = verb.replace("hold ", "holds ").replace("are to", "is to")
    return f"{who} {verb} over {' and over '.join(over)}."


def grouped(grants: Iterable[Grant]) -> dict[int, list[Grant]]:
    """Grants by the key of the person."""
    found: dict[int, list[Grant]] = {}
    for each in grants:
        found.setdefault(each.person_id, []).append(each)
    return found


def person_sentence(who: Person, now: Sequence[Grant], ended: Sequence[Grant], on: date) -> str:
    """How many rights somebody holds, of those that the reader sees."""
    held = [each for each in now if each.starts_on <= on]
    later = len(now) - len(held)
    told = [f"holds {counted(len(held), 'right')}" if held else "holds no right today"]
    if later:
        told.append(f"is to have {counted(later, 'right')}")
    if ended:
        told.append(f"had {counted(len(ended), 'right')} before")
    text = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    off = "" if who.is_active else " They may not sign in at present."
    return f"{who} {text}, of those that you may see.{off}"
