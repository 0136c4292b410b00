"""Who holds the same post as somebody: the same role over the same school."""

from __future__ import annotations

from datetime import date

from accord.accounts.models.grants import Grant
from accord.accounts.queries.rights import grants_on


def somebody_follows(grant: Grant, on: date) -> bool:
    """Whether another right to the same post holds on a day, of somebody who may sign in."""
    same = grants_on(on).filter(role=grant.role, scope_kind=grant.scope_kind, scope_id=grant.scope_id)
    return same.filter(person__is_active=True).exclude(pk=grant.pk).exists()
