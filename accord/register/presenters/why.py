"""Why somebody sees a page: the act it needs, and the rights by which they may do it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from accord.accounts.choices import MEANING, Act
from accord.accounts.models.grants import Grant
from accord.accounts.queries.reads import NotPublic
from accord.accounts.rules.rights import Held, Rights, Scope
from accord.accounts.rules.roles import Roles
from accord.register.presenters.rights import OPERATOR, last_day, titled
from accord.register.queries.scope_names import scope_of
from accord.register.rules.memberships import spelled
from accord.ui.components.lists import Fact
from accord.ui.openness import ANYBODY, SIGNED_IN

MAY_NOT = "There is no page at this address that you may see."
"""The same words for a page that does not exist and for one that is not for the reader."""


@dataclass(frozen=True, slots=True)
class Line:
    """One right that opens a page, as a card."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """``page`` is the address, empty where the reader may not see it; ``by`` are the rights that open it."""

    page: str
    sentence: str
    by: tuple[Held, ...] = ()
    act: Act | None = None
    looking_as: bool = False
    route: str = ""

    def lines(self, names: Mapping[Scope, str]) -> list[Line]:
        """Each right with what it is over, who gave it, why, and until when.

        Who looks as somebody else is not told who gave that person a right and why: it may lie outside their own.
        """
        told = _days if self.looking_as else _facts
        return [Line(titled(each.role, each.role.code, names[each.scope]), told(each)) for each in self.by]


@dataclass(frozen=True, slots=True)
class Told:
    """What was shown that is not public, and what let the reader see it: a right in words, or an agreement's id."""

    release: str
    rows: int
    subjects: int
    right: str
    agreement: str


def not_public(found: Iterable[NotPublic], answer: Answer, names: Mapping[Scope, str]) -> list[Told]:
    """What was shown on such pages lately that is not public, each with the right or the agreement behind it."""
    titles = {each.grant: titled(each.role, each.role.code, names[each.scope]) for each in answer.by}
    return [Told(n.release, n.rows, n.subjects, titles.get(n.grant, ""), n.agreement) for n in found]


def _facts(held: Held) -> tuple[Fact, ...]:
    return Fact("Given by", held.given_by or OPERATOR), Fact("Why", held.reason), *_days(held)


def _days(held: Held) -> tuple[Fact, ...]:
    return Fact("From", spelled(held.starts_on)), Fact("Last day", last_day(held.ends_before))


def why(page: str, rights: Rights) -> Answer:
    """The answer for an address of this site.

    It says by which rights *such a* page is opened and never whether a thing exists: what is not the reader's, what is
    nobody's and what is no address at all have the same answer.
    """
    wanted = _wanted(page)
    if wanted is None:
        return Answer("", MAY_NOT)
    address = urlsplit(page).path
    if wanted == ANYBODY:
        return Answer(address, "This page is open to everybody, signed in or not.")
    if wanted == SIGNED_IN:
        return Answer(address, "This page is for everybody who may sign in, whatever their rights.")
    if not isinstance(wanted, Act) or not rights.may(wanted):
        return Answer("", MAY_NOT)
    text = f"Pages like this are for people who may {MEANING[wanted]}, and you may."
    return Answer(address, text, rights.by(wanted), wanted, rights.also is not None, resolve(address).view_name)


def _wanted(page: str) -> object:
    if not url_has_allowed_host_and_scheme(page, allowed_hosts=None) or not page.startswith("/"):
        return None
    try:
        return getattr(resolve(urlsplit(page).path).func, "needs", None)
    except (Resolver404, ValueError):
        return None


def own_sentence(grants: Sequence[Grant], roles: Roles, names: Mapping[Scope, str], on: date) -> str:
    """What somebody holds today, in one sentence."""
    held = [each for each in grants if each.starts_on <= on]
    if not held:
        return "You hold no right today, so you see your own account and the words used here, and nothing else."
    titles = [titled(roles.get(each.role), each.role, names[scope_of(each)]) for each in held]
    if len(titles) == 1:
        return f"You hold one right: {titles[0]}."
    return f"You hold {len(titles)} rights: {'; '.join(titles)}."
