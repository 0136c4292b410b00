"""Putting a backup back into an empty home: everything is read and checked first; then all of it is there, or nothing.

While it goes on, a mark stands in the home: nothing else opens it, and an attempt that was killed can be repeated.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.db import IntegrityError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from accord.config.heartbeat import AnotherWorker, only_worker
from accord.config.homes import RESTORING, lay_out, locked
from accord.config.wall import let_owner_through
from accord.upkeep.archives import Backup, flush, opened
from accord.upkeep.dumps import fill, give_numbers_after, tables
from accord.upkeep.manifests import ROOMS, SINGLE_FILES, Damaged, Manifest

PRIVATE = 0o600
KEY = "secret_key"
RESTORED = "restored"
"""The file in a home that says which backup it comes from, and when it was put back."""

LEFT_OVER = 64 * 1024 * 1024
"""Bytes of the disk that have to stay free."""

SET_UP_BY_DJANGO = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""Tables that a database has rows in before anybody did anything."""


class NotEmpty(Exception):
    """Why a backup cannot be put back here; says what to do."""


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was put back."""

    manifest: Manifest
    files: int
    rows: int


def restore(*, source: Path, at: datetime) -> PutBack:
    """Put a backup into this home, which has to be empty, and its database, which has to be empty too.

    Raises Damaged or NotEmpty, and then nothing is changed. The database is afterwards as old as the backup: opening
    the home brings it to the shape of this version.
    """
    home = Path(settings.ACCORD_HOME)
    with opened(source) as backup:
        backup.look_through()
        targets = _last_migrations(backup.manifest)
        with _alone_in(home):
            _check_can_restore(home, backup.manifest)
            try:
                _begin(home)
                staged = _stage_files(backup, home)
                rows = _restore_database(backup, targets, staged)
            except BaseException:
                _clear(home)
                (home / RESTORING).unlink(missing_ok=True)
                raise
            _end(home, source, backup.manifest, at)
    return PutBack(backup.manifest, len(list(backup.files())), rows)


@contextmanager
def _alone_in(home: Path) -> Iterator[None]:
    try:
        with only_worker(home), locked(home, "prepare"):
            yield
    except AnotherWorker as error:
        raise NotEmpty(f"A worker serves {home}. Stop it, or name an empty folder in ACCORD_HOME.") from error


def _last_migrations(manifest: Manifest) -> list[tuple[str, str]]:
    """The last migrations of a backup, as targets. Raises Damaged where this Accord does not know one of them."""
    loader = MigrationLoader(None)
    applied = {(app, name) for app, names in manifest.migrations.items() for name in names}
    strange = sorted(applied - set(loader.disk_migrations))
    if strange:
        raise Damaged(
            f"The backup was made by a newer Accord ({manifest.accord}): this one does not know its migration"
            f" {'.'.join(strange[0])}. Restore it with that version."
        )
    graph = loader.graph
    return sorted(
        node for node in applied
        if not any(child.key in applied and child.key[0] == node[0] for child in graph.node_map[node].children)
    )  # fmt: skip


def _check_can_restore(home: Path, manifest: Manifest) -> None:
    if not (home / RESTORING).exists():
        found = next(_in_the_way(home), None)
        if found is not None:
            raise NotEmpty(
                f"{home} is not empty: there is {found}. Name an empty folder in ACCORD_HOME,"
                " and an empty database where DATABASE_URL names one."
            )
    free = shutil.disk_usage(home).free
    if free < manifest.bytes_unpacked + LEFT_OVER:
        raise NotEmpty(
            f"The backup needs {manifest.bytes_unpacked / 2**20:,.0f} MiB, and the disk where {home} is has"
            f" {free / 2**20:,.0f} MiB free. Make room, or name a home on another disk."
        )


def _in_the_way(home: Path) -> Iterator[str]:
    """What lies where the backup would go. A key that was just made, and nothing was signed with, does not count."""
    database = _database()
    if (database is None or (database.exists() and database.stat().st_size)) and (table := _table_with_rows()):
        yield f"a database with rows in {table}"
    for room in sorted({*ROOMS, "staging"}):
        yield from (f"{room}/{path.name}" for path in (home / room).glob("*"))
    yield from (name for name in SINGLE_FILES if name != KEY and (home / name).exists())


def _database() -> Path | None:
    """The file of the database; None where it is not a file."""
    given = connections["default"].settings_dict
    return Path(str(given["NAME"])) if given["ENGINE"].endswith("sqlite3") else None


def _table_with_rows() -> str:
    connection = connections["default"]
    there = set(connection.introspection.table_names()) - SET_UP_BY_DJANGO
    with connection.cursor() as cursor:
        for table in sorted(there & set(tables(apps))):
            # The name of a table of our own, quoted by Django.
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})")  # nosec B608
            if cursor.fetchone()[0]:
                return table
    return ""


def _begin(home: Path) -> None:
    """Mark the home, so that nobody else opens it, and clear what an earlier attempt left."""
    begun_before = (home / RESTORING).exists()
    _write(home / RESTORING, b"A backup is being put back here.\n")
    (home / "prepared").unlink(missing_ok=True)
    if begun_before:
        _clear(home)


def _clear(home: Path) -> None:
    """Take away what an attempt brought into a home that was empty before it."""
    for room in {*ROOMS, "staging"}:
        shutil.rmtree(home / room, ignore_errors=True)
    for name in SINGLE_FILES:
        if name != KEY:
            (home / name).unlink(missing_ok=True)
    lay_out(home)


def _stage_files(backup: Backup, home: Path) -> Path:
    """Take the files out beside their places; each is on the disk, and as it was written, when this returns."""
    staged = home / "staging" / "restoring"
    staged.mkdir(mode=0o700)
    folders = {staged}
    for name in backup.files():
        target = staged / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folders.update(each for each in target.parents if each.is_relative_to(staged))
        backup.take_out(name, target)
    for folder in folders:
        flush(folder)
    return staged


def _restore_database(backup: Backup, targets: list[tuple[str, str]], staged: Path) -> int:
    """Fill the database and put the files in their places; the last step is the one that makes it count."""
    final = _database()
    aside = staged.parent / "restoring.sqlite3"
    with _aimed_at(aside if final is not None else None):
        connection = connections["default"]
        let_owner_through(connection)
        executor = MigrationExecutor(connection)
        executor.migrate(targets)
        known = executor.loader.project_state(targets).apps
        with connection.constraint_checks_disabled(), transaction.atomic():
            rows = _fill(backup, known)
            _put_in_place(staged, Path(settings.ACCORD_HOME))
    if final is not None:
        _replace_database(aside, final)
    return rows


@contextmanager
def _aimed_at(database: Path | None) -> Iterator[None]:
    """The default connection, led to another file: migrations know no other connection."""
    connection = connections["default"]
    connection.close()
    before: dict[str, Any] = {part: connection.settings_dict[part] for part in ("NAME", "OPTIONS")}
    if database is not None:
        begin_empty(database)
        # Nothing of it counts before it is flushed as a whole and renamed; until then the disk need not keep up.
        pragmas = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"
        connection.settings_dict.update(NAME=str(database), OPTIONS={"init_command": pragmas})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def begin_empty(database: Path) -> None:
    """An SQLite database without anything in it, for its owner alone."""
    _write(database, b"")


def _fill(backup: Backup, known: Apps) -> int:
    manifest, there, rows = backup.manifest, tables(known), 0
    strange = sorted(set(there) ^ set(manifest.rows))
    if strange:
        raise Damaged(f"The backup and its migrations do not agree on the table {strange[0]}. Use another backup.")
    for table, model in there.items():
        filled = fill(model, backup.lines(table), "default")
        if filled != manifest.rows[table]:
            raise Damaged(f"The backup has {filled:,} rows of {table} and says {manifest.rows[table]:,}.")
        rows += filled
    give_numbers_after(dict(manifest.numbers), "default", known)
    try:
        connections["default"].check_constraints()
    except IntegrityError as error:
        raise Damaged(f"The rows of the backup do not fit together ({error}). Use another backup.") from error
    return rows


def _put_in_place(staged: Path, home: Path) -> None:
    """Rename what was staged into the rooms; releases and other folders go whole."""
    for name in SINGLE_FILES:
        if (staged / name).exists():
            os.replace(staged / name, home / name)
    for room in ROOMS:
        (home / room).mkdir(mode=0o700, exist_ok=True)
        for path in sorted((staged / room).glob("*")):
            os.rename(path, home / room / path.name)
        flush(home / room)
    shutil.rmtree(staged)


def _replace_database(aside: Path, final: Path) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        final.with_name(final.name + ending).unlink(missing_ok=True)
    flush(aside)
    os.replace(aside, final)
    try:
        flush(final.parent)
    except OSError:
        final.unlink()  # its files are about to be taken away again
        raise


def _end(home: Path, source: Path, manifest: Manifest, at: datetime) -> None:
    said = {"restored_at": at.isoformat(), "backup_of": manifest.made_at, "left_out": list(manifest.left_out)}
    _write(home / RESTORED, json.dumps(said | {"backup": source.name}, indent=1).encode())
    (home / RESTORING).unlink()
    with suppress(OSError):  # a mark that comes back after a power cut asks to do it again, and loses nothing yet
        flush(home)


def _write(path: Path, content: bytes) -> None:
    with suppress(FileNotFoundError):
        path.unlink()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
