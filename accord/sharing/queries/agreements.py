"""The agreements that somebody may read, keep and sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from accord.accounts.choices import Act, ScopeKind
from accord.accounts.queries.belonging import EVERY, NONE, belonging_to
from accord.accounts.rules.rights import Rights, Scope, owns
from accord.register.choices import KeptBy
from accord.register.models.groups import Group
from accord.register.queries.reach import schools_over
from accord.sharing.models.agreements import Agreement, Party, Version
from accord.sharing.models.signatures import Scan
from accord.sharing.queries.standing import with_parties

OF_SCHOOLS = (ScopeKind.SCHOOL, ScopeKind.GROUP)
"""The scopes over which people sign in the name of schools; an authority is no party."""


def readable(rights: Rights, on: date) -> QuerySet[Agreement]:
    """The agreements that are a reader's: those they keep, those whose record they read, those they may sign for.

    Whoever signs for a school reads an agreement once it has been put out to be signed.
    """
    return Agreement.objects.filter(pk__in=Agreement.objects.filter(_readable(rights, on)).values("pk"))


def _readable(rights: Rights, on: date) -> Q:
    if rights.everything:
        return EVERY
    own = Rights(rights.held)
    found = kept_by(own) | belonging_to(own, Act.READ_RECORD) | belonging_to(own, Act.SIGN_AGREEMENTS)
    urns = frozenset().union(*(schools_over(scope, on) for scope in _signing(own)))
    if urns:
        found |= Q(pk__in=Version.objects.filter(issued_at__isnull=False, parties__urn__in=urns).values("agreement"))
    return found if rights.also is None else Q(pk__in=_keys(found)) & Q(pk__in=_keys(_readable(rights.also, on)))


def _keys(which: Q) -> QuerySet[Agreement, int]:
    return Agreement.objects.filter(which).order_by().values_list("pk", flat=True)


def kept_by(rights: Rights) -> Q:
    """The condition that somebody keeps an agreement: by a right over what it belongs to, or over its group."""
    if rights.everything:
        return EVERY
    own = Rights(rights.held)
    slugs = [each.scope.id for each in own.by(Act.KEEP_AGREEMENTS) if each.scope.kind is ScopeKind.GROUP]
    found = belonging_to(own, Act.KEEP_AGREEMENTS) | (Q(group__in=slugs) if slugs else NONE)
    return found if rights.also is None else found & kept_by(rights.also)


def may_keep(rights: Rights, *, group: str, belongs_to: str) -> bool:
    """Whether somebody may draw up and change agreements of a group, or of schools named one by one."""
    over = Scope(ScopeKind.GROUP, group) if group else None
    return rights.allows(Act.KEEP_AGREEMENTS, lambda scope: scope == over or owns(scope, belongs_to))


def groups_kept(rights: Rights) -> QuerySet[Group]:
    """The groups for which somebody may draw up an agreement, by name."""
    slugs = [each.scope.id for each in rights.by(Act.KEEP_AGREEMENTS) if each.scope.kind is ScopeKind.GROUP]
    ours = belonging_to(rights, Act.KEEP_AGREEMENTS) & Q(kept_by=KeptBy.PEOPLE)
    return Group.objects.filter(ours | Q(slug__in=slugs), ends_before=None)


def may_sign(rights: Rights, urn: str, on: date) -> bool:
    """Whether somebody may sign, and withdraw, in the name of a school."""
    return rights.allows(
        Act.SIGN_AGREEMENTS, lambda scope: scope.kind in OF_SCHOOLS and urn in schools_over(scope, on)
    )


def _signing(rights: Rights) -> Iterable[Scope]:
    return {each.scope for each in rights.by(Act.SIGN_AGREEMENTS) if each.scope.kind in OF_SCHOOLS}


def versions_of(agreement: Agreement) -> list[Version]:
    """Every version of an agreement, the newest first, with its parties and signatures."""
    return list(with_parties(agreement.versions.order_by("-number")))


def newest(agreements: Iterable[Agreement]) -> dict[int, list[Version]]:
    """Every version of some agreements by the key of each, the newest first; three queries."""
    found: dict[int, list[Version]] = {each.pk: [] for each in agreements}
    rows = Version.objects.filter(agreement__in=list(found)).order_by("-number")
    for version in with_parties(rows):
        found[version.agreement_id].append(version)
    return found


def party_of(agreement: Agreement, urn: str) -> Party | None:
    """A school as a party of the version that stands."""
    standing = Party.objects.filter(version__issued_at__isnull=False, version__superseded_at=None)
    return standing.filter(version__agreement=agreement, urn=urn).select_related("version__agreement").first()


def scans_of(agreement: Agreement) -> QuerySet[Scan]:
    """The scans of all versions of an agreement."""
    return Scan.objects.filter(version__agreement=agreement).select_related("version__agreement", "added_by")


def scan_of(agreement: Agreement, public_id: UUID) -> Scan | None:
    """One of them."""
    return scans_of(agreement).filter(public_id=public_id).first()
