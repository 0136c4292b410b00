"""Whom somebody asks about their rights: who gave them, and who looks after the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accord.accounts.choices import ScopeKind
from accord.accounts.models.grants import Grant
from accord.accounts.queries.rights import grants_on
from accord.accounts.rules.rights import Rights

OFFICER = "data_protection_officer"


@dataclass(frozen=True, slots=True)
class WhoToAsk:
    """Names of those who gave the reader's rights and may still sign in, and of the data protection officers."""

    givers: tuple[str, ...]
    officers: tuple[str, ...]


def who_to_ask(rights: Rights, on: date) -> WhoToAsk:
    """Two queries. Nobody is named to somebody who holds no right."""
    if not rights.held:
        return WhoToAsk((), ())
    ids = [each.grant for each in rights.held]
    given = Grant.objects.filter(public_id__in=ids, given_by__is_active=True).select_related("given_by")
    codes = {each.scope.id for each in rights.held if each.scope.kind is ScopeKind.AUTHORITY}
    officers = grants_on(on).filter(role=OFFICER, person__is_active=True).select_related("person")
    ours = [each for each in officers if each.scope_kind == ScopeKind.EVERYWHERE or not codes or each.scope_id in codes]
    return WhoToAsk(
        tuple(sorted({str(each.given_by) for each in given})), tuple(sorted({str(each.person) for each in ours}))
    )
