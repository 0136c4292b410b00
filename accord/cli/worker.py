"""The one process that does long work: intake, and whatever else a page hands over.

Run as `python -m accord.cli.worker`; the supervisor does. It holds a lock for as long as it lives, so every
task found running at its start belonged to a worker that is dead.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from django.core.management import call_command
from django_tasks import TaskResult
from django_tasks.base import Task
from django_tasks.signals import task_finished

from accord.config.heartbeat import AnotherWorker, Heartbeat, only_worker
from accord.config.opening import open_home
from accord.upkeep.reclaiming import reclaim

if TYPE_CHECKING:
    from accord.cli.duties import Duties

POLL_SECONDS = 1.0


def cubes_follow(task_result: TaskResult, **_: object) -> None:
    """After a task that may have released something, put the making of cubes in the queue."""
    making = cubes_task()
    if task_result.task.module_path != making.module_path:
        making.enqueue()


def cubes_task() -> Task[[], int]:
    """Imported late: models want an open home."""
    task: Task[[], int] = import_module("accord.performance.tasks").make_cubes_ready
    return task


def duties() -> Duties:
    """Imported late: models want an open home."""
    found: Duties = import_module("accord.cli.duties").Duties()
    return found


def main() -> int:
    """Work until told to stop. Exit status 1 when another worker has the place."""
    home = open_home()
    try:
        with only_worker(home):
            returned, failed = reclaim()
            if returned or failed:
                print(f"Tasks of a dead worker: {returned} put back, {failed} failed.", flush=True)
            heartbeat = Heartbeat(home)
            heartbeat.start()
            by_the_clock = duties()
            by_the_clock.start()
            task_finished.connect(cubes_follow)
            cubes_task().enqueue()
            try:
                call_command(
                    "db_worker", queue_name="*", interval=POLL_SECONDS, startup_delay=False, reload=False, verbosity=0
                )
            finally:
                by_the_clock.stop()
                heartbeat.stop()
    except AnotherWorker as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
