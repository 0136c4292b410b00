"""Making tokens for programs and taking them back."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.accounts.models.tokens import ApiToken
from accord.accounts.queries.rights import rights_of
from accord.accounts.rules.rights import Scope
from accord.accounts.rules.tokens import PREFIX, SECRET_BYTES, SHOWN, check_can_make, digest_of

NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use of a token is kept."""


@transaction.atomic
def make_token(
    *, name: str, scope: Scope, expires_at: datetime, second_factor: bool, by: Person, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token over a scope and record it. Gives the row and the token itself, which is not kept.

    ``second_factor`` is whether the person's session has shown one. Raises `NotMade` with what is wrong.
    """
    check_can_make(rights_of(by, timezone.localdate(at)), scope, name, at, expires_at, second_factor=second_factor)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken.objects.create(
        person=by, name=name.strip(), beginning=secret[:SHOWN], digest=digest_of(secret), scope_kind=scope.kind,
        scope_id=scope.id, made_at=at, expires_at=expires_at,
    )  # fmt: skip
    detail = {"scope": str(scope), "expires_at": expires_at.isoformat()}
    record("made", kind="token", subject=token.public_id, by=by, at=at, detail=detail)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Person | None, at: datetime) -> None:
    """Take a token back: it lets nothing in from the next request on. Nothing happens to one that was taken back."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        record("revoked", kind="token", subject=token.public_id, by=by, at=at)


def note_use(*, token: ApiToken, at: datetime) -> None:
    """Keep when a token was last used, to the minute; what it fetched is recorded as any other file that leaves."""
    if token.last_used_at is None or at - token.last_used_at >= NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
