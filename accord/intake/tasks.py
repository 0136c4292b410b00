"""What the worker does for this app."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from accord.intake.actions.intakes import check
from accord.intake.queries.intakes import intake


@task()
def check_intake(public_id: str) -> str:
    """Read, check and publish a received file; may be repeated. Returns how far it came."""
    found = intake(public_id)
    if found is None:
        return "gone"
    return str(check(intake=found, by=found.received_by, at=timezone.now()).progress)
