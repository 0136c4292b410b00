"""Putting entries at the end of a record, one writer at a time, and keeping its head apart from the database."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from accord.accounts.models.events import Event, Reading
from accord.accounts.queries.heads import heads_file, last_head
from accord.accounts.queries.record_entries import event_parts, reading_parts
from accord.accounts.rules.chain import GENESIS, Entry, Head, written
from accord.accounts.rules.whole_record import DONE, READS

log = logging.getLogger(__name__)

TURNS = {DONE: 4_150_001, READS: 4_150_002}
"""The locks by which writers on PostgreSQL take turns. SQLite has one writer at a time anyway."""


def add_event(event: Event) -> None:
    """Number an event after the last one, chain and keep it. Call it inside a transaction."""
    sequence, before = end_of(DONE)
    person = str(event.person.public_id) if event.person is not None else ""
    _stamp(event, written(before, sequence + 1, secrets.token_hex(16), *event_parts(event, person)))
    event.save(force_insert=True)
    transaction.on_commit(keep_head_apart, robust=True)


def add_readings(readings: Sequence[Reading]) -> None:
    """Number readings after the last one, chain and keep them. Call it inside a transaction."""
    sequence, before = end_of(READS)
    for number, reading in enumerate(readings, start=sequence + 1):
        person = str(reading.person.public_id) if reading.person is not None else ""
        entry = written(before, number, secrets.token_hex(16), *reading_parts(reading, person))
        _stamp(reading, entry)
        before = entry.digest
    Reading.objects.bulk_create(readings)


def end_of(record: str) -> tuple[int, str]:
    """The number and digest of the last entry, with the right to add the next one until the transaction ends."""
    if not connection.in_atomic_block:
        raise RuntimeError("A record is written inside a transaction: two writers would take the same number.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURNS[record]])
    return _end(record) or (0, GENESIS)


def _end(record: str) -> tuple[int, str] | None:
    """Where a record ends. PostgreSQL is asked for that alone: its second wall hides most entries from most people."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sequence, digest FROM accord_end_of_record(%s)", [record])
            sequence, digest = cursor.fetchone()
            return (sequence, digest) if sequence else None
    model = Event if record == DONE else Reading
    return model.objects.order_by("-sequence").values_list("sequence", "digest").first()


def _stamp(row: Event | Reading, entry: Entry) -> None:
    row.sequence, row.before, row.digest = entry.sequence, entry.before, entry.digest
    row.sealed, row.salt = entry.sealed, entry.salt


def keep_head_apart() -> None:
    """Add the end of the record of acts to the file of heads, unless it says so already.

    What was done is done: where the disk is full that is said, and the head of the next act stands for this one too.
    """
    end = _end(DONE)
    if end is None:
        return
    sequence, digest = end
    try:
        with _alone(heads_file(settings.ACCORD_STATE)) as file:
            last = last_head(heads_file(settings.ACCORD_STATE))
            if last is None or last.sequence < sequence:
                _append(file, Head(DONE, sequence, digest))
    except OSError as error:
        log.warning("It is done, but the end of the record could not be kept apart: %s. Make room.", error.strerror)


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _append(descriptor: int, head: Head) -> None:
    """Add a line, or nothing: half of one would make the next unreadable too."""
    line, before = f"{head.record} {head.sequence} {head.digest}\n".encode("ascii"), os.fstat(descriptor).st_size
    if os.write(descriptor, line) < len(line):
        os.ftruncate(descriptor, before)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(descriptor)
