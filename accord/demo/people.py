"""A handful of invented people of different roles, for the officer to look at pages as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accord.accounts.actions.granting import give
from accord.accounts.actions.people import enrol
from accord.accounts.actions.retention import place_hold
from accord.accounts.choices import ScopeKind
from accord.accounts.models.holds import LegalHold
from accord.accounts.models.people import Person
from accord.accounts.rules.rights import Scope
from accord.demo.world import World
from accord.register.models.groups import Group

INVENTED = " (invented)"
A_YEAR = timedelta(days=365)
WHY = "The demonstration: this person is invented, and cannot sign in."


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody with one right; ``ends`` where their role has to end, ``helps`` whose paperwork they do."""

    name: str
    role: str
    scope: Scope
    ends: bool = False
    helps: str = ""


def invented_people(world: World) -> Iterator[Invented]:
    """One person for each kind of reader: of the authority, of an alliance, of two schools, from outside."""
    group = world.memberships[0].group
    members = [row for row in world.memberships if row.group == group and not row.ends_before]
    lead = str(next(row.urn for row in members if row.role == "lead"))
    other = str(next(row.urn for row in members if row.role == "member"))
    ours = Scope(ScopeKind.AUTHORITY, world.authority.code)
    slug = Group.objects.filter(name=group).values_list("slug", flat=True).first() or ""
    yield Invented("Dorothea Vane", "director", ours)
    yield Invented("Percival Lund", "data_protection_officer", ours)
    yield Invented("Greta Holm", "governor_services", ours)
    yield Invented("Councillor Amos Pell", "lead_member", ours)
    yield Invented("Councillor Ruth Dane", "councillor", ours)
    yield Invented("Sunniva Marsh", "school_improvement_officer", ours)
    yield Invented("Odell Finch", "business_support", ours, helps="Sunniva Marsh")
    yield Invented("Linnea Brook", "alliance_lead", Scope(ScopeKind.GROUP, slug))
    yield Invented("Tobias Wren", "headteacher", Scope(ScopeKind.SCHOOL, lead))
    yield Invented("Meredith Shaw", "chair", Scope(ScopeKind.SCHOOL, lead))
    yield Invented("Jolyon Reed", "senior_leader", Scope(ScopeKind.SCHOOL, lead))
    yield Invented("Ottilie Frost", "headteacher", Scope(ScopeKind.SCHOOL, other))
    yield Invented("Cassian Moor", "teacher", Scope(ScopeKind.SCHOOL, other))
    yield Invented("Ambrose Tarn", "adviser", Scope(ScopeKind.SCHOOL, lead), ends=True)
    yield Invented("Philippa Crane", "external_adviser", Scope(ScopeKind.SCHOOL, other), ends=True)


def keep_people(world: World, *, by: Person, at: datetime) -> int:
    """Let the invented people be known, each with their right; those known already are left as they are."""
    day, known, made = timezone.localdate(at), {}, 0
    for each in invented_people(world):
        address = f"{each.name.split()[-1].lower()}@demo.example"
        person = Person.objects.filter(email=address).first()
        if person is None:
            person = enrol(email=address, name=f"{each.name}{INVENTED}", password=None, by=None, at=at)
        known[each.name] = person
        if person.grants.exists():
            continue
        made += 1
        give(
            person=person, role=each.role, scope=each.scope, reason=WHY, starts_on=day,
            ends_before=day + A_YEAR if each.ends else None, on_behalf_of=known.get(each.helps), by=by, at=at,
        )  # fmt: skip
    return made


def hold_a_school(world: World, *, by: Person, at: datetime) -> None:
    """An invented inquiry keeps what names one school; once."""
    urn = str(next(row.urn for row in world.memberships if row.role == "lead" and not row.ends_before))
    if not LegalHold.objects.filter(subject=urn).exists():
        place_hold(
            over=LegalHold.Over.SCHOOL, subject=urn, numbers=[urn], by=by, at=at,
            because="An invented complaint is being looked into.",
        )  # fmt: skip
