"""Files that were sent, and what became of them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from accord.accounts.choices import Act
from accord.accounts.queries.belonging import belonging_to
from accord.accounts.rules.rights import Rights
from accord.intake.models.files import Intake


def recent(rights: Rights, most: int = 50) -> QuerySet[Intake]:
    """The files sent last, of those that somebody may see."""
    return _sent(rights)[:most]


def intake(public_id: UUID | str, rights: Rights) -> Intake | None:
    """One sending of a file, or None where there is none for this reader."""
    return _sent(rights).filter(public_id=public_id).first()


def _sent(rights: Rights) -> QuerySet[Intake]:
    theirs = Intake.objects.filter(belonging_to(rights, Act.SEND_DATA))
    return theirs.select_related("file", "received_by").prefetch_related("releases")
