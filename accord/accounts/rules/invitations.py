"""What an invitation is good for at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from accord.accounts.rules.rights import Scope

GOOD_FOR = timedelta(days=14)


class InvitationState(StrEnum):
    """How an invitation stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Brought:
    """A right that an invitation brings. ``on_behalf_of`` is the public id of the person it acts for, or empty."""

    role: str
    scope: Scope
    reason: str
    starts_on: date
    ends_before: date | None = None
    on_behalf_of: str = ""


class NotAccepted(Exception):
    """An invitation cannot be accepted, sent again or withdrawn; the message says why and what to do."""


class NotTied(NotAccepted):
    """An account at another organisation does not accept an invitation, which stays as it is; the message says why."""


WHY_NOT = {
    InvitationState.ACCEPTED: "This invitation has been accepted already. Sign in with what you chose then.",
    InvitationState.WITHDRAWN: "This invitation has been withdrawn. Ask the person who invited you why.",
    InvitationState.EXPIRED: "This invitation was good for 14 days, and they are over. Ask for a new one.",
}


def state_of(
    accepted_at: datetime | None, withdrawn_at: datetime | None, expires_at: datetime, at: datetime
) -> InvitationState:
    """How an invitation stands at a moment; the moment at which it expires is the first at which it is too old."""
    if accepted_at is not None:
        return InvitationState.ACCEPTED
    if withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.EXPIRED if at >= expires_at else InvitationState.OPEN


def check_is_open(state: InvitationState) -> None:
    """Raise `NotAccepted` for an invitation that leads nowhere any more."""
    if state is not InvitationState.OPEN:
        raise NotAccepted(WHY_NOT[state])


def same_address(one: str, other: str) -> bool:
    """Whether two e-mail addresses differ at most in capitals.

    Of the letters A to Z only: some others become one of those when they are made small, and are another's mailbox.
    """
    return _small(one) == _small(other)


def _small(address: str) -> str:
    return "".join(each.lower() if each.isascii() else each for each in address.strip())


def digest_of(token: str) -> str:
    """What is kept of the secret part of a link."""
    return sha256(token.encode()).hexdigest()
