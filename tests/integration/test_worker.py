"""Tasks of a dead worker are taken up again, but not for ever; and a home has one worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from accord.config.heartbeat import AnotherWorker, only_worker
from accord.upkeep.reclaiming import MOST_ATTEMPTS, reclaim


def left_running(attempts: int) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING, worker_ids=["gone"] * attempts, run_after=get_date_max(),
        args_kwargs={"args": [], "kwargs": {}}, task_path="nowhere.task", backend_name="default",
        exception_class_path="", traceback="",
    )  # fmt: skip


@pytest.mark.django_db
def test_a_task_left_running_is_put_back():
    task = left_running(attempts=1)
    assert reclaim() == (1, 0)
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    assert reclaim() == (0, 0)


@pytest.mark.django_db
def test_a_task_that_took_too_many_workers_down_fails_and_says_why():
    task = left_running(attempts=MOST_ATTEMPTS)
    assert reclaim() == (0, 1)
    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED
    assert "3 workers ended while doing this" in task.traceback


def test_a_home_has_one_worker(tmp_path: Path):
    refused = pytest.raises(AnotherWorker, match="Another worker serves")
    with only_worker(tmp_path), refused, only_worker(tmp_path):
        pass
    with only_worker(tmp_path):
        pass
