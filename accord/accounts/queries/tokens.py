"""Tokens: a person's own, and the one that a program shows."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accord.accounts.choices import ScopeKind
from accord.accounts.models.people import Person
from accord.accounts.models.tokens import ApiToken
from accord.accounts.queries.rights import rights_of
from accord.accounts.rules.rights import Rights, Scope
from accord.accounts.rules.roles import load_roles
from accord.accounts.rules.tokens import digest_of, rights_by_token, stands


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """Every token that somebody made, the newest first."""
    return ApiToken.objects.filter(person=person)


def shown_token(secret: str) -> ApiToken | None:
    """The token that a program shows, whatever its state."""
    return ApiToken.objects.select_related("person").filter(digest=digest_of(secret)).first()


def rights_of_token(token: ApiToken, at: datetime) -> Rights | None:
    """What a token lets a program do at a moment; None for nothing. Asked anew at every request."""
    if not stands(token.expires_at, token.revoked_at, at):
        return None
    makers = rights_of(token.person, timezone.localdate(at))
    scope = Scope(ScopeKind(token.scope_kind), token.scope_id)
    return rights_by_token(makers, scope, load_roles(settings.ACCORD_DEFINITIONS))
