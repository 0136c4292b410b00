"""Following pages, and noting that somebody came.

Neither is recorded as an event: what a person likes to look at is theirs, and no part of anybody's history.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accord.accounts.models.people import Person
from accord.accounts.models.watching import Followed, Visits


def follow(*, address: str, name: str, by: Person, at: datetime) -> None:
    """Keep an eye on a page; following it twice is following it once, under the name it has now."""
    Followed.objects.update_or_create(
        person=by, address=address, defaults={"name": name}, create_defaults={"name": name, "since": at}
    )


def stop_following(*, address: str, by: Person) -> None:
    """Let a page go; nothing happens where it was not followed."""
    Followed.objects.filter(person=by, address=address).delete()


def note_visit(*, by: Person, at: datetime) -> datetime | None:
    """Note that a person is here, and say when they were here on an earlier day; None for the first time.

    Written once a day, so that a page opened again still tells what it told in the morning.
    """
    known, made = Visits.objects.get_or_create(person=by, defaults={"latest": at})
    if not made and timezone.localdate(known.latest) < timezone.localdate(at):
        known.before, known.latest = known.latest, at
        known.save(update_fields=["before", "latest"])
    return known.before
