"""Signing agreements, here or on paper, and withdrawing from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.sharing.choices import SignedHow
from accord.sharing.models.agreements import Agreement, Party
from accord.sharing.models.signatures import Scan, Signature
from accord.sharing.queries.standing import facts_of
from accord.sharing.rules.agreements import NotAgreed, PartyFacts, VersionFacts, check_can_sign, check_can_withdraw


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs in the name of a school, and in which part."""

    name: str
    part: str


@transaction.atomic
def sign(*, party: Party, signer: Signer, text_hash: str, by: Person, at: datetime) -> Signature:
    """Sign here, in the name of a school, under the very text that was read.

    Raises `NotAgreed` where it cannot be signed, and where the text is another by now.
    """
    today = timezone.localdate(at)
    party = _locked(party, today, lambda version, mine: check_can_sign(version, mine, today, today))
    if text_hash != party.version.text_hash:
        raise NotAgreed("", "This is not the text that stands now. Read the newest version, then sign it.")
    return _signed(
        Signature(party=party, how=SignedHow.HERE, name=signer.name, part=signer.part, signed_on=today, person=by),
        by=by,
        at=at,
    )


@transaction.atomic
def sign_on_paper(
    *, party: Party, signer: Signer, signed_on: date, scan: Scan, by: Person | None, at: datetime
) -> Signature:
    """Record that a school signed on paper, with the scan that shows it."""
    today = timezone.localdate(at)
    party = _locked(party, today, lambda version, mine: check_can_sign(version, mine, signed_on, today))
    if scan.version_id != party.version_id:
        raise NotAgreed("scan", "The scan is of another version. Add the scan of this one.")
    paper = Signature(
        party=party, how=SignedHow.PAPER, name=signer.name, part=signer.part, signed_on=signed_on, scan=scan
    )
    return _signed(paper, by=by, at=at)


@transaction.atomic
def withdraw(*, party: Party, because: str, by: Person | None, at: datetime) -> None:
    """Take a school out at once: from the next page on it is shown nothing by the agreement, and shows nothing."""
    today = timezone.localdate(at)
    party = _locked(party, today, lambda version, mine: check_can_withdraw(version, mine, because))
    party.withdrawn_at, party.withdrawn_by, party.withdrawn_because = at, by, because.strip()
    party.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    told = {"version": party.version.number, "school": party.urn, "why": because.strip()}
    record("withdrew", kind="agreement", subject=party.version.agreement.public_id, by=by, at=at, detail=told)


def _locked(
    party: Party, today: date, check: Callable[[VersionFacts, PartyFacts], None]
) -> Party:
    """The party as it is now, held until the transaction ends, once the check has let it pass."""
    Agreement.objects.select_for_update().get(versions__parties=party)
    now = Party.objects.select_related("version__agreement").get(pk=party.pk)
    facts = facts_of([now.version], today)[now.version_id]
    check(facts, next(each for each in facts.parties if each.urn == now.urn))
    return now


def _signed(signature: Signature, *, by: Person | None, at: datetime) -> Signature:
    version = signature.party.version
    signature.text_hash, signature.recorded_at, signature.recorded_by = version.text_hash, at, by
    signature.save()
    told = {
        "version": version.number,
        "school": signature.party.urn,
        "how": str(signature.how),
        "signed_on": signature.signed_on.isoformat(),
        "sha256": version.text_hash,
    }
    record("signed", kind="agreement", subject=version.agreement.public_id, by=by, at=at, detail=told)
    return signature
