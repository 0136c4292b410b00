"""Ending rights, and moving their ends, without leaving a post empty by accident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accord.accounts.actions.events import record
from accord.accounts.actions.granting import end
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.queries.posts import somebody_follows
from accord.accounts.rules.granting import NotGiven, check_can_give
from accord.accounts.rules.posts import VACANT, check_post_is_filled
from accord.accounts.rules.rights import Scope
from accord.accounts.rules.roles import Role, load_roles


@dataclass(frozen=True, slots=True)
class Leaving:
    """A right that ends: the first day without it, why, and why the post stays vacant where nobody follows."""

    grant: Grant
    on: date
    because: str
    vacant_because: str = ""


@transaction.atomic
def end_right(*, leaving: Leaving, by: Person | None, at: datetime) -> None:
    """End a right. Raises `NotGiven` for a last headteacher or chair without a successor or a reason."""
    if not leaving.because.strip():
        raise NotGiven("because", "Say why the right ends: whoever asks later is shown this reason.")
    role = _role(leaving.grant)
    if role is not None:
        day = max(leaving.on, leaving.grant.starts_on)
        follows = somebody_follows(leaving.grant, day)
        check_post_is_filled(role, somebody_follows=follows, vacant_because=leaving.vacant_because)
    vacant = f" {VACANT}{leaving.vacant_because.strip()}" if leaving.vacant_because.strip() else ""
    end(grant=leaving.grant, on=leaving.on, because=f"{leaving.because.strip()}{vacant}"[:500], by=by, at=at)


@transaction.atomic
def change_end(
    *, grant: Grant, ends_before: date | None, because: str, by: Person | None, at: datetime, vacant_because: str = ""
) -> None:
    """Let a right that goes on end on another day, or stay open, and record why. Raises `NotGiven`.

    One that has ended stays so: what somebody was allowed then is not changed afterwards.
    """
    locked = Grant.objects.select_for_update().get(pk=grant.pk)
    role = _role(locked)
    if role is None:
        raise NotGiven("ends_before", "The role of this right is no longer known. End it, and give another.")
    if locked.ends_before is not None and locked.ends_before <= timezone.localdate(at):
        raise NotGiven("ends_before", "This right has ended. Give it anew.")
    scope = Scope.read(f"{locked.scope_kind}:{locked.scope_id}" if locked.scope_id else locked.scope_kind)
    on_behalf = locked.on_behalf_of_id is not None
    check_can_give(role, scope, locked.starts_on, ends_before, on_behalf=on_behalf, reason=because)
    if ends_before is not None:
        follows = somebody_follows(locked, ends_before)
        check_post_is_filled(role, somebody_follows=follows, vacant_because=vacant_because)
    before, locked.ends_before = locked.ends_before, ends_before
    locked.save(update_fields=["ends_before"])
    told = {"because": because.strip(), "was": _written(before), "ends_before": _written(ends_before)}
    record("end changed", kind="grant", subject=locked.public_id, by=by, at=at, detail=told)


def _role(grant: Grant) -> Role | None:
    return load_roles(settings.ACCORD_DEFINITIONS).get(grant.role)


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
