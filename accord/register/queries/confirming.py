"""Which rights somebody is asked to confirm, and whom to remind of which."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.conf import settings

from accord.accounts.choices import Act
from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.queries.confirming import Unconfirmed, unconfirmed
from accord.accounts.queries.rights import grants_on, rights_of
from accord.accounts.rules.rights import Rights
from accord.accounts.rules.roles import load_roles
from accord.register.queries.people import grants_kept
from accord.register.rules.confirming_words import confirming_sentence


def to_confirm(rights: Rights, person: Person, on: date) -> list[Unconfirmed]:
    """The rights that nobody has confirmed and that somebody may: those they could give; never their own."""
    waiting = unconfirmed(on) if rights.may(Act.GIVE_ROLES) else []
    if not waiting:
        return []
    pks = [each.grant.pk for each in waiting]
    theirs = set(grants_kept(rights, on).filter(pk__in=pks).exclude(person=person).values_list("pk", flat=True))
    return [each for each in waiting if each.grant.pk in theirs]


def sentence_of(waiting: Collection[Unconfirmed]) -> str:
    """How many rights wait, and until when."""
    going = [each.round.closes for each in waiting if not each.closed]
    return confirming_sentence(going, len(waiting) - len(going))


def owners(grants: Collection[Grant], on: date) -> Mapping[Person, int]:
    """Whom to remind, and of how many rights: who gave each, while they still could; else everybody who could."""
    roles = load_roles(settings.ACCORD_DEFINITIONS)
    giving = [code for code, role in roles.items() if Act.GIVE_ROLES in role.may]
    people = Person.objects.filter(is_active=True, pk__in=grants_on(on).filter(role__in=giving).values("person"))
    wanted = [each.pk for each in grants]
    could = {
        person: set(grants_kept(rights_of(person, on), on).filter(pk__in=wanted).values_list("pk", flat=True))
        for person in people
    }
    counts: dict[Person, int] = {}
    for grant in grants:
        able = [person for person, pks in could.items() if grant.pk in pks and person.pk != grant.person_id]
        for person in [each for each in able if each.pk == grant.given_by_id] or able:
            counts[person] = counts.get(person, 0) + 1
    return counts
