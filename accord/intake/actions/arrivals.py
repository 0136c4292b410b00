"""A run in which publishers are asked for what is due, what came is taken in, and those who watch are told, once."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accord.accounts.actions.events import record
from accord.accounts.choices import Act
from accord.accounts.models.people import Person
from accord.accounts.queries.rights import rights_of
from accord.accounts.tasks import send_letter
from accord.fetching.downloading import Download
from accord.intake.actions.fetches import ask, folder, take_on_all
from accord.intake.choices import Outcome, Progress
from accord.intake.models.fetches import Fetch
from accord.intake.queries.fetches import Due, watchers


class AlreadyAsking(Exception):
    """Another run is at work; the message says so."""


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run: what was asked, what was taken in, and how many letters went."""

    asked: tuple[Fetch, ...]
    taken: tuple[Fetch, ...]
    letters: int = 0


@contextmanager
def alone() -> Iterator[None]:
    """Only one run asks publishers at a time; the lock goes with the process that holds it. Raises `AlreadyAsking`."""
    with (Path(settings.ACCORD_HOME) / "fetch.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyAsking("Another run is asking publishers for files. This one does nothing.") from error
        folder().mkdir(exist_ok=True)
        yield


def run(
    *,
    dues: Sequence[Due],
    download: Callable[[Due], Download],
    tells: bool,
    by: Person | None,
    at: datetime,
    heard: Callable[[Fetch], None] = lambda row: None,
) -> Run:
    """Take in what an earlier run left, ask for each file and take in what came, then tell. ``heard`` hears of each.

    Raises `AlreadyAsking` where another run is at work.
    """
    with alone():
        asked, taken = [], take_on_all(by=by, at=at)
        for each in taken:
            heard(each)
        for due in dues:
            row = ask(due=due, download=download(due), refused_too=tells, at=at)
            fresh = take_on_all(by=by, at=at) if row.outcome == Outcome.COMING else []
            asked += fresh or [row]
            taken += fresh
            for one in fresh or [row]:
                heard(one)
        letters = tell(at=at) if tells else 0
        done = Run(tuple(asked), tuple(taken), letters)
        _record(done, by, at)
        return done


def _record(done: Run, by: Person | None, at: datetime) -> None:
    counts = {outcome.value: sum(each.outcome == outcome for each in done.asked) for outcome in Outcome}
    detail = {**counts, "taken_in": len(done.taken), "letters": done.letters}
    with transaction.atomic():
        record("asked_publishers", kind="fetch", subject=uuid4(), by=by, at=at, detail=detail)


def tell(*, at: datetime) -> int:
    """Tell those who watch what came and what did not, each thing once; how many letters were put into the queue.

    A letter waits in the queue from the very transaction that notes it, so that nobody is told twice or not at all.
    """
    with transaction.atomic():
        untold = Fetch.objects.select_for_update().filter(told_at=None).exclude(outcome=Outcome.COMING)
        fresh = list(untold.order_by("asked_at", "pk"))
        worth = [each for each in fresh if _worth_telling(each)]
        Fetch.objects.filter(pk__in=[each.pk for each in fresh]).update(told_at=at)
        people = [person for person in watchers() if _sees_to_data(person, at)] if worth else []
        words = _words(worth)
        for person in people:
            send_letter.enqueue("data_arrived", str(person.public_id), words)
        return len(people)


def _sees_to_data(person: Person, at: datetime) -> bool:
    rights = rights_of(person, timezone.localdate(at))
    return rights.may(Act.SEND_DATA) or rights.may(Act.ACCEPT_DATA)


def _worth_telling(row: Fetch) -> bool:
    """Whether something came of a question, or it failed in another way than the night before."""
    if row.outcome == Outcome.NEW:
        return True
    if row.outcome != Outcome.FAILED:
        return False
    earlier = Fetch.objects.filter(offered=row.offered, year=row.year, asked_at__lt=row.asked_at).first()
    return earlier is None or (earlier.outcome, earlier.reason) != (row.outcome, row.reason)


def _words(rows: Sequence[Fetch]) -> dict[str, str]:
    kinds: dict[str, list[str]] = {"arrived": [], "waits": [], "failed": []}
    for each in rows:
        kinds[kind_of(each)].append(f"- {in_words(each)}")
    return {kind: "\n".join(lines) for kind, lines in kinds.items()}


def kind_of(row: Fetch) -> str:
    """Whether what came of a question arrived, waits for somebody, or failed."""
    if row.outcome != Outcome.NEW or row.intake is None or row.intake.progress == Progress.REFUSED:
        return "failed"
    return "waits" if row.intake.progress in (Progress.HELD, Progress.RECEIVED) else "arrived"


def in_words(row: Fetch) -> str:
    """What came of a question, in one line."""
    what = f"{row.offered} {row.year}"
    if row.outcome != Outcome.NEW or row.intake is None:
        return f"{what}: {row.get_outcome_display().lower()}{f'. {row.reason}' if row.reason else ''}"
    return f"{what}: {row.name}, {row.intake.get_progress_display().lower()}{f'. {row.reason}' if row.reason else ''}"
