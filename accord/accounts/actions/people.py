"""Adding the people who may sign in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person


@transaction.atomic
def add_person(
    *, email: str, name: str, password: str | None, public_id: UUID, by: Person | None, at: datetime
) -> Person:
    """Add somebody under the public id that their invitation promised, and record it. Their address is checked."""
    person = Person.objects.create_user(email, password, name=name.strip(), public_id=public_id)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record("added", kind="person", subject=person.public_id, by=by, at=at)
    return person


@transaction.atomic
def enrol(*, email: str, name: str, password: str | None, by: Person | None, at: datetime) -> Person:
    """Add a person, or give a known one this name and password, and record it.

    The address counts as verified: somebody of the authority vouched for it.
    """
    person = Person.objects.filter(email__iexact=email).first()
    verb = "changed" if person else "added"
    if person is None:
        person = Person.objects.create_user(email, password, name=name)
    else:
        person.name = name
        if password is not None:
            person.set_password(password)
        person.save()
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    record(verb, kind="person", subject=person.public_id, by=by, at=at)
    return person
