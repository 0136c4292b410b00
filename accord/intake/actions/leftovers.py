"""Files that nobody needs any more: those whose every sending was refused and has been deleted by the schedule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from accord.intake.models.files import SourceFile
from accord.warehouse.publishing import raw_lock, sweep


def drop_leftovers() -> int:
    """Delete the rows and then the bytes of files that no sending names; how many files of bytes went.

    Killed in between, the bytes go the next time: what no row names is dropped too, once it is an hour old.
    """
    with raw_lock(Path(settings.ACCORD_HOME), dropping=True):
        SourceFile.objects.filter(intakes=None).delete()
        return len(sweep(Path(settings.ACCORD_RAW), set(SourceFile.objects.values_list("sha256", flat=True))))


@contextmanager
def nothing_is_dropped() -> Iterator[None]:
    """For as long as the block runs the bytes of every file that a row names stay; files may come in all the same."""
    with raw_lock(Path(settings.ACCORD_HOME)):
        yield
