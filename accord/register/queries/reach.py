"""What a right over an authority, a group or a school reaches on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from accord.accounts.choices import Act, ScopeKind
from accord.accounts.queries.belonging import belonging_to
from accord.accounts.rules.rights import Rights, Scope, owns
from accord.register.choices import NumberedBy
from accord.register.models.groups import Group, Nesting
from accord.register.models.schools import Establishment
from accord.register.queries.groups import within
from accord.register.queries.members import members_on, on_day
from accord.register.queries.portions import portions


def schools_over(scope: Scope, on: date) -> frozenset[str]:
    """Every URN within a scope on a day: with each school also the numbers it went by before.

    A scope of everywhere has no list of schools (`ValueError`): ask whether it is one first.
    """
    match scope.kind:
        case ScopeKind.AUTHORITY:
            return _of_places(Q(school__establishments__in=_standing_in(scope.id)))
        case ScopeKind.GROUP:
            group = Group.objects.filter(slug=scope.id).first()
            return with_older(members_on(group, on)) if group else frozenset()
        case ScopeKind.SCHOOL:
            return with_older([scope.id])
        case ScopeKind.CHALLENGE:
            return frozenset()
        case _:
            raise ValueError("Everywhere has no list of schools.")


def with_older(urns: Iterable[str]) -> frozenset[str]:
    """Some URNs with every other that their places go or went by; one that is not known stays as it is."""
    found = set(urns)
    for some in portions(sorted(found)):
        mine = Establishment.objects.filter(urn__in=some, numbered_by=NumberedBy.GIAS)
        found |= _of_places(Q(school__establishments__in=mine))
    return frozenset(found)


def _standing_in(authority: str) -> QuerySet[Establishment]:
    return Establishment.objects.filter(la_code=authority, stands=True, numbered_by=NumberedBy.GIAS).order_by()


def _of_places(places: Q) -> frozenset[str]:
    rows = Establishment.objects.filter(places, numbered_by=NumberedBy.GIAS).order_by()
    return frozenset(rows.values_list("urn", flat=True))


def covers(outer: Scope, inner: Scope, on: date) -> bool:
    """Whether one scope lies within another on a day: a right over the outer may be passed on over the inner.

    A group lies in the authority it belongs to; one that belongs to nobody in particular lies in every authority.
    """
    if outer.kind is ScopeKind.EVERYWHERE or outer == inner:
        return True
    match outer.kind, inner.kind:
        case ScopeKind.AUTHORITY, ScopeKind.SCHOOL:
            place = Establishment.objects.filter(urn=inner.id, numbered_by=NumberedBy.GIAS).values("school")
            return _standing_in(outer.id).filter(school__in=place).exists()
        case ScopeKind.AUTHORITY, ScopeKind.GROUP:
            group = Group.objects.filter(slug=inner.id).first()
            return group is not None and owns(outer, group.belongs_to)
        case ScopeKind.AUTHORITY, ScopeKind.CHALLENGE:
            return True  # whose a challenge is, is known where challenges are kept
        case ScopeKind.GROUP, ScopeKind.GROUP:
            return Group.objects.filter(inside(outer.id, on), slug=inner.id).exists()
        case (ScopeKind.GROUP | ScopeKind.SCHOOL), ScopeKind.SCHOOL:
            return inner.id in schools_over(outer, on)
    return False


def kept_by_reader(rights: Rights, on: date) -> Q:
    """The condition that somebody may change a group: by a right over its authority, it, or one that it lies in."""
    found = belonging_to(Rights(rights.held, everything=rights.everything), Act.KEEP_GROUPS)
    for held in rights.by(Act.KEEP_GROUPS):
        if held.scope.kind is ScopeKind.GROUP:
            found |= inside(held.scope.id, on)
    return found if rights.also is None else found & kept_by_reader(rights.also, on)


def inside(slug: str, on: date) -> Q:
    """The group at an address and all that lie in it on a day."""
    group = Group.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if group is None:
        return Q(pk__in=())
    holds: dict[int, list[int]] = {}
    for outer, inner in Nesting.objects.filter(on_day(on)).values_list("outer_id", "inner_id"):
        holds.setdefault(outer, []).append(inner)
    return Q(pk__in=within(group, holds))


def may_keep(rights: Rights, group: Group, on: date) -> bool:
    """Whether somebody may change a group."""
    return Group.objects.filter(kept_by_reader(rights, on), pk=group.pk).exists()


def may_correct(rights: Rights, urn: str, on: date) -> bool:
    """Whether somebody may correct what the register says of a school."""
    return rights.allows(Act.CORRECT_REGISTER, lambda scope: covers(scope, Scope(ScopeKind.SCHOOL, urn), on))
