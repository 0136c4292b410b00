"""The record of what was done and looked at, as far as somebody may read it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accord.accounts.choices import Act, ScopeKind
from accord.accounts.models.events import Event, Reading
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.rules.rights import Rights, Scope
from accord.register.models.groups import Group
from accord.register.queries.people import people_seen, sees_everybody
from accord.register.queries.reach import covers, schools_over

OF_SCHOOLS = ("establishment", "school")
"""Kinds of subject that are schools, by their numbers."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of a person, about a kind of thing or one thing, between two days. What is empty is left open."""

    who: UUID | None = None
    kind: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


def acts(rights: Rights, on: date, wanted: Wanted) -> QuerySet[Event]:
    """What was done, the latest first: all of it, or what concerns the people and schools of one's authority."""
    found = Event.objects.filter(_seen(rights, on, "subject_kind"), _asked(wanted, "subject_kind"))
    return found.select_related("person").order_by("-sequence")


def reads(rights: Rights, on: date, wanted: Wanted) -> QuerySet[Reading]:
    """Who was shown what of results that are not for everybody, the latest first."""
    found = Reading.objects.filter(_seen(rights, on, "kind"), _asked(wanted, "kind"))
    return found.select_related("person").order_by("-sequence")


def looked_at(urns: frozenset[str], wanted: Wanted) -> QuerySet[Reading]:
    """Who was shown such results of one school, under any of its numbers."""
    found = Reading.objects.filter(_asked(wanted, "kind"), kind__in=OF_SCHOOLS, subject_id__in=sorted(urns))
    return found.select_related("person").order_by("-sequence")


def may_see_who_looked(rights: Rights, urn: str, on: date) -> bool:
    """Whether somebody may see who looked at a school: its own head and chair, and who reads the record there."""
    school = Scope(ScopeKind.SCHOOL, urn)
    return any(
        rights.allows(act, lambda scope: covers(scope, school, on)) for act in (Act.READ_OWN_RECORD, Act.READ_RECORD)
    )


def kinds_done() -> list[str]:
    """The kinds of thing that something was done to."""
    return sorted(Event.objects.order_by().values_list("subject_kind", flat=True).distinct())


def kinds_read() -> list[str]:
    """The kinds of thing of which results were shown."""
    return sorted(Reading.objects.order_by().values_list("kind", flat=True).distinct())


def names_in(found: Iterable[Event]) -> dict[str, str]:
    """The people, groups and rights that some acts are about, by the ids and addresses that stand in the record."""
    ids = {each.subject_id for each in found if each.subject_kind in ("person", "grant")}
    ids |= {str(value) for each in found for name, value in each.detail.items() if name in ("person", "looking_as")}
    known = [UUID(each) for each in ids if _is_id(each)]
    people = {str(each.public_id): str(each) for each in Person.objects.filter(public_id__in=known)}
    grants = Grant.objects.filter(public_id__in=known).select_related("person")
    rights = {str(each.public_id): f"{each.role.replace('_', ' ')} for {each.person}" for each in grants}
    slugs = {each.subject_id for each in found if each.subject_kind == "group"}
    return people | rights | dict(Group.objects.filter(slug__in=slugs).values_list("slug", "name"))


def _is_id(text: str) -> bool:
    with suppress(ValueError):
        return bool(UUID(text))
    return False


def people_called(rights: Rights, on: date, text: str) -> list[Person]:
    """The people of one's authority whose name or address has a text in it."""
    fits = Q(name__icontains=text) | Q(email__icontains=text)
    return list(people_seen(rights, on, Act.READ_RECORD).filter(fits)[:50])


def _seen(rights: Rights, on: date, kind: str) -> Q:
    if sees_everybody(rights, Act.READ_RECORD):
        return Q()
    people = people_seen(rights, on, Act.READ_RECORD)
    ids = [str(each) for each in people.values_list("public_id", flat=True)]
    urns = _urns(rights, on)
    by_them = Q(person__in=people.order_by().values("pk"))
    of_schools = Q(**{f"{kind}__in": OF_SCHOOLS}, subject_id__in=sorted(urns))
    return by_them | of_schools | Q(**{kind: "person"}, subject_id__in=ids)


def _urns(rights: Rights, on: date) -> frozenset[str]:
    scopes = [each.scope for each in rights.by(Act.READ_RECORD) if each.scope.kind is not ScopeKind.EVERYWHERE]
    own = frozenset().union(*(schools_over(scope, on) for scope in scopes))
    if rights.also is None or sees_everybody(rights.also, Act.READ_RECORD):
        return own
    return own & _urns(rights.also, on)


def _asked(wanted: Wanted, kind: str) -> Q:
    found = Q()
    if wanted.who is not None:
        found &= Q(person__public_id=wanted.who)
    if wanted.kind:
        found &= Q(**{kind: wanted.kind})
    if wanted.subject:
        found &= Q(subject_id=wanted.subject)
    if wanted.first is not None:
        found &= Q(at__gte=_midnight(wanted.first))
    if wanted.last is not None:
        found &= Q(at__lt=_midnight(wanted.last + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
