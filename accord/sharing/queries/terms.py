"""On what terms releases may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from accord.register.queries.portions import portions
from accord.sharing.models.terms import ReleaseTerms
from accord.sharing.rules.stages import PUBLISHED, Terms


def terms_of(releases: Iterable[str]) -> dict[str, Terms]:
    """The terms of each release that has any but those of published figures; one query for many releases."""
    found: dict[str, Terms] = {}
    for some in portions(releases):
        rows = ReleaseTerms.objects.filter(release__in=some)
        found |= {str(each.release): each.plain for each in rows}
    return found


def with_terms() -> QuerySet[ReleaseTerms, UUID]:
    """The releases that have terms of their own."""
    return ReleaseTerms.objects.order_by().values_list("release", flat=True)


def terms_row(release: object) -> ReleaseTerms | None:
    """The terms of a release with who set them and why; None where it is published and nobody ever set any."""
    return ReleaseTerms.objects.filter(release=release).select_related("set_by").first()


def terms_for(release: object) -> Terms:
    """The terms of one release."""
    row = terms_row(release)
    return row.plain if row else PUBLISHED
