"""Taking people out of a copy of the database, so that it can go to somebody who develops or teaches.

What is taken out follows from definitions/privacy: there is no list of fields here. A person's ids, addresses and
names become pseudonyms by a key that is thrown away, the same everywhere, so that rows still hang together; what was
written freely, secrets and everything special go. What is left still is data of a real authority.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models, transaction

from accord.accounts.models.people import Person
from accord.accounts.queries.tables import classed_models
from accord.accounts.rules.field_classes import Field, FieldClass, Holds, TableClass

AT_ONCE = 500
NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
REMOVED = "removed"

Pseudonym = Callable[[str], str]
AnyField = models.Field[Any, Any]


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """How much was taken out."""

    tables: int
    fields: int
    rows_changed: int
    rows_removed: int


def pseudonyms(key: bytes) -> Pseudonym:
    """Names that are the same for the same text, in any capitals, and tell nothing without the key."""

    def pseudonym(text: str) -> str:
        return hmac.new(key, text.strip().casefold().encode(), "sha256").hexdigest()

    return pseudonym


def scrub(*, using: str, key: bytes) -> Scrubbed:
    """Scrub the database of this alias, all of it or nothing. Never call it on the one that is in use."""
    pseudonym = pseudonyms(key)
    tables = fields = changed = removed = 0
    with transaction.atomic(using=using):
        for model, table in classed_models():
            rows = model._base_manager.using(using)
            if table.empty_in_copies:
                removed += rows.all()._raw_delete(using)
                continue
            found = list(_scrubbed_fields(model, table))
            if found:
                tables, fields = tables + 1, fields + len(found)
                changed += _scrub_table(rows, found, pseudonym)
    return Scrubbed(tables, fields, changed, removed)


def _scrubbed_fields(model: type[models.Model], table: TableClass) -> Iterator[tuple[AnyField, Field]]:
    for field in model._meta.concrete_fields:
        said = table.fields[field.name]
        if said.may_name_people and not field.is_relation and not field.primary_key:
            yield field, said


def _scrub_table(rows: models.Manager[Any], found: list[tuple[AnyField, Field]], pseudonym: Pseudonym) -> int:
    named = [field for field, said in found if _is_named(field, said)]
    emptied = {field.name: _nothing(field) for field, said in found if not _is_named(field, said)}
    count = rows.update(**emptied) if emptied else rows.count()
    if not named:
        return count
    names = [field.name for field in named]
    # All keys first: a table that is read while it changes may show a row twice.
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        batch = list(rows.filter(pk__in=keys[start : start + AT_ONCE]).only("pk", *names))
        for row in batch:
            for field in named:
                setattr(row, field.name, _renamed(field, getattr(row, field.name), pseudonym))
        rows.bulk_update(batch, names)
    return count


def _is_named(field: AnyField, said: Field) -> bool:
    """Whether a field gets a pseudonym; any other is emptied."""
    if said.of is FieldClass.SPECIAL or isinstance(field, models.JSONField):
        return False
    names = bool({Holds.PERSON, Holds.ANY} & said.holds) and Holds.WORDS not in said.holds
    return names or bool(field.unique)


def _renamed(field: AnyField, value: Any, pseudonym: Pseudonym) -> Any:
    if value in (None, ""):
        return value
    name = pseudonym(str(value))
    if isinstance(field, models.UUIDField) or _is_uuid(value):
        return UUID(name[:32]) if isinstance(field, models.UUIDField) else str(UUID(name[:32]))
    if isinstance(field, models.EmailField) or "@" in str(value):
        return f"{name[:16]}@scrubbed.invalid"
    return f"Somebody {name[:8]}"[: field.max_length or 20] if field.model is Person else name[: field.max_length or 20]


def _is_uuid(value: Any) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


def _nothing(field: AnyField) -> Any:
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    if isinstance(field, models.DateTimeField):
        return NO_MOMENT
    if isinstance(field, models.DateField):
        return date(1970, 1, 1)
    if isinstance(field, models.BooleanField | models.IntegerField | models.FloatField | models.DecimalField):
        return 0
    if field.name == "password":
        return UNUSABLE_PASSWORD_PREFIX
    return "" if field.blank else REMOVED[: field.max_length or len(REMOVED)]
