"""Clearing away what nothing points at, and writing down what the files of older releases are."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from accord.intake.models.releases import Release
from accord.intake.queries.stored import without_hashes
from accord.warehouse.hashes import write_hashes
from accord.warehouse.publishing import publish_lock, sweep, sweep_partial


def sweep_orphans() -> list[str]:
    """Remove what no row points at and is over an hour old; what was removed."""
    with publish_lock(Path(settings.ACCORD_HOME)):
        return sweep_under_lock()


def sweep_under_lock() -> list[str]:
    """The same for whoever holds the lock already, as intake does each time it publishes."""
    known = {str(each) for each in Release.objects.values_list("public_id", flat=True)}
    gone = sweep(Path(settings.ACCORD_RELEASES), known)
    gone += sweep(Path(settings.ACCORD_STAGING), set())
    return gone + sweep_partial(Path(settings.ACCORD_RAW))


def write_missing_hashes() -> int:
    """Write down what the files of releases are now, where nobody did; of how many."""
    with publish_lock(Path(settings.ACCORD_HOME)):
        folders = without_hashes()
        for folder in folders:
            write_hashes(folder)
    return len(folders)
