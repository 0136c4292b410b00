"""The database as lines of text, the same from SQLite and from PostgreSQL, and back into either.

A table is one line of column names and a line for each row, in the order of its keys. Values stand as JSON has them;
days and instants as ISO 8601 in UTC, bytes in base 64.
"""

# Excused in this module: B608, since names are those of our own tables, quoted by Django, and values are bound.

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils.duration import duration_iso_string

from accord.upkeep.manifests import Damaged

AT_ONCE = 1000
REBUILT = frozenset({"accord_wall_key", "accord_wall_act", "sqlite_sequence"})
"""Tables that are in no dump: the wall is raised anew from the definitions and the key."""

Table = type[models.Model]


def tables(known: Apps) -> dict[str, Table]:
    """Every table of some models, those between two others too, and the one of migrations; by name."""
    found = [model for model in known.get_models(include_auto_created=True) if _has_table(model)]
    return {model._meta.db_table: model for model in (*found, MigrationRecorder.Migration)}


def _has_table(model: Table) -> bool:
    return not model._meta.proxy and model._meta.managed


def unknown_tables(using: str, known: Apps) -> list[str]:
    """Tables of a database that no model speaks of, and that are therefore in no dump."""
    there = connections[using].introspection.table_names()
    return sorted(set(there) - set(tables(known)) - REBUILT)


def lines(model: Table, using: str) -> Iterator[bytes]:
    """A table as lines."""
    names = [field.attname for field in model._meta.concrete_fields]
    yield _line([field.column for field in model._meta.concrete_fields])
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield _line(row)


def digest(using: str, known: Apps) -> str:
    """One hash of all rows of all tables: two databases that say the same have the same."""
    whole = hashlib.sha256()
    for name, model in sorted(tables(known).items()):
        whole.update(f"{name}\n".encode())
        for line in lines(model, using):
            whole.update(line)
    return whole.hexdigest()


def _line(values: Iterable[Any]) -> bytes:
    said = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain)
    return said.encode() + b"\n"


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"a {type(value).__name__} has no form in a backup")


def fill(model: Table, content: Iterator[bytes], using: str) -> int:
    """Empty a table and put the rows of a dump into it; how many there were. Raises Damaged for what is no row."""
    connection, table = connections[using], model._meta.db_table
    fields = _fields(model, next(content, b""))
    quote, count = connection.ops.quote_name, 0
    columns = ", ".join(quote(field.column) for field in fields)
    into = f"INSERT INTO {quote(table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {quote(table)}")  # nosec B608
        while some := [_row(fields, line, table, connection) for line in islice(content, AT_ONCE)]:
            cursor.executemany(into, some)
            count += len(some)
    return count


def _fields(model: Table, heading: bytes) -> Sequence[models.Field[Any, Any]]:
    by_column = {field.column: field for field in model._meta.concrete_fields}
    try:
        columns = json.loads(heading)
        if set(columns) == set(by_column) and len(columns) == len(by_column):
            return [by_column[column] for column in columns]
    except (ValueError, TypeError):
        pass
    raise Damaged(f"The backup has other columns in {model._meta.db_table} than this Accord knows. Use another backup.")


def _row(
    fields: Sequence[models.Field[Any, Any]], line: bytes, table: str, connection: BaseDatabaseWrapper
) -> list[Any]:
    try:
        values = json.loads(line)
        return [_value(field, value, connection) for field, value in zip(fields, values, strict=True)]
    except Exception as error:  # each field has its own ways of saying that something is no value of it
        raise Damaged(f"The backup has a row of {table} that makes no sense ({error}). Use another backup.") from error


def _value(field: models.Field[Any, Any], value: Any, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(field, models.JSONField):
        if value is None and field.null:
            return None
        return connection.ops.adapt_json_value(value, field.encoder)
    return field.get_db_prep_save(field.to_python(value), connection)


def last_numbers(using: str, known: Apps) -> dict[str, int]:
    """The last key that was given out of each table that counts its rows, those of deleted rows too."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY rowid")
            there = tables(known)
            return {name: last for name, last in cursor.fetchall() if name in there}
        found = {}
        for table, sequence in _sequences(connection, known):
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # nosec B608
            (found[table],) = cursor.fetchone()
    return {table: last for table, last in sorted(found.items()) if last}


def give_numbers_after(numbers: dict[str, int], using: str, known: Apps) -> None:
    """Have the next key of each table follow the last one that was given out before."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence")
            cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", list(numbers.items()))
            return
        for table, sequence in _sequences(connection, known):
            last = numbers.get(table, 0)
            cursor.execute("SELECT setval(%s, %s, %s)", [sequence, max(last, 1), last > 0])


def _sequences(connection: BaseDatabaseWrapper, known: Apps) -> Iterator[tuple[str, str]]:
    for table, model in sorted(tables(known).items()):
        key = model._meta.pk
        if key is not None and isinstance(key, models.AutoField | models.BigAutoField | models.SmallAutoField):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), key.column])
                (sequence,) = cursor.fetchone()
            if sequence:
                yield table, sequence
