"""What the worker does for this app."""

from __future__ import annotations

from django_tasks import task

from accord.performance import cubes
from accord.performance.schools import releases_folder
from accord.performance.standing import editions


@task()
def make_cubes_ready() -> int:
    """Make the cubes that pages will ask for, so that no reader waits for them. Returns how many were made."""
    return cubes.make_ready(releases_folder(), editions().values())
