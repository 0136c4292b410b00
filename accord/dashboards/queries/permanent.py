"""A page seen through a permanent link: whose it is, and what has changed since."""

from __future__ import annotations

from dataclasses import replace

from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.questions import UnknownQuestion
from accord.dashboards.queries.subjects import Subject
from accord.performance.frozen import Frozen, frozen, named
from accord.performance.selections import Selection
from accord.performance.since import Since, since
from accord.register.queries.schools import resolve


def as_frozen(found: Subject, key: str) -> Subject:
    """A subject as a permanent link has it: under the name of that day, and a school by its number of that day.

    Raises `UnknownQuestion` for a subject that the link keeps nothing of.
    """
    then = frozen(key)
    whose = then.asked.who
    if found.is_school and whose.urns and resolve(whose.urns[0]) == found.key:
        return replace(found, who=whose, name=then.title)
    if not then.knows(found.who):
        raise UnknownQuestion(f"The permanent link {key} is about {then.title}, and keeps nothing of {found.name}.")
    return replace(found, name=then.title) if named(found.who) == named(whose) else found


def whole_question(looking: Looking) -> Selection:
    """Every year of the pupils asked about: what a page is frozen with, and compared with later."""
    return looking.selection(looking.question.years, (looking.question.pupils,))


def changes_since(looking: Looking) -> tuple[Frozen, Since]:
    """What was frozen, and what has changed since for the question now asked of it."""
    then = frozen(looking.question.frozen)
    return then, since(then, whole_question(looking), looking.reader)
