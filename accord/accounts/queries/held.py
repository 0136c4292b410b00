"""Everything that is held on a person or a school: every row of every table that names it, found from the models.

Nothing here lists tables. Foreign keys to people are followed; fields that can hold a person or a school, as
definitions/privacy says of each, are searched; what leads to a person through another row is found through it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from accord.accounts.models.people import Person
from accord.accounts.queries.tables import classed_models
from accord.accounts.rules.field_classes import FieldClass, Holds, TableClass
from accord.accounts.rules.mentions import SOMEBODY_ELSE, Mentions, names_of

NOT_GIVEN = "[secret, never given out]"
AT_ONCE = 2_000

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A person, or a school by all the numbers it goes or went by. ``told`` is how the cover sheet names it."""

    kind: Holds
    told: str
    public_id: str
    mentions: Mentions
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class HeldTable:
    """The rows of one table, with the class of each column. ``to_read`` are columns in which others may be named."""

    label: str
    says: str
    columns: tuple[str, ...]
    classes: tuple[FieldClass, ...]
    to_read: tuple[str, ...]
    rows: tuple[Row, ...]


def person_subject(person: Person) -> Subject:
    """A person by their id, their addresses and their name."""
    addresses = person.emailaddress_set.values_list("email", flat=True)
    mentions = names_of([str(person.public_id), person.email, person.name, *addresses])
    return Subject(Holds.PERSON, str(person), str(person.public_id), mentions, person)


def school_subject(numbers: frozenset[str], *, told: str, address: str) -> Subject:
    """A school by every number and address it has or had."""
    return Subject(Holds.SCHOOL, told, address, Mentions(numbers | {address}))


def held_on(subject: Subject) -> list[HeldTable]:
    """Every table with rows that name the subject, in the order of the models."""
    found = dict(_matching(subject))
    others = _others(subject)
    return [_as_table(table, rows, subject, others) for table, rows in found.values() if rows]


def _matching(subject: Subject) -> Iterator[tuple[str, tuple[TableClass, list[models.Model]]]]:
    found: dict[str, list[models.Model]] = {}
    for model, table in classed_models():
        found[table.label] = rows_naming(model, table, subject)
    for model, table in classed_models():
        rows = found[table.label]
        if table.through:
            target = model._meta.get_field(table.through).related_model
            owners = [row.pk for row in found[target._meta.label_lower]]  # type: ignore[union-attr]
            known = {row.pk for row in rows}
            led_to = model._default_manager.filter(**{f"{table.through}__in": owners}).order_by("pk")
            rows = rows + [row for row in _with_people(model, led_to) if row.pk not in known]
        yield table.label, (table, rows)


def rows_naming(model: type[models.Model], table: TableClass, subject: Subject) -> list[models.Model]:
    """The rows of one table that point to the subject or name it."""
    wanted, annotations = Q(pk__in=[]), {}
    links, texts = _links_to_people(model, subject), _searched_fields(model, table, subject)
    for name in links:
        wanted |= Q(**{name: subject.person})
    for field in texts:
        if isinstance(field, models.UUIDField):
            wanted |= Q(**{f"{field.name}__in": _ids(subject)})
            continue
        annotations[f"{field.name}_in_words"] = Cast(field.name, TextField())
        for key in subject.mentions.keys:
            # SQLite keeps JSON with letters beyond ASCII written out.
            for written in {key, json.dumps(key)[1:-1]}:
                wanted |= Q(**{f"{field.name}_in_words__icontains": written})
    chosen = _with_people(model, model._default_manager.annotate(**annotations).filter(wanted))
    return [
        row
        for row in chosen.order_by("pk").iterator(AT_ONCE)
        if any(getattr(row, f"{name}_id") == subject.person.pk for name in links if subject.person is not None)
        or any(subject.mentions.within(_in_words(getattr(row, field.name))) for field in texts)
    ]


def _links_to_people(model: type[models.Model], subject: Subject) -> list[str]:
    if subject.person is None:
        return []
    return [field.name for field in model._meta.concrete_fields if field.related_model is Person]


def _searched_fields(
    model: type[models.Model], table: TableClass, subject: Subject
) -> list[models.Field[Any, Any]]:
    return [
        field
        for field in model._meta.concrete_fields
        if not field.is_relation
        and table.fields[field.name].may_hold(subject.kind)
        and not table.fields[field.name].secret
    ]


def _ids(subject: Subject) -> list[UUID]:
    found = []
    for key in subject.mentions.keys:
        with suppress(ValueError):
            found.append(UUID(key))
    return found


def _in_words(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def _with_people(model: type[models.Model], rows: QuerySet[models.Model]) -> QuerySet[models.Model]:
    relations = [field.name for field in model._meta.concrete_fields if field.is_relation]
    return rows.select_related(*relations) if relations else rows


def _others(subject: Subject) -> Mentions:
    """By what everybody else can be told, to be taken out of what a person is given; nobody for a school."""
    if subject.person is None:
        return Mentions(frozenset())
    people = Person.objects.exclude(pk=subject.person.pk)
    addresses = people.exclude(emailaddress=None).values_list("emailaddress__email", flat=True)
    known = {str(part) for row in people.values_list("public_id", "email", "name") for part in row}
    return Mentions(names_of(known | set(addresses)).keys - subject.mentions.keys)


def _as_table(table: TableClass, rows: list[models.Model], subject: Subject, others: Mentions) -> HeldTable:
    fields = rows[0]._meta.concrete_fields
    said = [table.fields[field.name] for field in fields]
    return HeldTable(
        label=table.label,
        says=table.says,
        columns=tuple(field.name for field in fields),
        classes=tuple(each.of for each in said),
        to_read=tuple(each.name for each in said if Holds.WORDS in each.holds),
        rows=tuple(
            tuple(
                NOT_GIVEN if each.secret and getattr(row, each.name) else _value(row, field, subject, others)
                for field, each in zip(fields, said, strict=True)
            )
            for row in rows
        ),
    )


def _value(row: models.Model, field: models.Field[Any, Any], subject: Subject, others: Mentions) -> Any:
    value = getattr(row, field.name)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Person):
        mine = subject.person is None or value.pk == subject.person.pk
        return str(value) if mine else SOMEBODY_ELSE
    if isinstance(value, models.Model | UUID):
        return others.taken_out(str(value))
    if isinstance(value, date):
        return value.isoformat()
    return others.taken_out(value)
