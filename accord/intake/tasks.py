"""What the worker does for this app."""

from __future__ import annotations

from django.db import DatabaseError
from django.utils import timezone
from django_tasks import task

from accord.accounts.rules.rights import OPERATOR
from accord.intake.actions.intakes import check, give_up
from accord.intake.queries.intakes import intake


@task()
def check_intake(public_id: str) -> str:
    """Read, check and publish a received file; may be repeated. Returns how far it came.

    Where the machine fails, and not the file, the intake says so, so that nobody waits for it.
    """
    found = intake(public_id, OPERATOR)
    if found is None:
        return "gone"
    try:
        return str(check(intake=found, by=found.received_by, at=timezone.now()).progress)
    except (OSError, DatabaseError) as error:
        give_up(intake=found, because=str(error), at=timezone.now())
        raise
