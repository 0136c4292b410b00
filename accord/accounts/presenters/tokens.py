"""Tokens, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accord.accounts.choices import ScopeKind
from accord.accounts.models.tokens import ApiToken
from accord.accounts.rules.rights import Scope
from accord.accounts.rules.tokens import stands
from accord.ui.components.lists import Fact


@dataclass(frozen=True, slots=True)
class TokenCard:
    """One token; ``revoke`` is where the form is sent that takes it back, empty where it has ended."""

    title: str
    facts: tuple[Fact, ...]
    revoke: str = ""


def scope_choices(scopes: Iterable[Scope]) -> list[tuple[str, str]]:
    """What a token may be over, to choose from."""
    return [(str(scope), _over(scope.kind, scope.id)) for scope in scopes]


def token_card(token: ApiToken, at: datetime) -> TokenCard:
    """What a token is for and how it stands."""
    open_still = stands(token.expires_at, token.revoked_at, at)
    facts = (
        Fact("Begins with", f"{token.beginning}…"),
        Fact("Over", _over(ScopeKind(token.scope_kind), token.scope_id)),
        Fact("Last used", _moment(token.last_used_at) if token.last_used_at else "never"),
        Fact("Works until", _until(token, open_still)),
    )
    return TokenCard(token.name, facts, reverse("accounts:revoke_token", args=[token.public_id]) if open_still else "")


def tokens_sentence(cards: Iterable[TokenCard]) -> str:
    """How many work."""
    working = sum(bool(card.revoke) for card in cards)
    if not working:
        return "None of your tokens works now. A token lets a program read published figures without signing in."
    return f"{working} of your tokens {'lets' if working == 1 else 'let'} programs read published figures."


def _until(token: ApiToken, open_still: bool) -> str:
    if token.revoked_at is not None:
        return f"taken back on {_moment(token.revoked_at)}"
    return _moment(token.expires_at) if open_still else f"ended on {_moment(token.expires_at)}"


def _over(kind: ScopeKind, id_: str) -> str:
    return "Everything here" if kind is ScopeKind.EVERYWHERE else f"{kind.capitalize()} {id_}"


def _moment(at: datetime) -> str:
    here = timezone.localtime(at)
    return f"{here.day} {here:%B %Y}, {here:%H:%M}"
