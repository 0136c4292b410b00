"""Links that open a school's form, and reminders to send it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.intake.actions.own_returns import AboutSchool
from accord.intake.models.returns import ReturnLink, ReturnReminder
from accord.intake.queries.returns import links_of, return_link

SALT = "accord.intake.return_links"
DAYS = 28
"""How long a link opens its form."""
MOST_IN_AN_HOUR = 10
"""How often numbers may be sent by one link in an hour."""


class TooOften(Exception):
    """Numbers were sent by a link more often than anybody needs to."""


def token_of(link: ReturnLink) -> str:
    """What stands in the address of a link: its number and a signature; nothing of the school."""
    return signing.TimestampSigner(salt=SALT).sign(link.public_id.hex)


def link_behind(token: str, at: datetime) -> ReturnLink | None:
    """The link that a token opens at a moment; None for one that is forged, taken back, or too old."""
    try:
        number = signing.TimestampSigner(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    link = return_link(number)
    if link is None or link.revoked_at is not None or link.expires_at <= at:
        return None
    return link


def make_return_link(*, about: AboutSchool, by: Person | None, at: datetime) -> ReturnLink:
    """Make a link to hand to a school; those before it are taken back, so that one stands."""
    with transaction.atomic():
        revoke_links(about=about, by=by, at=at)
        link = ReturnLink.objects.create(
            urn=about.urn, authority=about.authority, year=about.year, form=about.form, made_at=at, made_by=by,
            expires_at=at + timedelta(days=DAYS),
        )  # fmt: skip
        record("made a link", kind="own return", subject=about.urn, by=by, at=at, detail=_detail(about))
    return link


def revoke_links(*, about: AboutSchool, by: Person | None, at: datetime) -> int:
    """Take back every link to a school's form; how many there were."""
    with transaction.atomic():
        gone = links_of(about.urn, about.year, about.form, at).update(revoked_at=at)
        if gone:
            record("took links back", kind="own return", subject=about.urn, by=by, at=at, detail=_detail(about))
    return gone


def count_use(*, link: ReturnLink, at: datetime) -> None:
    """Count one sending by a link, inside the caller's transaction; raise `TooOften` for more than is sensible."""
    row = ReturnLink.objects.select_for_update().get(pk=link.pk)
    if row.hour_began_at is None or at - row.hour_began_at >= timedelta(hours=1):
        row.hour_began_at, row.sent_in_hour = at, 0
    if row.sent_in_hour >= MOST_IN_AN_HOUR:
        raise TooOften(f"Numbers were sent {MOST_IN_AN_HOUR} times by this link within an hour. Try again later.")
    row.sent_in_hour += 1
    row.save(update_fields=["hour_began_at", "sent_in_hour"])


def remind(*, about: AboutSchool, by: Person | None, at: datetime) -> bool:
    """Record that a school is asked for its numbers; False where it was today already."""
    day = timezone.localdate(at)
    try:
        with transaction.atomic():
            ReturnReminder.objects.create(
                urn=about.urn, year=about.year, form=about.form, reminded_on=day, reminded_at=at, reminded_by=by
            )
            record("reminded", kind="own return", subject=about.urn, by=by, at=at, detail=_detail(about))
    except IntegrityError:
        return False
    return True


def _detail(about: AboutSchool) -> dict[str, object]:
    return {"year": about.year, "form": about.form}
