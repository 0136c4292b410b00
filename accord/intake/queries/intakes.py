"""Files that were sent, and what became of them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from accord.intake.models.files import Intake


def recent(most: int = 50) -> QuerySet[Intake]:
    """The files sent last."""
    return Intake.objects.select_related("file", "received_by").prefetch_related("releases")[:most]


def intake(public_id: UUID | str) -> Intake | None:
    """One sending of a file, or None."""
    found = Intake.objects.select_related("file", "received_by").prefetch_related("releases")
    return found.filter(public_id=public_id).first()
