"""Who may let somebody back in who has lost everything they sign in with."""

from __future__ import annotations

from datetime import date

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
    held = Grant.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on), person=who)
    if not held.exists():
        return sees_everybody(rights)
    return not held.exclude(pk__in=grants_kept(rights, on).order_by().values("pk")).exists()
