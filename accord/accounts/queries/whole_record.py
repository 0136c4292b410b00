"""The record as it stands, looked at from end to end."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from accord.accounts.models.events import Event, Reading
from accord.accounts.queries.record_entries import done, reads
from accord.accounts.rules.chain import Head
from accord.accounts.rules.whole_record import DONE, READS, Looked, examine


def look_through(heads: Iterable[Head]) -> Looked:
    """Every event and every read, as of one moment, against each other and against heads kept apart."""
    # Read before the entries: one that is written meanwhile is then no contradiction.
    heads = list(heads)
    with transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return examine(done(), reads(), heads)


def heads_now() -> list[Head]:
    """Where both records end now, to be kept elsewhere."""
    found = []
    for name, model in ((DONE, Event), (READS, Reading)):
        last = model.objects.order_by("-sequence").values_list("sequence", "digest").first()
        if last is not None:
            found.append(Head(name, *last))
    return found


def entry_with_digest(digest: str) -> Head | None:
    """The entry of either record that has this digest; None where no entry has."""
    for name, model in ((DONE, Event), (READS, Reading)):
        number = model.objects.filter(digest=digest).values_list("sequence", flat=True).first()
        if number is not None:
            return Head(name, number, digest)
    return None
