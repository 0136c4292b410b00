"""People who leave a place and people who join it, in one act; a post that is handed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accord.accounts.actions.ending import Leaving, end_right
from accord.accounts.actions.granting import end
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.queries.rights import grants_on
from accord.accounts.rules.granting import NotGiven
from accord.accounts.rules.rights import Rights
from accord.accounts.rules.roles import load_roles
from accord.accounts.tasks import send_letter
from accord.register.actions.people import Wanted
from accord.register.actions.welcoming import Welcomed, welcome
from accord.register.queries.people import may_keep_grant, within
from accord.register.queries.scope_names import names_of_scopes, scope_of
from accord.register.rules.memberships import spelled


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who joins; ``key`` tells them apart from the others."""

    key: str
    email: str
    name: str
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Refusal:
    """What keeps one of them from being done: which one, what about it, and why."""

    key: str
    field: str
    message: str


class SomeRefused(Exception):
    """Nothing was done, for these reasons."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(" ".join(each.message for each in refusals))
        self.refusals = tuple(refusals)


class _TakenBack(Exception):
    """Nothing is wrong, and nothing was to be done yet."""


def move_people(
    *,
    joining: Sequence[Joining],
    leaving: Sequence[tuple[str, Leaving]],
    rights: Rights,
    by: Person,
    at: datetime,
    only_try: bool = False,
) -> list[Welcomed]:
    """Let people join and others leave: all of it, or nothing. Who joins comes first, so that a post is handed on.

    ``only_try`` finds out whether it could be done, and takes it back. Raises `SomeRefused` with every reason.
    """
    refusals: list[Refusal] = []
    done: list[Welcomed] = []
    try:
        with transaction.atomic():
            for each in joining:
                done += _try(each.key, refusals, lambda each=each: _join(each, rights, by, at))
            for key, one in leaving:
                _try(key, refusals, lambda one=one: _leave(one, rights, by, at))
            if refusals or only_try:
                raise _TakenBack
    except _TakenBack:
        pass
    if refusals:
        raise SomeRefused(refusals)
    return done


def _try(key: str, refusals: list[Refusal], act: Callable[[], Welcomed | None]) -> list[Welcomed]:
    try:
        with transaction.atomic():
            found = act()
    except NotGiven as reason:
        refusals.append(Refusal(key, reason.field, reason.message))
        return []
    return [found] if found is not None else []


def _join(each: Joining, rights: Rights, by: Person, at: datetime) -> Welcomed:
    return welcome(email=each.email, name=each.name, wanted=each.wanted, rights=rights, by=by, at=at)


def _leave(one: Leaving, rights: Rights, by: Person, at: datetime) -> None:
    if not may_keep_grant(rights, one.grant, timezone.localdate(at)):
        raise NotGiven("leaves", "Your own rights do not let you end this one.")
    end_right(leaving=one, by=by, at=at)


@transaction.atomic
def hand_over(
    *, grant: Grant, email: str, name: str, on: date, because: str, rights: Rights, by: Person, at: datetime
) -> Welcomed:
    """Hand a post over on a day: the new one's right begins, and every right of the old one over that school ends.

    Raises `NotGiven`, also for a successor who is the same person.
    """
    if not may_keep_grant(rights, grant, timezone.localdate(at)):
        raise NotGiven("email", "Your own rights do not let you hand this post over.")
    if email.strip().lower() == grant.person.email.lower():
        raise NotGiven("email", "That is the person who hands the post over. Give the address of the new one.")
    scope = scope_of(grant)
    wanted = Wanted(role=grant.role, scope=scope, reason=because, starts_on=on)
    welcomed = welcome(email=email, name=name, wanted=wanted, rights=rights, by=by, at=at)
    for each in Grant.objects.filter(within(scope, on), person=grant.person).exclude(ends_before__lte=on):
        end(grant=each, on=on, because=because, by=by, at=at)
    role = load_roles(settings.ACCORD_DEFINITIONS)[grant.role].name.lower()
    words = {"day": spelled(on), "role": role, "place": names_of_scopes([scope])[scope]}
    told = [("post_given_up", grant.person)] + ([("post_taken_over", welcomed.person)] if welcomed.person else [])
    for letter, person in told:
        transaction.on_commit(partial(send_letter.enqueue, letter, str(person.public_id), words))
    return welcomed


def rights_at(person: Person, grant: Grant, on: date) -> int:
    """How many rights somebody holds on a day over the place of one of them."""
    return grants_on(on).filter(within(scope_of(grant), on), person=person).count()
