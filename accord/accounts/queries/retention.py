"""Which rows are past their time, which soon will be, and which a legal hold keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accord.accounts.models.grants import Grant
from accord.accounts.models.holds import LegalHold
from accord.accounts.models.people import Person
from accord.accounts.queries.held import Subject, person_subject, rows_naming, school_subject
from accord.accounts.queries.tables import classes
from accord.accounts.rules.field_classes import TableClass
from accord.accounts.rules.retention import LEFT, Kept, Rule, Schedule, Then, load_schedule
from accord.accounts.rules.whole_record import SEALED

KIND = "retention"
"""The kind of the acts by which the record says what was deleted; they are never forgotten themselves."""
GONE = "@left.invalid"
"""How the address of somebody ends who has left for good."""
AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Due:
    """What one rule would do on a day: rows whose time is over, those a hold keeps, and those due within a month."""

    kept: Kept
    rule: Rule
    until: date
    now: int
    held: int
    soon: int


def schedule() -> Schedule:
    """How long what is kept here."""
    return load_schedule(settings.ACCORD_DEFINITIONS)


def preview(on: date) -> list[Due]:
    """What every rule would do on a day, in the order of the schedule."""
    holds = list(holds_in_force())
    found = []
    for kept in schedule().values():
        for rule in kept.rules:
            now = set(due(rule, on).values_list("pk", flat=True))
            held = now & held_by(kept, rule, holds)
            soon = due(rule, on + AHEAD).count() - len(now)
            found.append(Due(kept, rule, rule.after.before(on), len(now - held), len(held), soon))
    return found


def due(rule: Rule, on: date) -> QuerySet[Any]:
    """The rows of a rule whose time is over on a day and that have not been seen to yet."""
    model, last = model_of(rule), rule.after.before(on)
    rows = _left(last) if rule.since == LEFT else model._base_manager.filter(_long_ago(model, rule.since, last))
    for name, values in rule.only.items():
        rows = rows.filter(**{f"{name}__in": values})
    if rule.then is Then.FORGET:
        rows = rows.exclude(salt="")
        return rows.exclude(Q(verb=SEALED) | Q(subject_kind=KIND)) if hasattr(model, "verb") else rows
    return rows.exclude(**emptied(model, rule)) if rule.then is Then.EMPTY else rows


def model_of(rule: Rule) -> type[models.Model]:
    """The table of a rule."""
    return apps.get_model(rule.table)


def emptied(model: type[models.Model], rule: Rule) -> dict[str, Any]:
    """What stands in the fields that may name people once they are emptied."""
    said = classes()[rule.table]
    return {
        field.name: [] if isinstance(field, models.JSONField) else ""
        for field in model._meta.concrete_fields
        if said.fields[field.name].may_name_people and not field.is_relation
    }


def _long_ago(model: type[models.Model], name: str, last: date) -> Q:
    if isinstance(model._meta.get_field(name), models.DateTimeField):
        midnight = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
        return Q(**{f"{name}__lt": midnight})
    return Q(**{f"{name}__lte": last})


def _left(last: date) -> QuerySet[Person]:
    """People who hold no right since that day, and were here last before it."""
    still = Grant.objects.filter(person=OuterRef("pk")).filter(Q(ends_before=None) | Q(ends_before__gt=last))
    here = _long_ago(Person, "joined_at", last) & (Q(last_login=None) | _long_ago(Person, "last_login", last))
    return Person.objects.filter(here).exclude(email__endswith=GONE).exclude(Exists(still))


def holds_in_force() -> QuerySet[LegalHold]:
    """The legal holds that stand, the newest first."""
    return LegalHold.objects.filter(lifted_at=None).select_related("placed_by")


def held_by(kept: Kept, rule: Rule, holds: list[LegalHold]) -> set[Any]:
    """The keys of the rows of a rule's table that a hold keeps."""
    model, table = model_of(rule), classes()[rule.table]
    if any(hold.over == LegalHold.Over.GROUP and hold.subject == kept.code for hold in holds):
        return set(model._base_manager.values_list("pk", flat=True))
    return {key for subject in _subjects(holds) for key in _keys_naming(model, table, subject)}


def _subjects(holds: list[LegalHold]) -> Iterator[Subject]:
    for hold in holds:
        if hold.over == LegalHold.Over.PERSON:
            person = Person.objects.filter(public_id=hold.subject).first()
            if person is not None:
                yield person_subject(person)
        elif hold.over == LegalHold.Over.SCHOOL:
            yield school_subject(frozenset(hold.numbers), told=hold.subject, address=hold.subject)


def _keys_naming(model: type[models.Model], table: TableClass, subject: Subject) -> set[Any]:
    return {row.pk for row in rows_naming(model, table, subject)}
