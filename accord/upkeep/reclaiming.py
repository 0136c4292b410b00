"""Tasks that a worker was doing when it died."""

from __future__ import annotations

from django.apps import apps
from django_tasks import TaskResultStatus

MOST_ATTEMPTS = 3
"""A task that took this many workers down with it is not tried again."""


class WorkerDied(Exception):
    """Every worker that tried this task ended before the task did."""


def reclaim() -> tuple[int, int]:
    """Put tasks left running by dead workers back in the queue; fail those tried too often.

    Call it only as the only worker. Returns how many were put back and how many failed.
    """
    results = apps.get_model("django_tasks_database", "DBTaskResult").objects
    returned = failed = 0
    for task in results.filter(status=TaskResultStatus.RUNNING):
        if len(task.worker_ids) >= MOST_ATTEMPTS:
            task.set_failed(
                WorkerDied(f"{len(task.worker_ids)} workers ended while doing this. It is not tried again.")
            )
            failed += 1
        else:
            task.status = TaskResultStatus.READY
            task.started_at = None
            task.save(update_fields=["status", "started_at"])
            returned += 1
    return returned, failed
