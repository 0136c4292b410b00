"""Whether the database is there, has the shape this version needs, is whole, and says what was done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from accord.accounts.queries.heads import NotAHead, heads_file, heads_in
from accord.accounts.queries.whole_record import look_through
from accord.accounts.rules.whole_record import DONE
from accord.config.homes import RESTORING
from accord.config.opening import prepare
from accord.upkeep.findings import Asked, Finding, many


def database_file() -> Path | None:
    """The file of the database; None where it is not a file."""
    given = connection.settings_dict
    return Path(str(given["NAME"])) if given["ENGINE"].endswith("sqlite3") else None


def not_there(asked: Asked) -> Iterator[Finding]:
    """A home of which a backup is half put back, or whose database is gone. Nothing else can then be looked at."""
    if (asked.home / RESTORING).exists():
        yield Finding(
            "A backup is half put back here",
            "Nothing opens the home until that is done.",
            "Run `accord restore` with the same backup again.",
        )
        return
    file = database_file()
    if file is None or file.exists():
        return
    kept = sum(1 for room in ("raw", "releases") for _ in (asked.home / room).glob("*"))
    if kept:
        yield Finding(
            "The database is gone",
            f"{many(kept, 'file')} lie here, and nothing says what they are.",
            f"Put {file.name} back, or restore the newest backup into an empty home.",
        )
    else:
        yield Finding("Nothing is here yet", "No command has used this home so far.", "Nothing.", note=True)


def pending(asked: Asked) -> Iterator[Finding]:
    """Migrations that were not applied. Nothing that needs the tables can then be looked at."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Finding(
            f"{many(len(plan), 'migration')} waiting",
            "The database has the shape of an older version. The next command that opens the home applies them.",
            "Make a copy of the database first, then `accord doctor --mend`.",
            [f"{migration.app_label}.{migration.name}" for migration, _ in plan],
            mend=partial(_migrate, asked.home),
        )


def newer(asked: Asked) -> Iterator[Finding]:
    """Migrations of a version newer than this one."""
    loader = MigrationExecutor(connection).loader
    strange = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if strange:
        yield Finding(
            "The database is of a newer Accord",
            "This version may write what the newer one cannot read.",
            "Use the version that was used last.",
            [f"{app}.{name}" for app, name in strange],
        )


def _migrate(home: Path) -> str:
    (home / "prepared").unlink(missing_ok=True)
    prepare(home)
    return "The migrations were applied."


def damaged(asked: Asked) -> Iterator[Finding]:
    """What the database says of itself."""
    faults = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            faults = [str(said) for (said,) in cursor.fetchall() if said != "ok"]
    try:
        connection.check_constraints()
    except IntegrityError as error:
        faults.append(str(error))
    if faults:
        yield Finding(
            "The database is damaged",
            "Rows may be lost or point at nothing.",
            "Stop Accord, keep the database as it is, and restore the newest backup into an empty home.",
            faults,
        )


def record_chain(asked: Asked) -> Iterator[Finding]:
    """Whether the record of what was done and read is as it was written."""
    try:
        heads = list(heads_in(heads_file(Path(settings.ACCORD_STATE))))
    except NotAHead as error:
        yield Finding(
            "The heads of the record cannot be read", str(error), "Take the file state/record-heads.txt from a backup."
        )
        return
    faults = look_through(heads).faults
    if faults:
        yield Finding(
            f"The record is not as it was written, in {many(len(faults), 'place')}",
            "Entries were changed, taken out, moved, put in or cut off; or an older backup was put back.",
            "Run `accord audit verify`, compare with a backup from before, and keep this one as it is.",
            [f"entry {each.sequence:,} of what was {'done' if each.record == DONE else 'read'}: {each.why}"
             for each in faults],
        )  # fmt: skip
