"""Which rows of a table with ``belongs_to`` are within somebody's rights."""

from __future__ import annotations

from django.db.models import Q

from accord.accounts.choices import Act, ScopeKind
from accord.accounts.rules.rights import Rights

EVERY = Q(pk__isnull=False)
NONE = Q(pk__in=())


def belonging_to(rights: Rights, act: Act) -> Q:
    """The condition that an act is allowed over what a row says; the same as `Rights.over`, for many rows at once."""
    if rights.everything:
        return EVERY
    scopes = [each.scope for each in rights.by(act)]
    found = NONE
    if any(each.kind is ScopeKind.EVERYWHERE for each in scopes):
        found = EVERY
    elif authorities := [str(each) for each in scopes if each.kind is ScopeKind.AUTHORITY]:
        found = Q(belongs_to__in=["", *authorities])
    return found if rights.also is None else found & belonging_to(rights.also, act)
