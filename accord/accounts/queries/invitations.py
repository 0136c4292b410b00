"""Finding invitations."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from accord.accounts.rules.invitations import InvitationState, state_of
from accord.accounts.rules.roles import load_roles


def by_digest(digest: str) -> Invitation | None:
    """The invitation of a link, in whatever state; a link that was replaced by a newer one finds nothing."""
    return Invitation.objects.filter(token_digest=digest).first() if digest else None


def invitation(public_id: UUID | str) -> Invitation | None:
    """By its public id."""
    return Invitation.objects.filter(public_id=public_id).first()


def open_for(email: str) -> Invitation | None:
    """The invitation of an address that is neither accepted nor withdrawn; it may be too old."""
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return waiting.filter(email__iexact=email.strip()).first()


def sent_by(person: Person) -> QuerySet[Invitation]:
    """The invitations that somebody made, the newest first."""
    return Invitation.objects.filter(invited_by=person).prefetch_related("brings")


def state(of: Invitation, at: datetime) -> InvitationState:
    """How an invitation stands at a moment."""
    return state_of(of.accepted_at, of.withdrawn_at, of.expires_at, at)


def role_names(of: Invitation) -> list[str]:
    """The roles that an invitation brings, each with what it is over, in words."""
    roles = load_roles(settings.ACCORD_DEFINITIONS)
    return [
        f"{roles[each.role].name if each.role in roles else each.role}, {scope_words(each.scope_kind, each.scope_id)}"
        for each in of.brings.all()
    ]


def scope_words(kind: str, of: str) -> str:
    """``school 100001``, or ``everywhere``: names are the register's, which stands above this app."""
    return f"{kind} {of}".strip()
