"""Reading the history."""

from __future__ import annotations

from django.db.models import QuerySet

from accord.accounts.models.events import Event


def of_subject(kind: str, subject: object) -> QuerySet[Event]:
    """What happened to one thing, oldest first, with who did it."""
    return Event.objects.filter(subject_kind=kind, subject_id=str(subject)).select_related("person")
