"""What rights are over, by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from accord.accounts.choices import ScopeKind
from accord.accounts.models.grants import Grant
from accord.accounts.rules.rights import Scope
from accord.register.choices import GroupKind, NumberedBy
from accord.register.models.groups import Group
from accord.register.models.schools import Establishment
from accord.register.queries.school_names import names_of

EVERYWHERE_IN_WORDS = "everything here"


def scope_of(grant: Grant) -> Scope:
    """What a grant is over."""
    return Scope(ScopeKind(grant.scope_kind), grant.scope_id)


def names_of_scopes(scopes: Iterable[Scope]) -> Mapping[Scope, str]:
    """The name of each; a query for each kind among them. What the register does not know is named by its number."""
    asked = set(scopes)
    ids = {kind: {each.id for each in asked if each.kind is kind} for kind in ScopeKind}
    found = {
        ScopeKind.EVERYWHERE: {"": EVERYWHERE_IN_WORDS},
        ScopeKind.AUTHORITY: _authorities(ids[ScopeKind.AUTHORITY]),
        ScopeKind.GROUP: _groups(ids[ScopeKind.GROUP]),
        ScopeKind.SCHOOL: names_of(ids[ScopeKind.SCHOOL]) if ids[ScopeKind.SCHOOL] else {},
        ScopeKind.CHALLENGE: {each: f"the challenge {each}" for each in ids[ScopeKind.CHALLENGE]},
    }
    return {each: found[each.kind][each.id] for each in asked}


def _authorities(codes: set[str]) -> dict[str, str]:
    if not codes:
        return {}
    rows = Group.objects.filter(kind=GroupKind.AUTHORITY, code__in=codes).values_list("code", "name")
    return {code: f"Authority {code}" for code in codes} | dict(rows)


def _groups(slugs: set[str]) -> dict[str, str]:
    if not slugs:
        return {}
    return {slug: f"the group {slug}" for slug in slugs} | dict(
        Group.objects.filter(slug__in=slugs).values_list("slug", "name")
    )


def is_known(scope: Scope) -> bool:
    """Whether there is such a place: in the register, or because somebody holds a right over it."""
    match scope.kind:
        case ScopeKind.AUTHORITY:
            there = Group.objects.filter(kind=GroupKind.AUTHORITY, code=scope.id).exists()
        case ScopeKind.GROUP:
            there = Group.objects.filter(slug=scope.id).exists()
        case ScopeKind.SCHOOL:
            there = Establishment.objects.filter(urn=scope.id, numbered_by=NumberedBy.GIAS).exists()
        case _:
            there = True
    return there or Grant.objects.filter(scope_kind=scope.kind, scope_id=scope.id).exists()
