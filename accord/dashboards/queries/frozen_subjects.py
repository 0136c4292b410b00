"""Whose page a permanent link is."""

from __future__ import annotations

from dataclasses import replace

from accord.dashboards.queries.questions import UnknownQuestion
from accord.performance.frozen import Frozen, frozen
from accord.performance.selections import Who, WhoKind
from accord.performance.subjects import Subject
from accord.register.queries.schools import resolve


def as_frozen(found: Subject, key: str) -> Subject:
    """A subject as a permanent link has it: under the name of that day, and a school by its number of that day.

    Raises `UnknownQuestion` for a subject that the link keeps nothing of.
    """
    then = frozen(key)
    whose = _school_then(found, then) if found.is_school else found.who
    if whose is None or not then.knows(whose):
        raise UnknownQuestion(f"The permanent link {key} is about {then.title}, and keeps nothing of {found.name}.")
    return replace(found, who=whose, name=then.name_of(whose) or found.name)


def _school_then(found: Subject, then: Frozen) -> Who | None:
    if found.who in then.subjects:
        return found.who
    schools = (each for each in then.subjects if each.urns)
    return next((each for each in schools if resolve(each.urns[0]) == found.key), None)


def groups_kept(authority: Subject, key: str) -> list[str]:
    """The slugs of the groups that a permanent link to all groups of an authority keeps.

    Raises `UnknownQuestion` for a link to another page.
    """
    then = frozen(key)
    slugs = [each.name for each in then.subjects if each.kind is WhoKind.GROUP]
    if then.asked.who != authority.who or not slugs:
        raise UnknownQuestion(f"The permanent link {key} is about {then.title}, and not about all groups side by side.")
    return slugs
