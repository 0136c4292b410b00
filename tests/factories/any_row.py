"""A row of any table, made from what the model says of its fields; and what is named where."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import models

from accord.accounts.models.people import Person

COUNTER = itertools.count(1_000)
AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
TEXTS = (models.CharField, models.TextField)


def a_row(model: type[models.Model], **given: Any) -> models.Model:
    """A saved row. What is not given is filled with something harmless; rows it needs are made too."""
    number = next(COUNTER)
    values = {
        field.name: _value(field, number)
        for field in model._meta.concrete_fields
        if field.name not in given and not field.primary_key or _own_key(field)
    }
    values |= given
    return model._base_manager.create(**values)


def _own_key(field: Any) -> bool:
    return field.primary_key and not isinstance(field, models.AutoField)


def _value(field: Any, number: int) -> Any:
    if field.is_relation:
        if field.null:
            return None
        return somebody_new() if field.related_model is Person else a_row(field.related_model)
    if isinstance(field, models.UUIDField):
        return uuid4()
    if isinstance(field, models.DateTimeField):
        return AT
    if isinstance(field, models.DateField):
        return date(2020, 1, 1) + timedelta(days=365 * ("ends" in field.name) + number % 300)
    if isinstance(field, models.BooleanField):
        return bool(field.default) if field.has_default() else False
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.IntegerField):
        return field.get_default() if field.has_default() else number
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.GenericIPAddressField):
        return "192.0.2.1"
    if isinstance(field, models.EmailField) or field.name == "email":
        return f"row-{number}@example.org"
    return f"r{number}"[-(field.max_length or 20) :]


def somebody_new() -> Person:
    """A person nobody asks about."""
    number = next(COUNTER)
    return Person.objects.create_user(f"other-{number}@example.org", name=f"Otherwise Number {number}")


def places_in(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """The fields of a table in which anything at all can be written."""
    for field in model._meta.concrete_fields:
        if isinstance(field, (*TEXTS, models.JSONField)) and not field.choices:
            yield field


def mentions_found(model: type[models.Model], known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The fields of a table in which something known is named, each with one such mention: every row is read."""
    names = [field.name for field in places_in(model)]
    names += [f.name for f in model._meta.concrete_fields if isinstance(f, models.UUIDField)]
    found: set[str] = set()
    for row in model._base_manager.values(*names).iterator(2000) if names else ():
        for name, value in row.items():
            if name not in found and (said := known & set(_words(value))):
                found.add(name)
                yield name, min(said)


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _words(key)
            yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
    elif value is not None and not isinstance(value, int | float):
        text = str(value)
        yield text
        yield from re.findall(r"[\w.@+-]+", text)
