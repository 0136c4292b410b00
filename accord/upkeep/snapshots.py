"""The database as it is at one moment, while others go on writing to it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import OperationalError, connections, transaction
from django.db.utils import load_backend
from psycopg import IsolationLevel

from accord.config.wall import OPERATOR
from accord.config.wall_policies import PROTECTED

ALIAS = "moment"
PRIVATE = 0o600


class SeesTooLittle(Exception):
    """The database would show this role a part of the rows; says what to do."""


@contextmanager
def one_moment() -> Iterator[str]:
    """The name of a connection that sees the database as it is now, whatever is written meanwhile.

    Nobody has to wait for it. Raises SeesTooLittle where the second wall of PostgreSQL keeps rows from whoever asks.
    """
    given = connections["default"].settings_dict
    if given["ENGINE"].endswith("sqlite3"):
        with _copied(Path(str(given["NAME"]))) as copy, _connected({**given, "NAME": str(copy), "OPTIONS": {}}):
            yield ALIAS
        return
    options = {**given["OPTIONS"], "isolation_level": IsolationLevel.REPEATABLE_READ}
    with _connected({**given, "OPTIONS": options}), transaction.atomic(using=ALIAS):
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        _check_sees_all()
        yield ALIAS


@contextmanager
def _connected(given: dict[str, Any]) -> Iterator[None]:
    """A connection of this thread's own, beside those of the settings."""
    connections[ALIAS] = load_backend(given["ENGINE"]).DatabaseWrapper(given, ALIAS)
    try:
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]


@contextmanager
def _copied(database: Path) -> Iterator[Path]:
    """A copy by SQLite itself: of a database in use, the file alone lacks what is in its log."""
    copy = Path(settings.ACCORD_STAGING) / f"{uuid4().hex}.sqlite3"
    try:
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
        with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(copy)) as into:
            live.backup(into)
            # The copy has no log of its own: it is read once and removed.
            into.execute("PRAGMA journal_mode=DELETE")
        yield copy
    except sqlite3.Error as error:
        raise OperationalError(str(error)) from error  # as Django says it
    finally:
        copy.unlink(missing_ok=True)


def _check_sees_all() -> None:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR coalesce(pg_has_role(current_user, to_regrole(%s)::oid,"
            " 'MEMBER'), false) FROM pg_roles WHERE rolname = current_user",
            [OPERATOR],
        )
        name, sees_all = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relname = ANY(%s) AND row_security_active(oid)"
            " AND relnamespace = 'public'::regnamespace",
            [list(PROTECTED)],
        )
        (walled,) = cursor.fetchone()
    if walled and not sees_all:
        raise SeesTooLittle(
            f"The role {name} may not see every row of {walled} tables, so that its backup would lack some."
            f" Give DATABASE_URL the address of {OPERATOR} or of the owner of the tables."
        )
