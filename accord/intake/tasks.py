"""What the worker does for this app."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from accord.accounts.letters import send
from accord.accounts.rules.rights import OPERATOR
from accord.intake.actions.intakes import check, give_up
from accord.intake.actions.own_returns import AboutSchool
from accord.intake.actions.putting_together import put_all_together, put_together
from accord.intake.actions.return_links import make_return_link, token_of
from accord.intake.queries.intakes import intake
from accord.intake.queries.returns import authorities_by_urn, return_forms, senders_of
from accord.register.queries.school_names import names_of


@task()
def send_return_reminder(form: str, year: int, urn: str, site: str) -> str:
    """Ask those who may send a school's numbers for them, each with a link made here, so that it waits in no queue."""
    at = timezone.now()
    asked, authority = return_forms().get(form), authorities_by_urn([urn]).get(urn, "")
    people = senders_of(urn, timezone.localdate(at)) if asked and settings.ACCORD_SENDS_EMAIL else []
    if asked is None or not people:
        return "nobody"
    about = AboutSchool(urn, authority, year, form)
    link = make_return_link(about=about, by=None, at=at)
    words = {
        "form": asked.titled(year),
        "school": names_of([urn])[urn],
        "link": site.rstrip("/") + reverse("dashboards:return_by_link", args=[token_of(link)]),
        "until": timezone.localdate(link.expires_at),
    }
    sent = [send("own_return", to=each.email, words={**words, "name": each.name}) for each in people]
    return f"{sum(sent)} sent"


@task()
def put_returns_together(authority: str, year: int) -> str:
    """Make the release of an authority's own returns of a summer anew; may be repeated."""
    made = put_together(authority=authority, year=year, at=timezone.now())
    return str(made.progress) if made is not None else "nothing"


@task()
def check_intake(public_id: str) -> str:
    """Read, check and publish a received file; may be repeated. Returns how far it came.

    Where the machine fails, and not the file, the intake says so, so that nobody waits for it.
    """
    found = intake(public_id, OPERATOR)
    if found is None:
        return "gone"
    try:
        progress = str(check(intake=found, by=found.received_by, at=timezone.now()).progress)
        put_all_together(at=timezone.now())
        return progress
    except (OSError, DatabaseError) as error:
        give_up(intake=found, because=str(error), at=timezone.now())
        raise
