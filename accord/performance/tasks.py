"""What the worker does for this app."""

from __future__ import annotations

from django_tasks import task

from accord.accounts.readers import Reader
from accord.accounts.rules.rights import NOBODY
from accord.performance import cubes
from accord.performance.schools import releases_folder
from accord.performance.standing import seen


@task()
def make_cubes_ready() -> int:
    """Make the cubes that pages will ask for, so that no reader waits for them. Returns how many were made.

    Those of everything that is published here, and those without what is not public.
    """
    readers = (Reader.operator(), Reader(who=None, rights=NOBODY))
    editions = [edition for reader in readers for edition in seen(reader).editions().values()]
    return cubes.make_ready(releases_folder(), editions)
