"""What intake publishes of the national register, the register follows, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from accord.accounts.models.people import Person
from accord.intake.models.releases import Release
from accord.intake.queries.releases import register_releases
from accord.register.actions.establishments import Extract
from accord.register.actions.extracts import FAMILIES, follow, follow_again
from accord.warehouse.records.stored import records

CLOSED_FIRST = {"status": ["Closed"]}


def follow_published(fresh: Sequence[Release], *, by: Person | None, at: datetime) -> None:
    """Have the register follow extracts that were just published.

    One that is older than another of its family came late: then all of them are followed again, in their order.
    """
    extracts = [release for release in fresh if release.family in FAMILIES]
    if not extracts:
        return
    pks = {release.pk for release in extracts}
    newest = _newest([each for each in register_releases() if each.pk not in pks])
    if any(_day(release) < newest.get(release.family, date.min) for release in extracts):
        follow_all(by=by, at=at)
        return
    for release in sorted(extracts, key=lambda each: (_day(each), FAMILIES.index(each.family))):
        follow(_extract(release), by=by, at=at)


def follow_all(*, by: Person | None, at: datetime) -> None:
    """Make the register anew from every published extract."""
    follow_again((_extract(each) for each in register_releases()), by=by, at=at)


def _newest(releases: Sequence[Release]) -> dict[str, date]:
    found: dict[str, date] = {}
    for each in releases:
        found[each.family] = max(found.get(each.family, date.min), _day(each))
    return found


def _day(release: Release) -> date:
    assert release.as_of is not None
    return release.as_of


def _extract(release: Release) -> Extract:
    folder = Path(settings.ACCORD_RELEASES) / str(release.public_id)
    first = CLOSED_FIRST if release.family == "gias_establishments" else None
    authorities = None if release.england else frozenset(release.authorities)
    return Extract(release.family, str(release.public_id), _day(release), authorities, records(folder, first))
