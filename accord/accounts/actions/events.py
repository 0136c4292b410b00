"""Writing the history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accord.accounts.actions.chaining import add_event
from accord.accounts.models.events import Event
from accord.accounts.models.people import Person
from accord.accounts.queries.rights import grants_on


def record(
    verb: str,
    *,
    kind: str,
    subject: object,
    by: Person | None,
    at: datetime,
    detail: Mapping[str, Any] | None = None,
    visitor: bool = False,
) -> Event:
    """Record one act, inside the caller's transaction. ``by`` is None for the operator.

    It is also None for a ``visitor``: somebody who has not signed in. Where the person's right is to do somebody
    else's work, the record says whose.
    """
    actor = Event.Actor.PERSON if by is not None else Event.Actor.VISITOR if visitor else Event.Actor.OPERATOR
    event = Event(
        actor=actor,
        person=by,
        on_behalf_of=those_it_is_done_for(by, at),
        verb=verb,
        subject_kind=kind,
        subject_id=str(subject),
        at=at,
        # As the database will give it back: what is hashed now is what can be checked later.
        detail=json.loads(json.dumps(dict(detail or {}))),
    )
    with transaction.atomic(savepoint=False):
        add_event(event)
    return event


def those_it_is_done_for(by: Person | None, at: datetime) -> list[str]:
    """The public ids of those whose work somebody does, by a grant of business support; mostly nobody."""
    if by is None:
        return []
    theirs = grants_on(timezone.localdate(at)).filter(person=by).exclude(on_behalf_of=None)
    return sorted({str(each) for each in theirs.values_list("on_behalf_of__public_id", flat=True)})
