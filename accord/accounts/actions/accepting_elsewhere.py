"""Accepting an invitation with an account at another organisation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from accord.accounts.actions.events import record
from accord.accounts.actions.invitations import accept
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from accord.accounts.rules.invitations import NotTied, same_address

NOT_CHECKED = "You signed in with {organisation}, but it did not say that your email address is checked."
ANOTHER_ADDRESS = "You signed in with {organisation} as {address}, but the invitation is for {invited}."
SOMEBODY_ELSES = "You signed in with {organisation}, but with an account that belongs to somebody who is here already."
ANOTHER_ACCOUNT = "You signed in with {organisation}, but another account there is yours here already."


@transaction.atomic
def accept_from_elsewhere(
    *,
    invitation: Invitation,
    name: str,
    provider: str,
    organisation: str,
    subject: str,
    checked: Collection[str],
    at: datetime,
) -> Person:
    """Accept an invitation, and let an account at another organisation sign in the person it makes; recorded.

    ``subject`` is who somebody is at the ``provider``; ``checked`` are the addresses that it names and has checked.
    Raises `NotTied` where none of them is the invited one, where that account is somebody else's or the invited has
    another one there; `NotAccepted` where the invitation is no longer open. Then nothing is made or changed. Somebody
    who was added meanwhile only gets the rights, as by every other way.
    """
    if not checked:
        raise NotTied(NOT_CHECKED.format(organisation=organisation))
    if not any(same_address(each, invitation.email) for each in checked):
        words = {"organisation": organisation, "address": ", ".join(checked), "invited": invitation.email}
        raise NotTied(ANOTHER_ADDRESS.format(**words))
    person = accept(invitation=invitation, name=name, password=None, at=at)
    if person.public_id == invitation.becomes:
        _tie(person, provider, organisation, subject)
        detail = {"provider": provider}
        record("account_elsewhere_tied", kind="person", subject=person.public_id, by=person, at=at, detail=detail)
    return person


def _tie(person: Person, provider: str, organisation: str, subject: str) -> None:
    others = SocialAccount.objects.filter(provider=provider, user_id=person.pk).exclude(uid=subject)
    if others.exists():
        raise NotTied(ANOTHER_ACCOUNT.format(organisation=organisation))
    try:
        with transaction.atomic():
            SocialAccount.objects.get_or_create(provider=provider, uid=subject, user_id=person.pk)
    except IntegrityError as error:  # One account there is one person's here.
        raise NotTied(SOMEBODY_ELSES.format(organisation=organisation)) from error
