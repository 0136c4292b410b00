"""A right for somebody by their e-mail address: given at once to who is known, with an invitation to who is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accord.accounts.models.people import Person
from accord.accounts.rules.granting import NotGiven
from accord.accounts.rules.rights import Rights
from accord.register.actions.people import Wanted, give_within, person_called


@dataclass(frozen=True, slots=True)
class Welcomed:
    """Who was given the right, or None where they were invited; then ``link`` is what to hand over, if it is shown."""

    email: str
    person: Person | None
    link: str = ""


def welcome(*, email: str, name: str, wanted: Wanted, rights: Rights, by: Person, at: datetime) -> Welcomed:
    """Give somebody a right, or invite them with it. Raises `NotGiven` with what is wrong and what to do."""
    known = person_called(email)
    if known is None:
        raise NotGiven("email", "Nobody here has this e-mail address. Check it.")
    give_within(person=known, wanted=wanted, rights=rights, by=by, at=at)
    return Welcomed(email, known)
