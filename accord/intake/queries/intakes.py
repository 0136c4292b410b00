"""Files that were sent, and what became of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from accord.accounts.choices import Act
from accord.accounts.models.people import Person
from accord.accounts.queries.belonging import belonging_to
from accord.accounts.rules.rights import Rights
from accord.intake.models.files import Intake
from accord.intake.rules import Quota


def recent(rights: Rights, most: int = 50) -> QuerySet[Intake]:
    """The files sent last, of those that somebody may see."""
    return _sent(rights)[:most]


def intake(public_id: UUID | str, rights: Rights) -> Intake | None:
    """One sending of a file, or None where there is none for this reader."""
    return _sent(rights).filter(public_id=public_id).first()


def _sent(rights: Rights) -> QuerySet[Intake]:
    theirs = Intake.objects.filter(belonging_to(rights, Act.SEND_DATA))
    return theirs.select_related("file", "received_by").prefetch_related("releases")


def sent_lately(person: Person, at: datetime) -> Quota:
    """How many files, and bytes in all, a person sent in the 24 hours before a moment."""
    sent = Intake.objects.filter(received_by=person, received_at__gt=at - timedelta(hours=24))
    found = sent.aggregate(files=Count("pk"), size=Sum("file__size"))
    return Quota(found["files"], found["size"] or 0)
