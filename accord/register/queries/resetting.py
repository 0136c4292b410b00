"""Who may let somebody back in who has lost everything they sign in with."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import Q

from accord.accounts.models.grants import Grant
from accord.accounts.models.people import Person
from accord.accounts.rules.rights import Rights
from accord.register.queries.people import grants_kept, sees_everybody


def may_reset(rights: Rights, who: Person, on: date) -> bool:
    """Whether somebody could give every right that a person holds or will hold.

    Else a head of one school could, by a link meant for another, come to rights that are not theirs to give.
    Who holds nothing at all is let back in by whoever sees everybody.
    """
    number = number_held(who, on)
    if not number:
        return sees_everybody(rights)
    return grants_kept(rights, on).filter(_standing(on), person=who).count() == number


def number_held(who: Person, on: date) -> int:
    """How many rights somebody holds or will hold, of all there are.

    PostgreSQL is asked for the number alone: its second wall hides those that the reader may not see, and they count.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT accord_rights_held(%s)", [who.pk])
            return int(cursor.fetchone()[0])
    return Grant.objects.filter(_standing(on), person=who).count()


def _standing(on: date) -> Q:
    return Q(ends_before=None) | Q(ends_before__gt=on)
