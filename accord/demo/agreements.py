"""A data-sharing agreement of the invented county: in force between most of an alliance, with a new version begun."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from accord.accounts.actions.granting import give
from accord.accounts.choices import ScopeKind
from accord.accounts.models.people import Person
from accord.accounts.rules.rights import Scope
from accord.register.choices import GroupKind, KeptBy
from accord.register.models.groups import Group
from accord.register.queries.members import members_on
from accord.register.queries.school_names import names_of
from accord.sharing.actions.agreements import Particulars, begin_version, draw_up, issue
from accord.sharing.actions.signing import Signer, sign
from accord.sharing.choices import Condition, LawfulBasis
from accord.sharing.models.agreements import Agreement

HEADS = ("Robin Ashby", "Sam Calder", "Jo Farrow", "Alex Denholm", "Kit Marlowe", "Lee Oakden", "Pat Severn")
LONG = timedelta(days=365)
WHY = "The demonstration: so that signing and withdrawing can be tried."


def keep_agreement(*, processor: str, by: Person, at: datetime) -> Agreement | None:
    """Draw one up for the first alliance of the county, signed by all of its schools but one; once.

    The officer is given the headship of the school that has not signed and of one that has. None where there is no
    alliance.
    """
    known = Agreement.objects.first()
    group = Group.objects.filter(kind=GroupKind.ALLIANCE, kept_by=KeptBy.PEOPLE, ends_before=None).first()
    if known is not None or group is None:
        return known
    today = timezone.localdate(at)
    names = names_of(members_on(group, today))
    version = issue(
        version=draw_up(
            name=f"{group.name}: results before they are public", group=group.slug, belongs_to=group.belongs_to,
            particulars=_particulars(processor, today), parties=names, by=by, at=at,
        ),
        by=by,
        at=at,
    )  # fmt: skip
    parties = list(version.parties.all())
    for at_, party in enumerate(parties[1:]):
        signer = Signer(HEADS[at_ % len(HEADS)], "Headteacher")
        sign(party=party, signer=signer, text_hash=version.text_hash, by=by, at=at)
    for party in parties[:2]:
        give(
            person=by, role="headteacher", scope=Scope(ScopeKind.SCHOOL, party.urn), reason=WHY, starts_on=today,
            ends_before=None, by=None, at=at,
        )  # fmt: skip
    begin_version(agreement=version.agreement, by=by, at=at)
    return version.agreement


def _particulars(processor: str, today: date) -> Particulars:
    return Particulars(
        purpose="To see in July which parts of Key Stage 2 the schools can help one another with in September, without"
        " waiting for the figures that are published in December.",
        families=("ks2_schools", "ks2_school_attainment", "ks2_school_information"),
        fields=(),
        lawful_basis=LawfulBasis.PUBLIC_TASK,
        condition=Condition.NONE,
        controller="Each school for its own results",
        processor=processor,
        dpia="Invented: DPIA 12",
        review_on=today + LONG - timedelta(days=60),
        starts_on=today,
        ends_before=today + LONG,
    )
