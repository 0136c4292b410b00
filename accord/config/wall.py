"""Raises the second wall in PostgreSQL: row-level security for a role of the site that owns nothing.

It is raised anew after every migration, by the owner of the tables, from `wall_policies`; on SQLite there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.resources import files

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from accord.accounts.rules.roles import Role
from accord.config.viewer import pads
from accord.config.wall_policies import PROTECTED, Protection

WEB, OPERATOR, OWNER = "accord_web", "accord_operator", "accord_owner"
"""The site's role; that of the command line and the worker; and the one that owns the tables."""
RIGHTS = "SELECT, INSERT, UPDATE, DELETE"


def functions() -> str:
    """The functions of the wall, as SQL."""
    return files("accord.config").joinpath("wall.sql").read_text(encoding="utf-8")


def has_wall(connection: BaseDatabaseWrapper) -> bool:
    """Whether this is a database that can have one."""
    return connection.vendor == "postgresql"


def raise_wall(connection: BaseDatabaseWrapper, roles: Mapping[str, Role], key: bytes) -> None:
    """Put functions, policies and rights in place, as the owner of the tables. Nothing on SQLite.

    On a server without the roles of the wall, the owner alone gets any row: the site is not served from it.
    """
    if not has_wall(connection):
        return
    with connection.cursor() as cursor:
        cursor.execute(functions())
        _tell_what_roles_may(cursor, roles)
        _keep_key(cursor, key)
        for table in PROTECTED:
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        known = known_roles(cursor)
        if {WEB, OPERATOR} <= set(known):
            for table, protection in PROTECTED.items():
                cursor.execute(policies(table, protection))
            for role in known:
                cursor.execute(rights(role))


def shape(roles: Mapping[str, Role], key: bytes) -> bytes:
    """What changes when the wall has to be raised anew."""
    acts = sorted((code, sorted(role.may)) for code, role in roles.items())
    return sha256(repr((functions(), PROTECTED, acts)).encode() + key).digest()


def let_owner_through(connection: BaseDatabaseWrapper) -> None:
    """Before migrations: a policy falls with a column that it names, and the owner has to see the rows all the same.

    Others are not let through: a table without its policies shows them nothing. `raise_wall` takes this back.
    """
    if has_wall(connection):
        with connection.cursor() as cursor:
            for table in PROTECTED:
                cursor.execute(f"ALTER TABLE IF EXISTS {table} NO FORCE ROW LEVEL SECURITY")


def policies(table: str, protection: Protection) -> str:
    """The statements that protect one table; they may be run again. The owner operates too."""
    named = {
        "operates": f"ALL TO {OPERATOR} USING (true) WITH CHECK (true)",
        "shown": f"SELECT TO {WEB} USING ({protection.shows})",
        "added": f"INSERT TO {WEB} WITH CHECK ({protection.adds})",
        "changed": f"UPDATE TO {WEB} USING ({protection.shows})",
        "deleted": f"DELETE TO {WEB} USING ({protection.shows})",
    }
    lines = [f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]
    for name, what in named.items():
        lines += [f"DROP POLICY IF EXISTS {name} ON {table}", f"CREATE POLICY {name} ON {table} FOR {what}"]
    return ";\n".join(lines)


def rights(role: str) -> str:
    """The statements that give a role what it needs of the tables, and take from the site's role what it does not."""
    lines = [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT {RIGHTS} ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"REVOKE ALL ON accord_wall_key, accord_wall_act FROM {role}",
    ]
    if role == WEB:
        kept = [table for table, protection in PROTECTED.items() if protection.kept]
        lines += [f"REVOKE UPDATE, DELETE ON {', '.join(kept)} FROM {role}"]
        lines += [f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}"]
    return ";\n".join(lines)


def known_roles(cursor: CursorWrapper) -> list[str]:
    """Those of the wall's roles that this server knows."""
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) ORDER BY rolname", [[WEB, OPERATOR]])
    return [name for (name,) in cursor.fetchall()]


def statements_for_roles(database: str) -> str:
    """What a superuser of the server runs once, before Accord first starts."""
    lines: Iterable[str] = (
        "-- Run this once as a superuser of the server.",
        "-- Then give each role its password: \\password accord_owner, and so on.",
        f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;",
        f"CREATE ROLE {OPERATOR} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;",
        f"CREATE ROLE {WEB} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;",
        f"GRANT {OPERATOR} TO {OWNER};  -- so that migrations see the rows that they change",
        f'CREATE DATABASE "{database}" OWNER {OWNER};',
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;',
        f'GRANT CONNECT ON DATABASE "{database}" TO {OPERATOR}, {WEB};',
    )
    return "\n".join(lines)


def _tell_what_roles_may(cursor: CursorWrapper, roles: Mapping[str, Role]) -> None:
    cursor.execute("DELETE FROM accord_wall_act")
    rows = [(code, str(act)) for code, role in roles.items() for act in role.may]
    cursor.executemany("INSERT INTO accord_wall_act (role, act) VALUES (%s, %s)", rows)


def _keep_key(cursor: CursorWrapper, key: bytes) -> None:
    cursor.execute("DELETE FROM accord_wall_key")
    cursor.execute("INSERT INTO accord_wall_key (inner_pad, outer_pad) VALUES (%s, %s)", list(pads(key)))
