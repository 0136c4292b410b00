"""Whether what people handed over is being done: the worker, its tasks, files that wait, and backups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django_tasks import TaskResultStatus

from accord.config.heartbeat import AnotherWorker, only_worker
from accord.intake.choices import Progress
from accord.intake.models.files import Intake
from accord.intake.tasks import check_intake
from accord.ui.installation import worker_lives
from accord.upkeep.findings import Asked, Finding, many
from accord.upkeep.reclaiming import reclaim
from accord.upkeep.stamps import last_backup

STUCK_AFTER = timedelta(hours=1)
HELD_TOO_LONG = timedelta(days=14)
BACKUP_TOO_OLD = timedelta(days=8)


def dead_worker(asked: Asked) -> Iterator[Finding]:
    """Work that nobody does."""
    results = apps.get_model("django_tasks_database", "DBTaskResult").objects
    waiting = results.filter(status=TaskResultStatus.READY).count()
    lives = not _is_free(asked.home)
    if lives and not worker_lives(asked.at):
        yield Finding(
            "The worker gives no sign of life",
            "It holds its place and does nothing: it may hang.",
            "Stop `accord serve` and start it again: what it was doing is done again.",
        )
    running = results.filter(status=TaskResultStatus.RUNNING)
    if not lives and running:
        yield Finding(
            f"{many(running.count(), 'task')} of a dead worker",
            "People see work as going on that nobody does.",
            "`accord serve` does them again; `accord doctor --mend` puts them back in the queue.",
            [each.task_path for each in running],
            mend=lambda: _reclaimed(asked.home),
        )
    if not lives and waiting:
        yield Finding(
            f"No worker, and {many(waiting, 'task')} waiting",
            "Files that were sent by page are not checked, and reads are not sealed.",
            "Start `accord serve`, which runs one.",
        )
    elif not lives:
        yield Finding("No worker runs", "Nothing waits for one.", "`accord serve` runs one.", note=True)


def _is_free(home: Path) -> bool:
    try:
        with only_worker(home):
            return True
    except AnotherWorker:
        return False


def _reclaimed(home: Path) -> str:
    try:
        with only_worker(home):
            returned, failed = reclaim()
    except AnotherWorker:
        return "A worker has started meanwhile, and sees to them."
    return f"{many(returned, 'task')} put back, {failed:,} given up after too many tries."


def stuck_files(asked: Asked) -> Iterator[Finding]:
    """Files that were received and never checked, with no task that would."""
    wanted = _waiting_for_task()
    stuck = [
        each for each in Intake.objects.filter(progress=Progress.RECEIVED, received_at__lt=asked.at - STUCK_AFTER)
        if str(each.public_id) not in wanted
    ]  # fmt: skip
    if stuck:
        yield Finding(
            f"{many(len(stuck), 'file')} received and never checked",
            "Something was ended between receiving and checking. Nothing of them is published.",
            "`accord doctor --mend` has the worker check them; or send them again.",
            [f"{each.name}, received {each.received_at:%Y-%m-%d %H:%M}" for each in stuck],
            mend=lambda: _check_again(stuck),
        )


def _waiting_for_task() -> set[str]:
    results = apps.get_model("django_tasks_database", "DBTaskResult").objects
    open_ = results.filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    return {str(word) for each in open_ for word in each.args_kwargs.get("args", [])}


def _check_again(stuck: list[Intake]) -> str:
    for each in stuck:
        check_intake.enqueue(str(each.public_id))
    return f"{many(len(stuck), 'file')} handed to the worker."


def held_too_long(asked: Asked) -> Iterator[Finding]:
    """Files that wait for somebody to accept them."""
    held = Intake.objects.filter(progress=Progress.HELD, received_at__lt=asked.at - HELD_TOO_LONG)
    if held:
        yield Finding(
            f"{many(held.count(), 'file')} waiting for acceptance for over {HELD_TOO_LONG.days} days",
            "What they hold is in no figure.",
            "Accept them (*Data*, or `accord accept`), or leave a word why they wait.",
            [f"{each.name}, received {each.received_at:%Y-%m-%d}, intake {each.public_id}" for each in held],
        )


def old_backup(asked: Asked) -> Iterator[Finding]:
    """No backup, or an old one."""
    last = last_backup(asked.home)
    if last is None or asked.at - last > BACKUP_TOO_OLD:
        yield Finding(
            "No backup was made from here yet" if last is None else f"The last backup is of {last:%Y-%m-%d}",
            "What was done since would be lost with this disk. Backups made by other means are not known here.",
            "Let `accord backup` run every night: docs/how-to/back-up-and-restore.md has the line.",
            note=bool(settings.ACCORD_DEMONSTRATION),
        )
