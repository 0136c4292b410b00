"""Counting what could be guessed, for all processes of the site together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from accord.accounts.models.tries import Tries
from accord.accounts.rules.tries import Road, still_counted

KEPT_FOR = timedelta(days=2)
"""Longer than the longest limit: what is older is swept away."""


def key_of(road: Road) -> str:
    """What a count is kept under: nobody can read an address or an account from it without the site's key."""
    return salted_hmac("accord.tries", "\0".join((road.kind, *road.of)), algorithm="sha256").hexdigest()


@transaction.atomic
def take(roads: Sequence[Road], *, at: datetime) -> bool:
    """Count one try on every road; False, with nothing counted, where one of them is used up.

    Counted before the answer is known and given back when it was right, so that a hundred tries at one moment are
    a hundred. The rows are locked in one order, so that two who try never wait for each other.
    """
    Tries.objects.filter(latest__lt=at - KEPT_FOR).delete()
    now = at.timestamp()
    rows = []
    for road in sorted(roads, key=key_of):
        key = key_of(road)
        Tries.objects.get_or_create(key=key, defaults={"latest": at})
        row = Tries.objects.select_for_update().get(key=key)
        row.moments = still_counted(row.moments, road.limit, now)
        if len(row.moments) >= road.limit.most:
            return False
        rows.append(row)
    for row in rows:
        row.moments.append(now)
        row.latest = at
        row.save(update_fields=["moments", "latest"])
    return True


@transaction.atomic
def give_back(roads: Sequence[Road], *, at: datetime) -> None:
    """Take back the try that was counted at this moment: it was no guess."""
    now = at.timestamp()
    for road in sorted(roads, key=key_of):
        row = Tries.objects.select_for_update().filter(key=key_of(road)).first()
        if row is not None and now in row.moments:
            row.moments.remove(now)
            row.save(update_fields=["moments"])


@transaction.atomic
def forget(roads: Sequence[Road]) -> None:
    """Begin anew on these roads, after somebody has proved in another way who they are."""
    Tries.objects.filter(key__in=[key_of(road) for road in roads]).delete()
