"""Releases as the rooms above may see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from accord.accounts.choices import Act, ScopeKind
from accord.accounts.queries.belonging import belonging_to
from accord.accounts.rules.rights import OPERATOR, Rights, Scope
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.register.queries.portions import portions
from accord.register.queries.reach import schools_over
from accord.sharing.queries.shown import Facts, Shown, shown
from accord.sharing.queries.terms import with_terms
from accord.warehouse.editions import ReleaseRef, ReleaseStatus


def published(rights: Rights, on: date) -> QuerySet[Release]:
    """Releases that are accepted and not withdrawn, of those that somebody may know of, with the file of each."""
    return every(rights, on).filter(accepted_at__isnull=False, withdrawn_at__isnull=True)


def every(rights: Rights, on: date) -> QuerySet[Release]:
    """All releases that somebody may know of, withdrawn ones too; held ones for those who may send files."""
    theirs = Intake.objects.filter(belonging_to(rights, Act.SEND_DATA)).values("pk")
    found = _every().filter(Q(accepted_at__isnull=False) | Q(intake__in=theirs))
    hidden = _hidden_from(rights, on)
    return found.exclude(public_id__in=hidden) if hidden else found


def _every() -> QuerySet[Release]:
    people = ("intake__received_by", "accepted_by", "withdrawn_by")
    return Release.objects.select_related("intake__file", *people)


def _hidden_from(rights: Rights, on: date) -> list[str]:
    """The releases that are not public and of which somebody is shown nothing."""
    if rights.everything:
        return []
    rows = Release.objects.filter(public_id__in=with_terms())
    facts = {str(each.public_id): Facts(each.family, each.england, tuple(each.authorities)) for each in rows}
    found = shown(rights, facts, on) if facts else {}
    return [id_ for id_, told in found.items() if not _tells(told, facts[id_], on)]


def _tells(told: Shown, about: Facts, on: date) -> bool:
    """Whether anything of a release is shown: schools of one's own count only where it may be about them."""
    if told.everything or told.covers or told.pools or about.england:
        return told.anything
    return any(told.own & schools_over(Scope(ScopeKind.AUTHORITY, each), on) for each in about.authorities)


def release(public_id: UUID | str, rights: Rights, on: date) -> Release | None:
    """One release, whatever its state, or None where there is none for this reader."""
    return every(rights, on).filter(public_id=public_id).first()


def by_ids(public_ids: list[str]) -> dict[str, Release]:
    """Releases by their public id, whoever asks: for those that a figure was made from."""
    return {str(each.public_id): each for each in _every().filter(public_id__in=public_ids)}


def register_releases() -> list[Release]:
    """Published extracts of registers, in the order in which they describe the world."""
    return list(published(OPERATOR, date.max).exclude(as_of=None).order_by("as_of", "accepted_at", "pk"))


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
