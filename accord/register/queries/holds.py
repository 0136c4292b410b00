"""Legal holds as far as somebody sees to them, and the school that one may be placed on."""

from __future__ import annotations

from datetime import date

from accord.accounts.choices import Act, ScopeKind
from accord.accounts.models.holds import LegalHold
from accord.accounts.queries.retention import holds_in_force
from accord.accounts.rules.rights import Rights, Scope
from accord.register.queries.people import people_seen
from accord.register.queries.reach import covers, with_older
from accord.register.queries.schools import resolve


def holds_seen(rights: Rights, on: date) -> list[LegalHold]:
    """The holds in force on people and schools of one's own, and on groups of the schedule."""
    people = {str(each) for each in people_seen(rights, on, Act.KEEP_RETENTION).values_list("public_id", flat=True)}
    return [
        each
        for each in holds_in_force()
        if each.over == LegalHold.Over.GROUP
        or (each.over == LegalHold.Over.PERSON and each.subject in people)
        or (each.over == LegalHold.Over.SCHOOL and _sees_to(rights, each.subject, on))
    ]


def school_to_hold(rights: Rights, number: str, on: date, act: Act = Act.KEEP_RETENTION) -> tuple[str, frozenset[str]]:
    """The address of the school of one's own that goes or went by a number, and all its numbers; else nothing."""
    address = resolve(number)
    if address is None or not _sees_to(rights, address, on, act):
        return "", frozenset()
    return address, with_older([address])


def _sees_to(rights: Rights, urn: str, on: date, act: Act = Act.KEEP_RETENTION) -> bool:
    return rights.allows(act, lambda scope: covers(scope, Scope(ScopeKind.SCHOOL, urn), on))
