"""What each line of a list of people means, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accord.accounts.choices import ScopeKind
from accord.accounts.rules.rights import Rights, Scope
from accord.accounts.rules.roles import Role, Roles
from accord.register.queries.scope_search import givable
from accord.register.rules.list_dates import read_date, read_last_day
from accord.register.rules.pasted_people import PastedPerson, role_meant

PARTS = {"name": "Name", "email": "E-mail address", "role": "Role", "over": "Over", "starts_on": "First day",
         "last_day": "Last day", "reason": "Why", "on_behalf_of": "In the name of"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something wrong with a line: the column, what stood there, and what to do."""

    column: str
    value: str
    fix: str


@dataclass(frozen=True, slots=True)
class ReadPerson:
    """A line as it is understood. ``scope`` is None where something is wrong with role or place."""

    line: int
    name: str
    email: str
    role: str
    scope: Scope | None
    starts_on: date
    ends_before: date | None
    reason: str
    on_behalf_of: str
    wrong: tuple[Wrong, ...]


def understood(
    rows: Sequence[PastedPerson], rights: Rights, roles: Roles, on: date, *, starts_on: date, reason: str
) -> list[ReadPerson]:
    """Each line with what it means; ``starts_on`` and ``reason`` stand where a line says none."""
    mine = {code: roles[code].name for code in roles if code in rights.gives()}
    return [_one(row, rights, roles, mine, on, starts_on, reason) for row in rows]


def _one(
    row: PastedPerson, rights: Rights, roles: Roles, mine: dict[str, str], on: date, starts_on: date, reason: str
) -> ReadPerson:
    wrong: list[Wrong] = []
    _check_address(row, wrong)
    code = role_meant(row.role, mine)
    if code is None:
        wrong.append(Wrong("role", row.role, f"Write one of: {', '.join(mine.values())}."))
    scope = _scope(row, rights, roles[code], on, wrong) if code else None
    first = read_date(row.starts_on) if row.starts_on else starts_on
    if first is None:
        wrong.append(Wrong("starts_on", row.starts_on, "Write a day like 1/9/2026, or leave it empty."))
    last = read_last_day(row.last_day) if row.last_day else None
    if row.last_day and last is None:
        wrong.append(Wrong("last_day", row.last_day, "Write a day like 31/8/2027, or leave it empty."))
    return ReadPerson(
        row.line, row.name, row.email, code or row.role, scope, first or starts_on, last, row.reason or reason,
        row.on_behalf_of, tuple(wrong),
    )  # fmt: skip


def _check_address(row: PastedPerson, wrong: list[Wrong]) -> None:
    try:
        validate_email(row.email)
    except ValidationError:
        wrong.append(Wrong("email", row.email, "Write one e-mail address, like ada@example.org."))


def _scope(row: PastedPerson, rights: Rights, role: Role, on: date, wrong: list[Wrong]) -> Scope | None:
    found = givable(rights, role.code, role.scope, row.over, on)
    if len(found) == 1:
        return found[0].scope
    kinds = " or ".join(_NAMED[kind] for kind in role.scope)
    if not found:
        fix = f"Write {kinds} over which you may give the role {role.name}."
    elif len(found) > _FEW:
        fix = f"{len(found)} fit. Write {kinds}."
    else:
        fix = f"Write which is meant: {', or '.join(f'{each.scope.id} for {each.name}' for each in found)}."
    wrong.append(Wrong("over", row.over, fix))
    return None


_FEW = 5
_NAMED = {
    ScopeKind.EVERYWHERE: "“everywhere”",
    ScopeKind.AUTHORITY: "the number or name of an authority",
    ScopeKind.GROUP: "the name or address of a group",
    ScopeKind.SCHOOL: "the URN or name of a school",
    ScopeKind.CHALLENGE: "a challenge, like challenge:its-id",
}
