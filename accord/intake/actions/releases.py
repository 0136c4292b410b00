"""Withdrawing a release: the one before it answers again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.intake.actions.following import follow_all
from accord.intake.models.releases import Release
from accord.intake.rules import check_can_withdraw
from accord.register.actions.extracts import FAMILIES


def withdraw(*, release: Release, because: str, by: Person | None, at: datetime) -> Release:
    """Take a release out of every figure, and out of the register, and record who did it and why. Its files stay.

    Raises `NotNow` if it is not published.
    """
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release.pk)
        check_can_withdraw(release.accepted_at is not None, release.withdrawn_at is not None)
        release.withdrawn_at, release.withdrawn_by, release.withdrawn_because = at, by, because
        release.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
        if release.family in FAMILIES:
            follow_all(by=by, at=at)
        record("withdrew", kind="release", subject=release.public_id, by=by, at=at, detail={"why": because})
    return release
