"""Giving, confirming and ending rights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.rules.granting import NotGiven, check_can_give
from accord.accounts.rules.rights import Scope
from accord.accounts.rules.roles import load_roles


@transaction.atomic
def give(
    *,
    person: Person,
    role: str,
    scope: Scope,
    reason: str,
    starts_on: date,
    ends_before: date | None,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Grant:
    """Give somebody a role over a scope from a day, and record it. Raises `NotGiven` with what is wrong.

    Whether the giver may give it is asked by the page; the operator (``by`` None) may give everything.
    """
    known = load_roles(settings.ACCORD_DEFINITIONS).get(role)
    if known is None:
        raise NotGiven("role", f"There is no role {role}. See docs/reference/roles.md for those there are.")
    check_can_give(known, scope, starts_on, ends_before, on_behalf=on_behalf_of is not None, reason=reason)
    if on_behalf_of == person:
        raise NotGiven("on_behalf_of", "Nobody acts in their own name for themselves. Name another person.")
    grant = Grant.objects.create(
        person=person, role=role, scope_kind=scope.kind, scope_id=scope.id, on_behalf_of=on_behalf_of, given_by=by,
        given_at=at, reason=reason.strip(), starts_on=starts_on, ends_before=ends_before,
    )  # fmt: skip
    told = {
        "person": str(person.public_id),
        "role": role,
        "scope": str(scope),
        "starts_on": starts_on.isoformat(),
        "ends_before": ends_before.isoformat() if ends_before else None,
    }
    record("given", kind="grant", subject=grant.public_id, by=by, at=at, detail=told)
    return grant


@transaction.atomic
def end(*, grant: Grant, on: date, because: str, by: Person | None, at: datetime) -> None:
    """End a right before a day (today: from the next request on), and record it.

    One that has not begun ends on its first day, so that it never holds. One that ends earlier already stays as it is.
    """
    locked = Grant.objects.select_for_update().get(pk=grant.pk)
    day = max(on, locked.starts_on)
    if locked.ends_before is not None and locked.ends_before <= day:
        return
    locked.ends_before, locked.ended_because = day, because
    locked.save(update_fields=["ends_before", "ended_because"])
    record(
        "ended", kind="grant", subject=locked.public_id, by=by, at=at, detail={"ends_before": day.isoformat()}
    )


@transaction.atomic
def confirm(*, grants: Sequence[Grant], by: Person | None, at: datetime) -> None:
    """Say that rights are still needed, and record it for each."""
    for grant in grants:
        Grant.objects.filter(pk=grant.pk).update(confirmed_at=at, confirmed_by=by)
        record("confirmed", kind="grant", subject=grant.public_id, by=by, at=at)
