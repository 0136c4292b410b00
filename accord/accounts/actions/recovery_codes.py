"""Making recovery codes."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person


@transaction.atomic
def make_recovery_codes(*, person: Person, by: Person | None, at: datetime) -> list[str]:
    """New codes in place of all earlier ones, and record it; none for somebody without a second factor."""
    Person.objects.select_for_update().get(pk=person.pk)
    mine = Authenticator.objects.filter(user_id=person.pk)
    if not mine.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        return []
    mine.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
    record("recovery_codes_made", kind="person", subject=person.public_id, by=by, at=at)
    return codes
