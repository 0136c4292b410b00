"""People who have signed in, with the rights a test needs."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from accord.accounts.actions.granting import give
from accord.accounts.models.people import Person
from accord.accounts.rules.rights import Scope

AT = datetime(2013, 9, 1, 9, tzinfo=ZoneInfo("Europe/London"))
LONG_AGO = date(2010, 9, 1)
KEEPER = "data_manager everywhere"
"""Somebody who may do what most pages are for."""


def somebody(email: str = "reader@example.org", *rights: str, name: str = "Reader", ends: date | None = None) -> Person:
    """A person with some rights, each written as ``headteacher school:100001``; else a data manager."""
    person = Person.objects.create_user(email, "a long password", name=name)
    for right in rights or (KEEPER,):
        grant(person, right, ends=ends)
    return person


def nobody(email: str = "nobody@example.org", name: str = "Nobody") -> Person:
    """A person who may sign in and holds no right."""
    return Person.objects.create_user(email, "a long password", name=name)


def grant(person: Person, right: str, *, starts: date = LONG_AGO, ends: date | None = None, by: Person | None = None):
    """Give one right, written as ``headteacher school:100001``, and return it."""
    role, scope = right.split()
    scope = Scope.read(scope)
    return give(
        person=person, role=role, scope=scope, reason="a test", starts_on=starts, ends_before=ends, by=by, at=AT
    )
