"""Resetting what somebody signs in with, after they lost it."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.actions.invitations import invite_back
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person


@transaction.atomic
def reset_second_factor(*, person: Person, because: str, by: Person | None, at: datetime) -> Invitation:
    """Take away everything that somebody signs in with, and let them choose anew by a link; recorded with the reason.

    The password goes too: whoever knows it and nothing else must not be the one to set up the next second factor.
    Sessions end with it. Gives the invitation whose link leads back in; the caller sends or shows that link.
    """
    Authenticator.objects.filter(user_id=person.pk).delete()
    SocialAccount.objects.filter(user_id=person.pk).delete()
    UserSession.objects.filter(user_id=person.pk).delete()
    person.set_password(None)
    person.save(update_fields=["password"])
    detail = {"because": because.strip()}
    record("second_factor_reset", kind="person", subject=person.public_id, by=by, at=at, detail=detail)
    return invite_back(person=person, by=by, at=at)
