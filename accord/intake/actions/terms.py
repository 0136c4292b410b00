"""The terms on which what was sent may be shown: set before anybody sees it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from accord.accounts.models.people import Person
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.sharing.actions.terms import set_terms
from accord.sharing.queries.wording import data_sets
from accord.sharing.rules.stages import PUBLISHED, Terms
from accord.sharing.rules.starting_terms import starting_terms

AS_SENT = "As it was sent."
AS_ACCEPTED = "As it was accepted."


def set_starting_terms(*, release: Release, by: Person | None, at: datetime) -> None:
    """Set the terms of a release as its sender asked, in the transaction that makes it."""
    terms = terms_asked(release.intake, release.family)
    if terms != PUBLISHED:
        set_terms(release=release.public_id, terms=terms, reason=AS_SENT, by=by, at=at)


def set_accepted_terms(*, releases: Iterable[Release], terms: Terms, by: Person | None, at: datetime) -> None:
    """Set the terms of releases as they are accepted, before they are; extracts of the register have none."""
    for each in releases:
        if has_terms(each):
            set_terms(release=each.public_id, terms=terms, reason=AS_ACCEPTED, by=by, at=at)


def has_terms(release: Release) -> bool:
    """Whether whoever accepts a release says who sees it: what holds results of schools, if not on terms of its own."""
    return release.family in data_sets().sources and release.family not in data_sets().never_summed


def terms_asked(intake: Intake, family: str) -> Terms:
    """What the sender of a file asked for what it holds of a data set."""
    days = intake.to_schools_on, intake.to_members_on, intake.to_public_on
    received = timezone.localdate(intake.received_at)
    return starting_terms(data_sets(), family, intake.asked_source, *days, on=received)
