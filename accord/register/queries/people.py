"""People whom somebody sees, and rights they may give, confirm or end: those within their own rights to give."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from accord.accounts.choices import Act, ScopeKind
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.rules.giving import may_give
from accord.accounts.rules.rights import EVERYWHERE, Rights, Scope
from accord.register.choices import NumberedBy
from accord.register.models.groups import Group
from accord.register.models.schools import Establishment
from accord.register.queries.reach import covers, inside, schools_over
from accord.register.queries.scope_names import scope_of

NONE = Q(pk__in=())


def within(scope: Scope, on: date) -> Q:
    """The condition that a grant is over something that lies within a scope.

    A group's people are those of the group and of the groups inside it: of its schools each sees to its own.
    """
    match scope.kind:
        case ScopeKind.EVERYWHERE:
            return Q()
        case ScopeKind.AUTHORITY:
            return _within_authority(scope)
        case ScopeKind.GROUP:
            slugs = Group.objects.filter(inside(scope.id, on)).order_by().values("slug")
            return Q(scope_kind=ScopeKind.GROUP, scope_id__in=slugs)
        case ScopeKind.SCHOOL:
            return Q(scope_kind=ScopeKind.SCHOOL, scope_id__in=schools_over(scope, on))
        case _:
            return Q(scope_kind=scope.kind, scope_id=scope.id)


def _within_authority(scope: Scope) -> Q:
    standing = Establishment.objects.filter(la_code=scope.id, stands=True, numbered_by=NumberedBy.GIAS).order_by()
    places = Establishment.objects.filter(numbered_by=NumberedBy.GIAS, school__in=standing.values("school")).order_by()
    groups = Group.objects.filter(belongs_to__in=("", str(scope))).order_by()
    return (
        Q(scope_kind=ScopeKind.AUTHORITY, scope_id=scope.id)
        | Q(scope_kind=ScopeKind.SCHOOL, scope_id__in=places.values("urn"))
        | Q(scope_kind=ScopeKind.GROUP, scope_id__in=groups.values("slug"))
        | Q(scope_kind=ScopeKind.CHALLENGE)
    )


def grants_seen(rights: Rights, on: date, act: Act = Act.GIVE_ROLES) -> QuerySet[Grant]:
    """The grants within the rights by which somebody may give rights, or do another act; ended ones too."""
    found = Grant.objects.filter(_seen(rights, on, act))
    return found.select_related("person", "given_by", "confirmed_by", "on_behalf_of")


def _seen(rights: Rights, on: date, act: Act) -> Q:
    own = Q() if rights.everything else _any(within(each.scope, on) for each in rights.by(act))
    return own if rights.also is None else own & _seen(rights.also, on, act)


def grants_kept(rights: Rights, on: date) -> QuerySet[Grant]:
    """The grants that somebody could give, and so may confirm and end: by one right that allows role and place."""
    return grants_seen(rights, on).filter(_kept(rights, on))


def _kept(rights: Rights, on: date) -> Q:
    if rights.everything:
        return Q()
    own = _any(within(each.scope, on) & Q(role__in=sorted(each.role.gives)) for each in rights.by(Act.GIVE_ROLES))
    return own if rights.also is None else own & _kept(rights.also, on)


def _any(conditions: object) -> Q:
    found = NONE
    for each in conditions:  # type: ignore[attr-defined]
        if not each:
            return Q()
        found |= each
    return found


def sees_everybody(rights: Rights, act: Act = Act.GIVE_ROLES) -> bool:
    """Whether somebody sees people without a right too: whoever gives rights over everything here."""
    own = rights.everything or any(each.scope == EVERYWHERE for each in rights.by(act))
    return own and (rights.also is None or sees_everybody(rights.also, act))


def people_seen(rights: Rights, on: date, act: Act = Act.GIVE_ROLES) -> QuerySet[Person]:
    """The people who hold, held or will hold a right within somebody's own."""
    if sees_everybody(rights, act):
        return Person.objects.order_by("name", "email")
    seen = grants_seen(rights, on, act).order_by()
    return Person.objects.filter(pk__in=seen.values("person")).order_by("name", "email")


def person_seen(rights: Rights, public_id: UUID, on: date, act: Act = Act.GIVE_ROLES) -> Person | None:
    """One of them, or None: whom somebody may not see is not found."""
    return people_seen(rights, on, act).filter(public_id=public_id).first()


def on_day(on: date) -> Callable[[Scope, Scope], bool]:
    """Whether one scope holds another on a day, as the rules of giving ask it."""

    def holds(outer: Scope, inner: Scope) -> bool:
        return covers(outer, inner, on)

    return holds


def may_give_here(rights: Rights, role: str, scope: Scope, on: date) -> bool:
    """Whether somebody may give a role over a scope on a day."""
    return may_give(rights, role, scope, on_day(on))


def may_keep_grant(rights: Rights, grant: Grant, on: date) -> bool:
    """Whether somebody may confirm, change or end a grant: whoever could give it."""
    return may_give_here(rights, grant.role, scope_of(grant), on)


def giving_over(rights: Rights, scope: Scope, on: date) -> bool:
    """Whether somebody gives rights over a place, and so sees its people: a group's lead does not see its schools'."""
    if rights.everything:
        return True
    own = any(_sees(each.scope, scope, on) for each in rights.by(Act.GIVE_ROLES))
    return own and (rights.also is None or giving_over(rights.also, scope, on))


def _sees(outer: Scope, inner: Scope, on: date) -> bool:
    from_group_to_school = outer.kind is ScopeKind.GROUP and inner.kind is ScopeKind.SCHOOL
    return not from_group_to_school and covers(outer, inner, on)


def holds(scope: Scope, on: date) -> list[Grant]:
    """The rights over one place itself that hold on a day or will: of a school under any number it went by."""
    over = within(scope, on) if scope.kind is ScopeKind.SCHOOL else Q(scope_kind=scope.kind, scope_id=scope.id)
    rows = Grant.objects.filter(over, Q(ends_before=None) | Q(ends_before__gt=on))
    return list(rows.select_related("person", "given_by").order_by("person__name", "person__email", "starts_on", "pk"))
