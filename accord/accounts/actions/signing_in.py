"""Writing down who signed in, who could not, and who left."""

from __future__ import annotations

from datetime import datetime

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person


def note_signed_in(*, by: Person, at: datetime) -> None:
    """Somebody proved who they are and is in."""
    record("signed_in", kind="person", subject=by.public_id, by=by, at=at)


def note_signed_out(*, by: Person, at: datetime) -> None:
    """Somebody ended their session."""
    record("signed_out", kind="person", subject=by.public_id, by=by, at=at)


def note_failed_sign_in(*, email: str, at: datetime) -> None:
    """Somebody tried an address that is not known, or a wrong password. The address is kept only where it is known.

    What was typed into the wrong box may be a password, so nothing of an unknown address is kept.
    """
    person = Person.objects.filter(email__iexact=email).first() if email else None
    subject = person.public_id if person is not None else ""
    record("failed_to_sign_in", kind="person", subject=subject, by=None, at=at, visitor=True)
