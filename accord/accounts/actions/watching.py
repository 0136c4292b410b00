"""Following pages, saving them, and noting that somebody came.

None of it is recorded as an event: what a person likes to look at is theirs, and no part of anybody's history.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accord.accounts.models.people import Person
from accord.accounts.models.watching import Followed, SavedView, Visits

MOST_SAVED = 100
"""Saved pages of one person: more are no longer found among themselves."""


def follow(*, address: str, name: str, by: Person, at: datetime) -> None:
    """Keep an eye on a page; following it twice is following it once, under the name it has now."""
    Followed.objects.update_or_create(
        person=by, address=address, defaults={"name": name}, create_defaults={"name": name, "since": at}
    )


def stop_following(*, address: str, by: Person) -> None:
    """Let a page go; nothing happens where it was not followed."""
    Followed.objects.filter(person=by, address=address).delete()


class NotSaved(ValueError):
    """A page cannot be saved under this name; the message says why."""


def save_view(*, name: str, address: str, by: Person, at: datetime) -> SavedView:
    """Save a page under a name; raises `NotSaved` where the person has that name, or too many saved pages, already.

    That the address is one of this site's own pages is for the caller to have checked.
    """
    theirs = SavedView.objects.filter(person=by)
    if theirs.count() >= MOST_SAVED:
        raise NotSaved(f"You have {MOST_SAVED} saved pages. Delete one first.")
    _check_free(name, theirs)
    return SavedView.objects.create(person=by, name=name, address=address, saved_at=at)


def rename_view(*, view: int, name: str, by: Person) -> None:
    """Give one's own saved page another name; raises `NotSaved` for a name that is taken."""
    theirs = SavedView.objects.filter(person=by)
    _check_free(name, theirs.exclude(pk=view))
    theirs.filter(pk=view).update(name=name)


def delete_view(*, view: int, by: Person) -> None:
    """Delete one's own saved page; nothing happens where there is none."""
    SavedView.objects.filter(person=by, pk=view).delete()


def _check_free(name: str, theirs: QuerySet[SavedView]) -> None:
    if theirs.filter(name=name).exists():
        raise NotSaved(f"You have saved a page as “{name}” already. Choose another name.")


def note_visit(*, by: Person, at: datetime) -> datetime | None:
    """Note that a person is here, and say when they were here on an earlier day; None for the first time.

    Written once a day, so that a page opened again still tells what it told in the morning.
    """
    known, made = Visits.objects.get_or_create(person=by, defaults={"latest": at})
    if not made and timezone.localdate(known.latest) < timezone.localdate(at):
        known.before, known.latest = known.latest, at
        known.save(update_fields=["before", "latest"])
    return known.before
