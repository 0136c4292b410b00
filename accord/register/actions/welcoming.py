"""A right for somebody by their e-mail address: given at once to who is known, with an invitation to who is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accord.accounts.actions.invitations import invite
from accord.accounts.models.grants import Grant
from accord.accounts.models.invitations import Invitation
from accord.accounts.models.people import Person
from accord.accounts.rules.granting import NotGiven
from accord.accounts.rules.invitations import Brought
from accord.accounts.rules.rights import Rights
from accord.register.actions.people import Wanted, acting_for, check_may_give, give_within, person_called


@dataclass(frozen=True, slots=True)
class Welcomed:
    """Who was given the right, or else the invitation that brings it."""

    email: str
    grant: Grant | None = None
    invitation: Invitation | None = None

    @property
    def person(self) -> Person | None:
        """Whoever is known already."""
        return self.grant.person if self.grant else None

    def __str__(self) -> str:
        """As messages call them."""
        invited = self.invitation.name if self.invitation else ""
        return str(self.person) if self.person else invited or self.email


@transaction.atomic
def welcome(*, email: str, name: str, wanted: Wanted, rights: Rights, by: Person, at: datetime) -> Welcomed:
    """Give somebody a right, or invite them with it. Raises `NotGiven` with what is wrong and what to do.

    No link is made or sent yet: that is done once everything else is.
    """
    known = person_called(email)
    if known is not None:
        return Welcomed(email, grant=give_within(person=known, wanted=wanted, rights=rights, by=by, at=at))
    check_may_give(wanted, rights, at)
    if not name.strip():
        raise NotGiven("name", "Nobody here has this e-mail address yet. Give their full name, to invite them.")
    acted_for = acting_for(wanted)
    brought = Brought(
        wanted.role, wanted.scope, wanted.reason, wanted.starts_on, wanted.ends_before,
        str(acted_for.public_id) if acted_for else "",
    )  # fmt: skip
    return Welcomed(email, invitation=invite(email=email, name=name, brings=[brought], by=by, at=at))
