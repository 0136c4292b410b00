"""What somebody has to prove who they are."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from accord.accounts.models.people import Person


def passkeys_of(person: Person) -> list[Authenticator]:
    """Somebody's passkeys, the oldest first."""
    return list(Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


def unused_codes(person: Person) -> list[str]:
    """Somebody's recovery codes that were not used yet."""
    kept = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(kept.wrap().get_unused_codes()) if kept else []
