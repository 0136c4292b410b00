"""Agreements that were put out to be signed, one call each."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accord.sharing.actions.terms import set_terms
from accord.sharing.choices import Condition, LawfulBasis, SignedHow, Source
from accord.sharing.models.agreements import Agreement, Version
from accord.sharing.models.signatures import Signature
from accord.sharing.rules.stages import Terms

AT = datetime(2026, 8, 20, 9, tzinfo=ZoneInfo("Europe/London"))
FIRST, AFTER = date(2026, 9, 1), date(2027, 9, 1)


def agreement(
    parties: Iterable[str],
    *,
    group: str = "",
    signed: Collection[str] | None = None,
    families: Collection[str] = ("ks2_schools",),
    fields: Collection[str] = (),
    starts_on: date = FIRST,
    ends_before: date = AFTER,
    issued: bool = True,
    name: str = "Elm Alliance, early results",
) -> Version:
    """A version of a new agreement, signed by all of its parties or by those named."""
    parties = list(parties)
    made = Agreement.objects.create(name=name, group=group, drawn_up_at=AT)
    version = Version.objects.create(
        agreement=made, number=1, purpose="To compare early results", families=list(families), fields=list(fields),
        lawful_basis=LawfulBasis.PUBLIC_TASK, condition=Condition.NONE, controller="Each school for its own data",
        processor="Heron County Council", review_on=ends_before, starts_on=starts_on, ends_before=ends_before,
        drawn_up_at=AT, issued_at=AT if issued else None, text="We agree.", text_hash="a" * 64,
    )  # fmt: skip
    for urn in parties:
        party = version.parties.create(urn=urn, name=f"School {urn}")
        if signed is None or urn in signed:
            Signature.objects.create(
                party=party, how=SignedHow.HERE, name="Ann Head", part="Headteacher", signed_on=AT.date(),
                text_hash="a" * 64, recorded_at=AT,
            )  # fmt: skip
    return version


def embargoed(
    schools: date | None = None, members: date | None = None, public: date | None = None, source: str = Source.AUTHORITY
) -> str:
    """The id of a release with an embargo."""
    release = uuid.uuid4()
    terms = Terms(Source(source), schools, members, public)
    set_terms(release=release, terms=terms, reason="a test", by=None, at=AT)
    return str(release)
