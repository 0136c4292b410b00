"""Whether a token for a program may be made, and whether one still lets anything in."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from accord.accounts.choices import Act
from accord.accounts.rules.rights import Held, Rights, Scope
from accord.accounts.rules.roles import Roles

ROLE = "api_client"
"""What a program may be, whoever made its token."""
PREFIX = "accord_"
SHOWN = 14
"""Signs of a token that its owner may see again."""
LONGEST = timedelta(days=365)
SECRET_BYTES = 32


class NotMade(Exception):
    """A token cannot be made; ``field`` is what is wrong, the message says why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def digest_of(token: str) -> str:
    """What is kept of a token. It is long and random, so that no slow hash is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def scopes_for(rights: Rights) -> list[Scope]:
    """What a token of somebody may be over: what their own right to make tokens is over, and no more."""
    if rights.also is not None:
        return []
    return list(dict.fromkeys(each.scope for each in rights.by(Act.HOLD_TOKENS)))


def check_can_make(
    rights: Rights, scope: Scope, name: str, made_at: datetime, expires_at: datetime, *, second_factor: bool
) -> None:
    """Raise `NotMade` with the reason where somebody may not make this token."""
    if not second_factor:
        raise NotMade("", "Sign in with your second factor first: a token must not be a way around it.")
    if scope not in scopes_for(rights):
        raise NotMade("scope", "Choose one of the things that your own right to make tokens is over.")
    if not name.strip():
        raise NotMade("name", "Say what the token is for, so that you know later whether it is still needed.")
    if not timedelta(0) < expires_at - made_at <= LONGEST:
        raise NotMade("days", f"Choose how long it works: a day at least, {LONGEST.days} days at most.")


def stands(expires_at: datetime, revoked_at: datetime | None, at: datetime) -> bool:
    """Whether a token is neither too old nor taken back."""
    return revoked_at is None and at < expires_at


def rights_by_token(makers: Rights, scope: Scope, roles: Roles) -> Rights | None:
    """What a program may: published figures, while its maker may still make tokens over the same; None for nothing."""
    by = next((each for each in makers.by(Act.HOLD_TOKENS) if each.scope == scope), None)
    role = roles.get(ROLE)
    if by is None or role is None or Act.READ_BY_TOKEN not in role.may:
        return None
    return Rights((Held(by.grant, role, scope, by.starts_on, by.ends_before),))
