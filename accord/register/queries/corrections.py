"""What is corrected of the national register here."""

from __future__ import annotations

from django.db.models import Count, Max

from accord.register.models.changes import Correction


def corrections_state() -> tuple[str, ...]:
    """Changes with every correction made or taken back; empty where there never was one."""
    made, withdrawn, last_made, last_withdrawn = Correction.objects.aggregate(
        made=Count("pk"), withdrawn=Count("withdrawn_at"), last=Max("made_at"), back=Max("withdrawn_at")
    ).values()
    return (str(made), str(withdrawn), str(last_made), str(last_withdrawn)) if made else ()
