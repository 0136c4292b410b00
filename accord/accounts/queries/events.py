"""Reading the history."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Max, QuerySet

from accord.accounts.models.events import Event


def of_subject(kind: str, subject: object) -> QuerySet[Event]:
    """What happened to one thing, oldest first, with who did it."""
    return Event.objects.filter(subject_kind=kind, subject_id=str(subject)).select_related("person")


def so_far(kinds: Sequence[str]) -> tuple[int, int]:
    """How many acts on these kinds of thing there were, and the last: what is kept of them holds while both stand.

    Both, since acts that happen at once may be written in another order than they are numbered.
    """
    told = Event.objects.filter(subject_kind__in=kinds).order_by().aggregate(acts=Count("pk"), last=Max("pk"))
    return told["acts"], told["last"] or 0
