"""Which rights nobody has confirmed in the round that opened last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from accord.accounts.choices import Confirmed
from accord.accounts.models.confirming import ConfirmingRound
from accord.accounts.models.grants import Grant
from accord.accounts.queries.rights import grants_on
from accord.accounts.rules.confirming import Round, Told, latest_round, load_calendar, waits_for_confirmation
from accord.accounts.rules.roles import load_roles


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A right that nobody has confirmed; ``closed`` where it is kept only as the last of a post."""

    grant: Grant
    round: Round
    closed: bool


def round_of_today(how_often: Confirmed, on: date) -> tuple[Round, Told] | None:
    """The round that opened last, and what has been done in it."""
    one = latest_round(load_calendar(settings.ACCORD_DEFINITIONS), how_often, on)
    if one is None:
        return None
    row = ConfirmingRound.objects.filter(how_often=how_often, opens=one.opens).first()
    return one, Told(row.reminded_on, row.reminded_again_on, row.closed_on) if row else Told()


def unconfirmed(on: date) -> list[Unconfirmed]:
    """Every right that holds on a day and that nobody has confirmed in the round it belongs to."""
    return [
        found
        for how_often in (Confirmed.OCTOBER, Confirmed.TERM)
        if (asked := round_of_today(how_often, on)) is not None
        for found in unconfirmed_in(asked[0], on, closed=asked[1].closed is not None)
    ]


def unconfirmed_in(one: Round, on: date, *, closed: bool) -> list[Unconfirmed]:
    """The rights that hold on a day and that nobody has confirmed in a round."""
    roles = load_roles(settings.ACCORD_DEFINITIONS)
    asked = [code for code, role in roles.items() if role.confirmed is one.how_often]
    rows = grants_on(on).filter(role__in=asked, starts_on__lt=one.opens, given_at__date__lt=one.opens)
    return [
        Unconfirmed(each, one, closed)
        for each in rows.select_related("person", "given_by").order_by("person__name", "person__email", "pk")
        if waits_for_confirmation(
            one,
            given_at=each.given_at,
            confirmed_at=each.confirmed_at,
            starts_on=each.starts_on,
            ends_before=each.ends_before,
        )
    ]
