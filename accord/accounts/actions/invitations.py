"""Inviting people, sending a link again, taking an invitation back, and accepting it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accord.accounts.actions.events import record
from accord.accounts.actions.granting import give
from accord.accounts.actions.people import add_person
from accord.accounts.models.invitations import Invitation, WaitingGrant
from accord.accounts.models.people import Person
from accord.accounts.queries.invitations import open_for, state
from accord.accounts.queries.rights import rights_of
from accord.accounts.rules.giving import giving
from accord.accounts.rules.granting import NotGiven, check_can_give
from accord.accounts.rules.invitations import GOOD_FOR, Brought, NotAccepted, check_is_open, digest_of
from accord.accounts.rules.rights import Scope
from accord.accounts.rules.roles import load_roles

GIVER_MAY_NOT = "Whoever invited you may no longer give you the role {role}. Ask them who may."


@transaction.atomic
def invite(*, email: str, name: str, brings: Sequence[Brought], by: Person | None, at: datetime) -> Invitation:
    """Invite somebody who is not known, with the rights they get on accepting, and record it.

    Where the address is invited already, the rights are added to that invitation. Raises `NotGiven` with what is
    wrong with a right, or where the address is somebody's. Whether the giver may give it is asked by the page.
    No link is made yet: `make_link`, or the letter, does that.
    """
    email = email.strip().lower()
    if Person.objects.filter(email__iexact=email).exists():
        raise NotGiven("email", "Somebody here has this address. Give them the right; they need no invitation.")
    for each in brings:
        _check(each)
    found = open_for(email)
    if found is None:
        found = Invitation.objects.create(
            email=email, name=name.strip(), invited_by=by, invited_at=at, expires_at=at + GOOD_FOR
        )
    for each in brings:
        found.brings.add(_waiting(each, found, by), bulk=False)
    roles = [f"{each.role} over {each.scope}" for each in brings]
    record("invited", kind="invitation", subject=found.public_id, by=by, at=at, detail={"roles": roles})
    return found


def _check(brought: Brought) -> None:
    role = load_roles(settings.ACCORD_DEFINITIONS).get(brought.role)
    if role is None:
        raise NotGiven("role", f"There is no role {brought.role}. See docs/reference/roles.md for those there are.")
    check_can_give(
        role, brought.scope, brought.starts_on, brought.ends_before,
        on_behalf=bool(brought.on_behalf_of), reason=brought.reason,
    )  # fmt: skip


def _waiting(brought: Brought, invitation: Invitation, by: Person | None) -> WaitingGrant:
    named = Person.objects.get(public_id=brought.on_behalf_of) if brought.on_behalf_of else None
    return WaitingGrant(
        invitation=invitation, role=brought.role, scope_kind=brought.scope.kind, scope_id=brought.scope.id,
        reason=brought.reason.strip(), starts_on=brought.starts_on, ends_before=brought.ends_before,
        on_behalf_of=named, given_by=by,
    )  # fmt: skip


@transaction.atomic
def invite_back(*, person: Person, by: Person | None, at: datetime) -> Invitation:
    """Let somebody who is known choose anew how they sign in. What waited for them to do so before is taken back."""
    earlier = open_for(person.email)
    if earlier is not None:
        withdraw(invitation=earlier, because="A newer one takes its place.", by=by, at=at)
    made = Invitation.objects.create(
        email=person.email, name=person.name, person=person, becomes=person.public_id,
        invited_by=by, invited_at=at, expires_at=at + GOOD_FOR,
    )  # fmt: skip
    record("invited_back", kind="invitation", subject=made.public_id, by=by, at=at)
    return made


@transaction.atomic
def make_link(*, invitation: Invitation, by: Person | None, at: datetime) -> str:
    """A new secret for a link, good for 14 days from now; the one before no longer works. Records it.

    Raises `NotAccepted` for an invitation that was accepted or withdrawn; one that is too old opens again.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    locked.expires_at = at + GOOD_FOR
    check_is_open(state(locked, at))
    token = secrets.token_urlsafe(32)
    locked.token_digest = digest_of(token)
    locked.links_made += 1
    locked.save(update_fields=["expires_at", "token_digest", "links_made"])
    record("link_made", kind="invitation", subject=locked.public_id, by=by, at=at)
    return token


@transaction.atomic
def withdraw(*, invitation: Invitation, because: str, by: Person | None, at: datetime) -> None:
    """Take an invitation back, and record it; its link leads nowhere. Raises `NotAccepted` where it is too late."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at is not None:
        raise NotAccepted("It has been accepted: end the right instead.")
    if locked.withdrawn_at is None:
        locked.withdrawn_at, locked.withdrawn_because = at, because.strip()
        locked.save(update_fields=["withdrawn_at", "withdrawn_because"])
        record("withdrawn", kind="invitation", subject=locked.public_id, by=by, at=at)


@transaction.atomic
def accept(*, invitation: Invitation, name: str, password: str | None, at: datetime) -> Person:
    """Make the person that was invited, with the rights that waited, and record it. Works once.

    Raises `NotAccepted` where the invitation is no longer open, or where a giver may no longer give. Somebody who
    comes back keeps their rights, and gets the new name and password. Somebody who was added meanwhile only gets
    the rights: a link opens no account that exists.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    check_is_open(state(locked, at))
    person = locked.person or Person.objects.filter(email__iexact=locked.email).first()
    if person is None:
        person = add_person(
            email=locked.email, name=name, password=password, public_id=locked.becomes, by=locked.invited_by, at=at
        )
    elif locked.person is not None:
        person.name = name.strip() or person.name
        person.set_password(password)
        person.save(update_fields=["name", "password"])
    for waiting in locked.brings.select_related("given_by", "on_behalf_of"):
        _give(waiting, person, at)
    locked.accepted_at, locked.person = at, person
    locked.save(update_fields=["accepted_at", "person"])
    record("accepted", kind="invitation", subject=locked.public_id, by=person, at=at)
    return person


def _give(waiting: WaitingGrant, person: Person, at: datetime) -> None:
    giver = waiting.given_by
    if giver is not None:
        rights = rights_of(giver, timezone.localdate(at))
        invited_on = timezone.localdate(waiting.invitation.invited_at)
        # By a right that they held when they invited: one that came since may be over another place.
        still = (each for each in giving(rights) if each.starts_on <= invited_on)
        if not any(waiting.role in each.role.gives for each in still):
            roles = load_roles(settings.ACCORD_DEFINITIONS)
            name = roles[waiting.role].name if waiting.role in roles else waiting.role
            raise NotAccepted(GIVER_MAY_NOT.format(role=name))
    scope = f"{waiting.scope_kind}:{waiting.scope_id}" if waiting.scope_id else waiting.scope_kind
    give(
        person=person, role=waiting.role, scope=Scope.read(scope), reason=waiting.reason,
        starts_on=waiting.starts_on, ends_before=waiting.ends_before, by=giver, at=at,
        on_behalf_of=waiting.on_behalf_of,
    )  # fmt: skip
