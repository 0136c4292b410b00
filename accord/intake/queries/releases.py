"""Releases as the rooms above may see them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from accord.intake.models.releases import Release
from accord.register.queries.portions import portions
from accord.warehouse.editions import ReleaseRef, ReleaseStatus


def published() -> QuerySet[Release]:
    """Releases that are accepted and not withdrawn, with the file each was read from."""
    found = Release.objects.filter(accepted_at__isnull=False, withdrawn_at__isnull=True)
    return found.select_related("intake__file", "intake__received_by", "accepted_by")


def every() -> QuerySet[Release]:
    """All releases, held and withdrawn ones too."""
    people = ("intake__received_by", "accepted_by", "withdrawn_by")
    return Release.objects.select_related("intake__file", *people)


def release(public_id: UUID | str) -> Release | None:
    """One release, whatever its state, or None."""
    return every().filter(public_id=public_id).first()


def by_ids(public_ids: list[str]) -> dict[str, Release]:
    """Releases by their public id."""
    return {str(each.public_id): each for each in every().filter(public_id__in=public_ids)}


def register_releases() -> list[Release]:
    """Published extracts of registers, in the order in which they describe the world."""
    return list(published().exclude(as_of=None).order_by("as_of", "accepted_at", "pk"))


def register_release_ids() -> list[UUID]:
    """The ids of the published extracts of registers, in their order."""
    found = Release.objects.filter(accepted_at__isnull=False, withdrawn_at__isnull=True).exclude(as_of=None)
    return list(found.order_by("as_of", "accepted_at", "pk").values_list("public_id", flat=True))


def published_refs() -> list[ReleaseRef]:
    """Published releases with figures, in the words of the warehouse; extracts of registers hold none."""
    found = Release.objects.filter(accepted_at__isnull=False, withdrawn_at__isnull=True, as_of=None)
    return [ref for each in found if (ref := _ref(each)) is not None]


def once_published(public_ids: Sequence[str]) -> tuple[list[ReleaseRef], frozenset[str]]:
    """Releases that were published once, in the words of the warehouse, and the ids of those withdrawn since."""
    found = [each for some in portions(public_ids) for each in Release.objects.filter(public_id__in=some)]
    refs = [ref for each in found if (ref := _ref(each)) is not None]
    return refs, frozenset(str(each.public_id) for each in found if each.withdrawn_at is not None)


def _ref(each: Release) -> ReleaseRef | None:
    if each.accepted_at is None:
        return None
    return ReleaseRef(
        id=str(each.public_id),
        family=each.family,
        form=each.form,
        year=each.year,
        status=ReleaseStatus(each.settled),
        england=each.england,
        authorities=tuple(each.authorities),
        schools=each.schools,
        accepted_at=each.accepted_at,
        folder=Path(settings.ACCORD_RELEASES) / str(each.public_id),
    )
