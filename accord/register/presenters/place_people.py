"""The people of one place in sentences and rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from accord.accounts.actions.ending import Leaving
from accord.accounts.models.grants import Grant
from accord.accounts.rules.roles import Roles
from accord.register.actions.moving_people import Joining
from accord.register.actions.welcoming import Welcomed
from accord.register.presenters.rights import joined
from accord.register.queries.scope_names import scope_of
from accord.register.rules.memberships import spelled

HERE = ("Leaves", "Name", "Role", "From", "Last day", "Hand over")


@dataclass(frozen=True, slots=True)
class HereShown:
    """Somebody with a right over the place; ``key`` is empty where the reader may not end it."""

    name: str
    href: str
    role: str
    since: str
    until: str
    key: str
    ticked: bool
    hand_over: str


def told_of(grants: Sequence[Grant], kept: Sequence[Grant], roles: Roles, form: object, on: date) -> list[HereShown]:
    """Each right over a place as a row of the page."""
    return [_shown(each, each in kept, roles, form) for each in grants]


def _shown(grant: Grant, kept: bool, roles: Roles, form: object) -> HereShown:
    role, scope = roles.get(grant.role), scope_of(grant)
    post = kept and role is not None and role.never_without
    key = str(grant.public_id)
    return HereShown(
        name=str(grant.person),
        href=reverse("register:person", args=[grant.person.public_id]),
        role=role.name if role else grant.role,
        since=spelled(grant.starts_on),
        until=spelled(grant.ends_before - timedelta(days=1)) if grant.ends_before else "",
        key=key if kept else "",
        ticked=key in (form["leaves"].value() or ()),  # type: ignore[index]
        hand_over=reverse("register:hand_over", args=[scope.kind, scope.id, grant.public_id]) if post else "",
    )


def place_sentence(name: str, grants: Sequence[Grant], roles: Roles, on: date) -> str:
    """How many people hold a right over a place, and which post is empty or will be."""
    people = len({each.person_id for each in grants if each.starts_on <= on})
    who = "1 person holds" if people == 1 else f"{people:,} people hold"
    text = f"{who} a right over {name} today." if people else f"Nobody holds a right over {name} today."
    if not grants or scope_of(grants[0]).kind != "school":
        return text
    empty = [
        role.name.lower()
        for code, role in roles.items()
        if role.never_without and scope_of(grants[0]).kind in role.scope
        and not any(each.role == code and each.starts_on <= on for each in grants)
    ]  # fmt: skip
    return f"{text} Nobody is {joined(empty).replace(' and ', ' or ')}." if empty else text


def moves(
    joining: Sequence[Joining], leaving: Sequence[tuple[str, Leaving]], found: Sequence[Welcomed], roles: Roles
) -> list[str]:
    """What is about to be done, a sentence each."""
    told = []
    for one, welcomed in zip(joining, found, strict=True):
        role = roles[one.wanted.role].name.lower()
        who = str(welcomed) if welcomed.person else f"{one.name} ({one.email}) is invited, and"
        told.append(f"{who} becomes {role} from {spelled(one.wanted.starts_on)}.")
    for _, each in leaving:
        name = roles[each.grant.role].name.lower() if each.grant.role in roles else each.grant.role
        last = spelled(each.on - timedelta(days=1))
        vacant = f" The post is vacant: {each.vacant_because}." if each.vacant_because else ""
        told.append(f"{each.grant.person} is {name} until {last}: {each.because}.{vacant}")
    return told
