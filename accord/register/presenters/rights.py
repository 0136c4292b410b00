"""Rights in words: what somebody holds, over what, from when until when, and what it lets them do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from accord.accounts.choices import MEANING, Act, Confirmed, ScopeKind, Stage
from accord.accounts.models.grants import Grant
from accord.accounts.rules.rights import Scope
from accord.accounts.rules.roles import Role, Roles
from accord.register.queries.scope_names import scope_of
from accord.register.rules.memberships import spelled
from accord.ui.components.lists import Action, Fact

PLACES = (ScopeKind.AUTHORITY, ScopeKind.GROUP, ScopeKind.SCHOOL)
"""Scopes whose people have a page."""
OPERATOR = "whoever runs this installation"
SEEN_FROM = {
    Stage.AUTHORITY: "as soon as the authority has accepted them",
    Stage.SCHOOL: "from the day on which a school may see its own",
    Stage.MEMBERS: "from the day on which the members of a group may, under their agreement",
}
HOW_OFTEN = {Confirmed.OCTOBER: "each October", Confirmed.TERM: "each term"}


@dataclass(frozen=True, slots=True)
class RightShown:
    """One right as a card: its title, its facts, and what may be done with it."""

    title: str
    facts: tuple[Fact, ...]
    actions: tuple[Action, ...] = ()


def titled(role: Role | None, code: str, over: str) -> str:
    """``Headteacher, Elm Primary School``."""
    return f"{role.name if role else code}, {over}"


def rights_shown(
    grants: Iterable[Grant],
    roles: Roles,
    names: Mapping[Scope, str],
    on: date,
    actions: Mapping[int, Sequence[Action]] | None = None,
    *,
    linked: bool = False,
) -> list[RightShown]:
    """Each right with what it lets somebody do; ``actions`` by the key of the grant.

    ``linked`` where the reader sees the people of the places that the rights are over.
    """
    return [
        RightShown(
            titled(roles.get(each.role), each.role, names[scope_of(each)]),
            (*([_over(scope_of(each), names)] if linked else []), *facts(each, roles.get(each.role), on)),
            tuple((actions or {}).get(each.pk, ())),
        )
        for each in grants
    ]


def _over(scope: Scope, names: Mapping[Scope, str]) -> Fact:
    there = reverse("register:people_over", args=[scope.kind, scope.id]) if scope.kind in PLACES else ""
    return Fact("Over", names[scope], there)


def facts(grant: Grant, role: Role | None, on: date) -> Iterable[Fact]:
    """What there is to know of a right."""
    yield Fact("From", spelled(grant.starts_on) + (" (to come)" if grant.starts_on > on else ""))
    yield Fact("Last day", last_day(grant.ends_before))
    if grant.ended_because:
        yield Fact("Why it ends" if holds_later(grant, on) else "Why it ended", grant.ended_because)
    yield Fact("Given by", str(grant.given_by) if grant.given_by else OPERATOR)
    yield Fact("Why", grant.reason)
    if grant.on_behalf_of:
        yield Fact("In the name of", str(grant.on_behalf_of))
    if grant.confirmed_at:
        who = f" by {grant.confirmed_by}" if grant.confirmed_by else ""
        yield Fact("Confirmed", f"{spelled(timezone.localdate(grant.confirmed_at))}{who}")
    if role is not None:
        if role.confirmed in HOW_OFTEN:
            yield Fact("To be confirmed", HOW_OFTEN[role.confirmed])
        yield Fact("What it allows", "; ".join(what_it_allows(role)) or "nothing by itself")


def what_it_allows(role: Role) -> list[str]:
    """Each act of a role in words; for results also from when."""
    return [
        f"{MEANING[act]}, {SEEN_FROM[role.sees_from]}" if act is Act.SEE_RESULTS and role.sees_from in SEEN_FROM
        else MEANING[act]
        for act in Act
        if act in role.may
    ]  # fmt: skip


def last_day(ends_before: date | None) -> str:
    """The last day in words."""
    return spelled(ends_before - timedelta(days=1)) if ends_before else "none: it stays until somebody ends it"


def holds_later(grant: Grant, on: date) -> bool:
    """Whether a right holds on a day or will yet."""
    return grant.ends_before is None or grant.ends_before > on


def joined(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
