"""Rights to confirm, as rows and in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accord.accounts.queries.confirming import Unconfirmed
from accord.accounts.rules.confirming import Calendar
from accord.accounts.rules.rights import Scope
from accord.accounts.rules.roles import Roles
from accord.register.presenters.rights import OPERATOR, joined, titled
from accord.register.queries.scope_names import scope_of
from accord.register.rules.memberships import spelled

COLUMNS = ("Needed", "Name", "Right", "Since", "Given by, and why", "Last confirmed", "Not needed")


@dataclass(frozen=True, slots=True)
class Shown:
    """One right to confirm; ``kept`` where its round is over and it stays only as the last of a post."""

    key: str
    label: str
    name: str
    href: str
    right: str
    since: str
    given_by: str
    reason: str
    until: str
    end: str
    kept: bool
    ticked: bool


def rows_to_confirm(
    waiting: Sequence[Unconfirmed], roles: Roles, names: Mapping[Scope, str], ticked: Collection[str]
) -> list[Shown]:
    """Each right as a row of the page."""
    return [_shown(each, roles, names, ticked) for each in waiting]


def _shown(each: Unconfirmed, roles: Roles, names: Mapping[Scope, str], ticked: Collection[str]) -> Shown:
    grant, who = each.grant, each.grant.person
    right = titled(roles.get(grant.role), grant.role, names[scope_of(grant)])
    key = str(grant.public_id)
    return Shown(
        key=key,
        label=f"{who}: {right}",
        name=str(who),
        href=reverse("register:person", args=[who.public_id]),
        right=right,
        since=spelled(grant.starts_on),
        given_by=str(grant.given_by) if grant.given_by else OPERATOR,
        reason=grant.reason,
        until=spelled(grant.confirmed_at.date()) if grant.confirmed_at else "never",
        end=reverse("register:end_right", args=[who.public_id, grant.public_id]),
        kept=each.closed,
        ticked=key in ticked,
    )


def next_days(calendar: Calendar, on: date) -> str:
    """When the next rounds open."""
    usual = {each.opens for rounds in calendar.values() for each in rounds}
    days = sorted(date(year, *each) for year in (on.year, on.year + 1) for each in usual)
    return joined([spelled(day) for day in days if day > on][:2])
