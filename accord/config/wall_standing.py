"""Whether the second wall stands as it should, asked by the role that has to stay behind it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.utils import DatabaseError, OperationalError

from accord.config.safety import Unsafe
from accord.config.viewer import token, wall_key
from accord.config.wall import OPERATOR, WEB, has_wall
from accord.config.wall_policies import PROTECTED

SETTING = "DATABASE_URL_WEB"
ROLES = "Give the site a role of its own: `accord database roles` prints how."
RAISE = "As the owner of the tables, run `accord database wall`, which raises it anew."
COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}


def faults_of_the_wall(connection: BaseDatabaseWrapper) -> list[Unsafe]:
    """Why the site may not be served from this database by the role that is connected; nothing on SQLite."""
    if not has_wall(connection):
        return []
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            return [*_of_the_role(cursor), *_of_the_tables(cursor), *_of_the_views(cursor), *_of_the_key(cursor)]
    except OperationalError as error:
        return [Unsafe("DATABASE_URL", f"The database does not answer ({error}).".replace("\n", " "), "Check it.")]
    except DatabaseError as error:
        return [Unsafe("DATABASE_URL", f"The second wall was never raised ({error}).".replace("\n", " "), RAISE)]


def _of_the_role(cursor: CursorWrapper) -> Iterator[Unsafe]:
    cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
    name, is_superuser, passes = cursor.fetchone()
    if is_superuser or passes:
        why = "is a superuser" if is_superuser else "has BYPASSRLS"
        yield Unsafe(SETTING, f"The role {name} {why}, so that no row is kept from it.", ROLES)
    cursor.execute(
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND pg_has_role(current_user, relowner, 'MEMBER')"
    )
    (owned,) = cursor.fetchone()
    if owned:
        yield Unsafe(SETTING, f"The role {name} owns {owned} tables and could take their protection away.", ROLES)
    cursor.execute("SELECT pg_has_role(current_user, to_regrole(%s)::oid, 'MEMBER')", [OPERATOR])
    if cursor.fetchone()[0] and not owned and not is_superuser:
        yield Unsafe(SETTING, f"The role {name} is the command line's, which sees every row.", ROLES)


def _of_the_tables(cursor: CursorWrapper) -> Iterator[Unsafe]:
    cursor.execute(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,"
        " array(SELECT polcmd::text FROM pg_policy AS p WHERE p.polrelid = c.oid"
        " AND (to_regrole(%s)::oid = ANY(polroles) OR 0 = ANY(polroles)))"
        " FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%s)",
        [WEB, list(PROTECTED)],
    )
    found = {name: (forced, set(kinds)) for name, forced, kinds in cursor.fetchall()}
    for table in PROTECTED:
        forced, kinds = found.get(table, (False, set()))
        missing = [word for letter, word in COMMANDS.items() if letter not in kinds]
        if not forced:
            yield Unsafe("DATABASE_URL", f"Row-level security is not forced on {table}.", RAISE)
        elif missing or "*" in kinds:
            yield Unsafe("DATABASE_URL", f"{table} lacks a policy for {', '.join(missing) or 'each command'}.", RAISE)
    kept = [table for table, protection in PROTECTED.items() if protection.kept]
    for table in kept:
        cursor.execute("SELECT has_table_privilege(%s, 'UPDATE') OR has_table_privilege(%s, 'DELETE')", [table, table])
        if cursor.fetchone()[0]:
            yield Unsafe(SETTING, f"The role may change or delete what {table} records.", RAISE)


def _of_the_views(cursor: CursorWrapper) -> Iterator[Unsafe]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')"
        " AND NOT coalesce('security_invoker=true' = ANY(reloptions), false) ORDER BY relname"
    )
    for (name,) in cursor.fetchall():
        what = f"The view {name} shows rows by its owner's rights."
        yield Unsafe("DATABASE_URL", what, f"ALTER VIEW {name} SET (security_invoker = true), or drop it.")


def _of_the_key(cursor: CursorWrapper) -> Iterator[Unsafe]:
    backend = cursor.db.connection.info.backend_pid
    cursor.execute("SELECT set_config('accord.viewer', %s, true)", [token(7, backend, time.time(), wall_key())])
    cursor.execute("SELECT accord_viewer()")
    if cursor.fetchone()[0] != 7:
        yield Unsafe(
            "ACCORD_SECRET_KEY",
            "The database does not believe whom the site says is signed in: it was given another key, this machine's"
            " clock differs by an hour, or something shares connections between sessions.",
            f"{RAISE} Connect to PostgreSQL directly, or through a pool of sessions.",
        )
    cursor.execute("SELECT set_config('accord.viewer', '', true)")
