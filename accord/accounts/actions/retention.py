"""Seeing to it that nothing is kept beyond its time, and that what has to be is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.events import Event
from accord.accounts.models.holds import LegalHold
from accord.accounts.models.people import Person
from accord.accounts.queries.retention import (
    GONE,
    KIND,
    due,
    emptied,
    held_by,
    holds_in_force,
    model_of,
    schedule,
)
from accord.accounts.queries.tables import classed_models
from accord.accounts.rules.retention import Kept, Rule, Then
from accord.accounts.rules.whole_record import DONE, FORGOT, READS, ranges

AT_ONCE = 500
NAMELESS = "Somebody who left"
WITH_THE_PERSON = frozenset({"people", "habits", "sessions"})
"""Groups of the schedule whose rows go when the person they belong to leaves."""
VERBS = {Then.DELETE: "deleted", Then.EMPTY: "emptied", Then.FORGET: FORGOT, Then.LEAVE: "let_go"}


class NotHeld(Exception):
    """A hold that cannot be placed or lifted; says why."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was done by one rule."""

    kept: Kept
    rule: Rule
    rows: int
    held: int


def keep_to_the_schedule(*, on: date, by: Person | None, at: datetime) -> list[Seen]:
    """Delete, empty or forget what is past its time on a day, and record what: counts and a hash, no names."""
    done = []
    for kept in schedule().values():
        for rule in kept.rules:
            done.append(_see_to(kept, rule, on, by, at))
    return [each for each in done if each.rows or each.held]


@transaction.atomic
def _see_to(kept: Kept, rule: Rule, on: date, by: Person | None, at: datetime) -> Seen:
    keys = set(due(rule, on).values_list("pk", flat=True))
    held = keys & held_by(kept, rule, list(holds_in_force())) if keys else set()
    over = sorted(keys - held)
    if not over:
        return Seen(kept, rule, 0, len(held))
    detail = _proof(rule, on, over) | {"held": len(held)}
    for start in range(0, len(over), AT_ONCE):
        _carry_out(rule, over[start : start + AT_ONCE])
    record(VERBS[rule.then], kind=KIND, subject=kept.code, by=by, at=at, detail=detail)
    return Seen(kept, rule, len(over), len(held))


def _proof(rule: Rule, on: date, keys: Sequence[Any]) -> dict[str, Any]:
    """What the record keeps: how many rows of which table up to which day, and the hash of their keys."""
    digest = hashlib.sha256("\n".join(map(str, keys)).encode()).hexdigest()
    proof = {"table": rule.table, "rows": len(keys), "until": rule.after.before(on).isoformat(), "keys": digest}
    if rule.then is not Then.FORGET:
        return proof
    model = model_of(rule)
    numbers = [
        number
        for start in range(0, len(keys), AT_ONCE)
        for number in model._base_manager.filter(pk__in=keys[start : start + AT_ONCE]).values_list(
            "sequence", flat=True
        )
    ]
    return proof | {"record": DONE if model is Event else READS, "entries": ranges(numbers)}


def _carry_out(rule: Rule, keys: Sequence[Any]) -> None:
    model = model_of(rule)
    rows = model._base_manager.filter(pk__in=keys)
    if rule.then is Then.DELETE:
        rows.delete()
    elif rule.then is Then.EMPTY:
        rows.update(**emptied(model, rule))
    elif rule.then is Then.LEAVE:
        for person in Person.objects.filter(pk__in=keys):
            _let_go(person)
    elif model is Event:
        rows.update(person=None, on_behalf_of=[], subject_id="", detail={}, salt="")
    else:
        rows.update(person=None, on_behalf_of=[], grant="", salt="")


def _let_go(person: Person) -> None:
    """A person becomes nobody: what they did stays, by their id."""
    for model, table in classed_models():
        if table.keep in WITH_THE_PERSON and model is not Person:
            for field in model._meta.concrete_fields:
                if field.related_model is Person:
                    model._base_manager.filter(**{field.name: person}).delete()
    person.email, person.name = f"{person.public_id.hex[:16]}{GONE}", NAMELESS
    person.is_active, person.last_login = False, None
    person.set_unusable_password()
    person.save()


@transaction.atomic
def place_hold(
    *,
    over: LegalHold.Over,
    subject: str,
    because: str,
    by: Person | None,
    at: datetime,
    numbers: Sequence[str] = (),
) -> LegalHold:
    """Keep all that names a person or a school, or a group of the schedule. Raises NotHeld with what is wrong."""
    if not because.strip():
        raise NotHeld("Say why it has to be kept: whoever lifts the hold will ask.")
    if over == LegalHold.Over.GROUP and subject not in schedule():
        raise NotHeld(f"The schedule has no group {subject}. It has {', '.join(schedule())}.")
    if holds_in_force().filter(over=over, subject=subject).exists():
        raise NotHeld("There is a hold on it already. Lift that one first to give another reason.")
    hold = LegalHold.objects.create(
        over=over, subject=subject, numbers=sorted(numbers), because=because.strip(), placed_at=at, placed_by=by
    )
    record("placed", kind="hold", subject=hold.public_id, by=by, at=at, detail={"over": over, "subject": subject})
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, because: str, by: Person | None, at: datetime) -> None:
    """Let what a hold kept go its way at the next run. Raises NotHeld without a reason, and where it was lifted."""
    if not because.strip():
        raise NotHeld("Say why it need not be kept any longer.")
    lifted = LegalHold.objects.filter(pk=hold.pk, lifted_at=None).update(
        lifted_at=at, lifted_by=by, lifted_because=because.strip()
    )
    if not lifted:
        raise NotHeld("This hold was lifted already.")
    record("lifted", kind="hold", subject=hold.public_id, by=by, at=at)
