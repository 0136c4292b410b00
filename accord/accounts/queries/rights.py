"""What a person may do on a day: asked of the database each time, so that what changed holds from the next request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from accord.accounts.choices import ScopeKind
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.rules.rights import EVERYWHERE, NOBODY, Held, Rights, Scope
from accord.accounts.rules.roles import Roles, load_roles


def rights_of(person: Person, on: date) -> Rights:
    """The grants that somebody holds on a day; none for someone who may not sign in.

    Who acts in somebody's name may, over the scope of their own grant, what both that person and the role may there.
    One query, and one more for that person's grants.
    """
    if not person.is_active:
        return NOBODY
    roles = load_roles(settings.ACCORD_DEFINITIONS)
    own = _grants([person.pk], on, roles)
    named = {each.on_behalf_of_id for each in own if each.on_behalf_of_id}
    theirs = _grants(named, on, roles) if named else []
    return Rights(tuple(held for each in own for held in _held(each, theirs, roles)))


def grants_on(on: date) -> QuerySet[Grant]:
    """The grants that hold on a day."""
    return Grant.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on), starts_on__lte=on)


def _grants(people: Iterable[int | None], on: date, roles: Roles) -> list[Grant]:
    rows = grants_on(on).filter(person__in=people, person__is_active=True, role__in=roles)
    return list(rows.select_related("person", "given_by"))


def _held(grant: Grant, theirs: Iterable[Grant], roles: Roles) -> list[Held]:
    role = roles[grant.role]
    own = Held(
        grant=str(grant.public_id),
        role=role,
        scope=Scope(ScopeKind(grant.scope_kind), grant.scope_id),
        starts_on=grant.starts_on,
        ends_before=grant.ends_before,
        reason=grant.reason,
        given_by=str(grant.given_by) if grant.given_by else "",
    )
    if not role.on_behalf:
        return [own]
    return [
        replace(own, role=replace(role, may=role.may & roles[each.role].may), in_the_name_of=str(each.person.public_id))
        for each in theirs
        if each.person_id == grant.on_behalf_of_id and not roles[each.role].on_behalf
        # Over what was given, and only that: whoever gives it has no say over what else the other person may.
        if Scope(ScopeKind(each.scope_kind), each.scope_id) in (own.scope, EVERYWHERE)
    ]
