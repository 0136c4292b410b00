"""Setting on what terms a release may be shown."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.sharing.models.terms import ReleaseTerms
from accord.sharing.rules.stages import PUBLISHED, Terms, check_terms


@transaction.atomic
def set_terms(*, release: UUID, terms: Terms, reason: str, by: Person | None, at: datetime) -> ReleaseTerms | None:
    """Say where a release comes from and who sees it from when; record what it was before, what it is now and why.

    Terms that stand already are not set again. Returns None for published figures of which nobody ever said more.
    Raises `NotTerms` for terms that cannot be.
    """
    check_terms(terms, reason)
    row = ReleaseTerms.objects.select_for_update().filter(release=release).first()
    before = row.plain if row else PUBLISHED
    if before == terms:
        return row
    row = row or ReleaseTerms(release=release)
    row.source = terms.source
    row.to_schools_on, row.to_members_on, row.to_public_on = (on for _, _, on in terms.steps)
    row.set_at, row.set_by, row.reason = at, by, reason.strip()
    row.save()
    told = {"before": written(before), "after": written(terms), "why": reason.strip()}
    record("set", kind="release terms", subject=release, by=by, at=at, detail=told)
    return row


def written(terms: Terms) -> dict[str, str | None]:
    """Terms as the record keeps them."""
    return {"source": str(terms.source)} | {field: _iso(on) for field, _, on in terms.steps}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
