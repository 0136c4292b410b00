"""Rights given by somebody who may give them there: the page's promise, kept where the right is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accord.accounts.actions.granting import give
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.rules.granting import NotGiven
from accord.accounts.rules.rights import Rights, Scope
from accord.register.queries.people import may_give_here


@dataclass(frozen=True, slots=True)
class Wanted:
    """A right that somebody is to have. ``on_behalf_of`` is the e-mail address of the person it acts for, or empty."""

    role: str
    scope: Scope
    reason: str
    starts_on: date
    ends_before: date | None = None
    on_behalf_of: str = ""


def check_may_give(wanted: Wanted, rights: Rights, at: datetime) -> None:
    """Raise `NotGiven` for a role or a place that the giver's own rights do not hold."""
    if not may_give_here(rights, wanted.role, wanted.scope, timezone.localdate(at)):
        raise NotGiven("scope", "Your own rights do not let you give this role there. Choose another role or place.")


@transaction.atomic
def give_within(*, person: Person, wanted: Wanted, rights: Rights, by: Person, at: datetime) -> Grant:
    """Give somebody known a right, by the giver's own rights. Raises `NotGiven`."""
    check_may_give(wanted, rights, at)
    if person == by:
        raise NotGiven("email", "Nobody gives a right to themselves. Ask somebody else who may give it.")
    if not person.is_active:
        raise NotGiven("email", "This person may not sign in. Ask whoever runs this installation to let them in first.")
    acted_for = acting_for(wanted)
    same = Grant.objects.filter(person=person, role=wanted.role, scope_kind=wanted.scope.kind, scope_id=wanted.scope.id)
    for each in same.filter(on_behalf_of=acted_for):
        before_it_ends = each.ends_before is None or each.ends_before > wanted.starts_on
        if before_it_ends and (wanted.ends_before is None or wanted.ends_before > each.starts_on):
            raise NotGiven("role", f"{person} has this right already for these days. Change its end instead.")
    return give(
        person=person, role=wanted.role, scope=wanted.scope, reason=wanted.reason, starts_on=wanted.starts_on,
        ends_before=wanted.ends_before, on_behalf_of=acted_for, by=by, at=at,
    )  # fmt: skip


def acting_for(wanted: Wanted) -> Person | None:
    """In whose name a right acts, or nobody's. Raises `NotGiven` for an address that nobody here has."""
    found = person_called(wanted.on_behalf_of) if wanted.on_behalf_of else None
    if wanted.on_behalf_of and found is None:
        raise NotGiven("on_behalf_of", "Nobody here has this e-mail address. Check it, or leave it empty.")
    return found


def person_called(email: str) -> Person | None:
    """The person who signs in with an address, whatever its capitals."""
    return Person.objects.filter(email__iexact=email.strip()).first()
