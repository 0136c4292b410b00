"""Invitations, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accord.accounts.models.invitations import Invitation
from accord.accounts.queries.invitations import role_names, scope_words, state
from accord.accounts.rules.giving import giving
from accord.accounts.rules.invitations import InvitationState
from accord.accounts.rules.rights import Rights
from accord.accounts.rules.roles import Role
from accord.ui.components.lists import Fact

STANDS = {
    InvitationState.ACCEPTED: "Accepted",
    InvitationState.WITHDRAWN: "Withdrawn",
    InvitationState.EXPIRED: "Too old: send it again",
    InvitationState.OPEN: "Waiting to be accepted",
}


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """One invitation; ``again`` and ``withdraw`` are where forms are sent, empty where that is too late."""

    title: str
    facts: tuple[Fact, ...]
    again: str = ""
    withdraw: str = ""


def invitation_card(of: Invitation, at: datetime) -> InvitationCard:
    """Whom somebody invited, to what, and how that stands."""
    standing = state(of, at)
    day = timezone.localdate(of.expires_at)
    facts = (
        Fact("Email address", of.email),
        Fact("Will be", "; ".join(role_names(of)) or "as before"),
        Fact("Stands", STANDS[standing]),
        Fact("Link works until", f"{day.day} {day:%B %Y}" if of.links_made else "no link was made yet"),
    )
    if standing in (InvitationState.ACCEPTED, InvitationState.WITHDRAWN):
        return InvitationCard(of.name or of.email, facts[:3])
    return InvitationCard(
        of.name or of.email,
        facts,
        again=reverse("accounts:invite_again", args=[of.public_id]),
        withdraw=reverse("accounts:withdraw_invitation", args=[of.public_id]),
    )


def invitations_sentence(cards: Sequence[InvitationCard]) -> str:
    """How many wait."""
    waiting = sum(bool(card.again) for card in cards)
    if not cards:
        return "You have invited nobody yet."
    if not waiting:
        return "Nobody whom you invited is still waited for."
    return f"{waiting} of those whom you invited {'has' if waiting == 1 else 'have'} not accepted yet."


def rights_to_give(rights: Rights, roles: Mapping[str, Role]) -> list[tuple[str, str]]:
    """What somebody may give over the very things that their own rights are over, to choose from.

    What lies within them (a school of one's authority) is the register's to know: its pages give those.
    """
    found = {
        f"{code} {held.scope}": f"{roles[code].name}, {scope_words(held.scope.kind, held.scope.id)}"
        for held in giving(rights)
        for code in held.role.gives
        if code in roles and held.scope.kind in roles[code].scope and not roles[code].on_behalf
    }
    return sorted(found.items(), key=lambda each: each[1])
