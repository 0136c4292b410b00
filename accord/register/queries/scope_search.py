"""What somebody may mean when they say over what a right is: an authority, a group or a school within their own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accord.accounts.choices import ScopeKind
from accord.accounts.rules.rights import EVERYWHERE, Rights, Scope
from accord.register.choices import GroupKind
from accord.register.models.groups import Group
from accord.register.queries.people import may_give_here
from accord.register.queries.school_names import schools_meant
from accord.register.queries.scope_names import EVERYWHERE_IN_WORDS, is_known, names_of_scopes

MOST_FOUND = 20
OF_RIGHTS = (GroupKind.AUTHORITY, GroupKind.DISTRICT, GroupKind.DIVISION, GroupKind.WARD, GroupKind.CONSTITUENCY)
"""Groups that nobody holds a right over as a group: authorities are scopes of their own, areas are none."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Something that a text may mean, with what tells it apart from others of its name."""

    scope: Scope
    name: str
    said: str

    @property
    def words(self) -> str:
        """As it is offered for choosing."""
        return f"{self.name}, {self.said}" if self.said else self.name


def scopes_meant(text: str, kinds: Collection[ScopeKind]) -> list[Meant]:
    """What a text may mean of some kinds of scope: exact codes, addresses and numbers first; at most twenty."""
    # PostgreSQL takes no NUL in a text, and no name has one.
    asked = " ".join(text.replace("\x00", " ").split())
    written = _written(asked, kinds)
    if written is not None:
        return [written]
    found: list[Meant] = []
    if ScopeKind.EVERYWHERE in kinds and asked.lower() in ("", "everywhere", EVERYWHERE_IN_WORDS):
        found.append(Meant(EVERYWHERE, EVERYWHERE_IN_WORDS, ""))
    if not asked:
        return found
    if ScopeKind.AUTHORITY in kinds:
        found += _authorities(asked)
    if ScopeKind.GROUP in kinds:
        found += _groups(asked)
    if ScopeKind.SCHOOL in kinds:
        found += [
            Meant(Scope(ScopeKind.SCHOOL, each.urn), each.name, ", ".join(filter(None, (f"URN {each.urn}", each.said))))
            for each in schools_meant(asked)
        ]
    return found[:MOST_FOUND]


def _written(asked: str, kinds: Collection[ScopeKind]) -> Meant | None:
    """One that is written as a scope: ``school:100001``."""
    try:
        scope = Scope.read(asked)
    except ValueError:
        return None
    if scope.kind not in kinds or not is_known(scope):
        return None
    return Meant(scope, names_of_scopes([scope])[scope], "")


def _authorities(asked: str) -> list[Meant]:
    rows = Group.objects.filter(Q(code=asked) | Q(name__icontains=asked), kind=GroupKind.AUTHORITY)
    return [
        Meant(Scope(ScopeKind.AUTHORITY, each.code), each.name, f"authority {each.code}") for each in rows[:MOST_FOUND]
    ]


def _groups(asked: str) -> list[Meant]:
    named = Q(*(Q(name__icontains=word) for word in asked.split()))
    exactly = Group.objects.filter(slug=asked.lower()).exclude(kind__in=OF_RIGHTS)
    rows = exactly or Group.objects.filter(named).exclude(kind__in=OF_RIGHTS)
    return [
        Meant(Scope(ScopeKind.GROUP, each.slug), each.name, each.get_kind_display().lower())
        for each in rows[:MOST_FOUND]
    ]


def givable(rights: Rights, role: str, kinds: Collection[ScopeKind], text: str, on: date) -> list[Meant]:
    """What a text may mean, of that over which somebody may give a role; without a text what they hold themselves."""
    if text.strip():
        return [each for each in scopes_meant(text, kinds) if may_give_here(rights, role, each.scope, on)]
    own = dict.fromkeys(each.scope for each in rights.held if each.scope.kind in kinds)
    names = names_of_scopes(own)
    return [Meant(each, names[each], "") for each in own if may_give_here(rights, role, each, on)]
