"""Drawing up agreements, changing drafts, and putting them out to be signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.sharing.models.agreements import Agreement, Party, Version
from accord.sharing.queries.standing import facts_of
from accord.sharing.queries.wording import wording
from accord.sharing.rules.agreements import NotAgreed, check_can_change, check_can_issue
from accord.sharing.rules.clauses import one_text, text_hash

KIND = "agreement"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a version says beside its clauses. Without ``fields`` all of the data sets is shared."""

    purpose: str
    families: tuple[str, ...]
    fields: tuple[str, ...]
    lawful_basis: str
    condition: str
    controller: str
    processor: str
    dpia: str
    review_on: date
    starts_on: date
    ends_before: date


@transaction.atomic
def draw_up(
    *,
    name: str,
    group: str,
    belongs_to: str,
    particulars: Particulars,
    parties: Mapping[str, str],
    by: Person | None,
    at: datetime,
) -> Version:
    """Begin an agreement as a draft, between the schools of a group or others; ``parties`` are names by URN."""
    _check(particulars)
    made = Agreement.objects.create(
        name=name.strip(), group=group, belongs_to=belongs_to, drawn_up_at=at, drawn_up_by=by
    )
    version = Version.objects.create(agreement=made, number=1, drawn_up_at=at, drawn_up_by=by, **_plain(particulars))
    _name(version, parties)
    told = {"name": made.name, "group": group, "schools": sorted(parties)}
    record("drew up", kind=KIND, subject=made.public_id, by=by, at=at, detail=told)
    return version


@transaction.atomic
def change(
    *,
    version: Version,
    name: str,
    particulars: Particulars,
    parties: Mapping[str, str],
    by: Person | None,
    at: datetime,
) -> None:
    """Change a draft. Raises `NotAgreed` for a version that was put out to be signed."""
    _check(particulars)
    locked = _locked(version)
    check_can_change(locked.issued_at is not None)
    Version.objects.filter(pk=locked.pk).update(**_plain(particulars))
    Agreement.objects.filter(pk=locked.agreement_id).update(name=name.strip())
    locked.parties.all().delete()
    _name(locked, parties)
    told = {"version": locked.number, "schools": sorted(parties)}
    record("changed", kind=KIND, subject=locked.agreement.public_id, by=by, at=at, detail=told)


@transaction.atomic
def begin_version(*, agreement: Agreement, by: Person | None, at: datetime) -> Version:
    """A draft that says what the newest version says, to be changed; the draft there is, where there is one already.

    Nobody has signed it. The version before stays in force until this one is put out to be signed.
    """
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    latest = agreement.versions.order_by("-number")[0]
    if latest.issued_at is None:
        return latest
    parties = {each.urn: each.name for each in latest.parties.all() if each.withdrawn_at is None}
    names = Particulars.__dataclass_fields__
    copied = {name: getattr(latest, name) for name in names}
    made = Version.objects.create(
        agreement=agreement, number=latest.number + 1, drawn_up_at=at, drawn_up_by=by, **copied
    )
    _name(made, parties)
    record("began version", kind=KIND, subject=agreement.public_id, by=by, at=at, detail={"version": made.number})
    return made


@transaction.atomic
def issue(*, version: Version, by: Person | None, at: datetime) -> Version:
    """Put a draft out to be signed: its text stands from now on, and it takes the place of the version before.

    Raises `NotAgreed` where there are too few schools, nothing to share, or no day left.
    """
    locked = _locked(version)
    today = timezone.localdate(at)
    check_can_issue(facts_of([locked], today)[locked.pk], today)
    text = one_text(wording(locked))
    locked.agreement.versions.filter(issued_at__isnull=False, superseded_at=None).update(superseded_at=at)
    locked.issued_at, locked.text, locked.text_hash = at, text, text_hash(text)
    locked.save(update_fields=["issued_at", "text", "text_hash"])
    told = {"version": locked.number, "sha256": locked.text_hash}
    record("put out to be signed", kind=KIND, subject=locked.agreement.public_id, by=by, at=at, detail=told)
    return locked


def _locked(version: Version) -> Version:
    Agreement.objects.select_for_update().get(pk=version.agreement_id)
    return Version.objects.select_related("agreement").get(pk=version.pk)


def _check(particulars: Particulars) -> None:
    if particulars.ends_before <= particulars.starts_on:
        raise NotAgreed("last_day", "The last day lies before the first. Give a later last day.")


def _plain(particulars: Particulars) -> dict[str, Any]:
    return asdict(particulars) | {"families": list(particulars.families), "fields": list(particulars.fields)}


def _name(version: Version, parties: Mapping[str, str]) -> None:
    Party.objects.bulk_create(Party(version=version, urn=urn, name=name) for urn, name in parties.items())
