"""Pages that can be frozen, and what has changed since one was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from accord.accounts.readers import Reader
from accord.dashboards.queries.authority_groups import SideBySide, own_selection
from accord.dashboards.queries.compared import Compared
from accord.dashboards.queries.many import alike
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.questions import Question
from accord.performance.frozen import Frozen, frozen
from accord.performance.selections import Selection
from accord.performance.since import Since, since
from accord.performance.subjects import Subject


@dataclass(frozen=True, slots=True)
class Freezable:
    """A page that can be frozen: its title, its question, and what its figures answer, of every subject.

    ``selections`` have every year of the pupils asked about: what a page is frozen with, and compared with later.
    """

    title: str
    question: Question
    subjects: tuple[Subject, ...]
    selections: tuple[Selection, ...]
    reader: Reader


def of_one(looking: Looking) -> Freezable:
    """A page about one subject."""
    asked = looking.selection(looking.question.years, (looking.question.pupils,))
    return Freezable(looking.subject.name, looking.question, (looking.subject,), (asked,), looking.reader)


def of_comparison(found: Compared, reader: Reader) -> Freezable:
    """Several subjects side by side."""
    asked = tuple(alike(each, found.question, tuple(found.question.years)) for each in found.subjects)
    return Freezable(", ".join(each.name for each in found.subjects), found.question, found.subjects, asked, reader)


def of_groups(found: SideBySide, reader: Reader) -> Freezable:
    """All groups of a kind in an authority, and the authority that they are held against."""
    subjects = tuple(each.subject for each in found.standings)
    years = tuple(found.question.years)
    asked = own_selection(found.authority, found.question, years), *(alike(s, found.question, years) for s in subjects)
    title = f"{found.kind_name} groups of {found.authority.name}"
    return Freezable(title, found.question, (found.authority, *subjects), asked, reader)


def changes_since(page: Freezable) -> tuple[Frozen, Since]:
    """What was frozen, and what has changed since for the question now asked of it."""
    then = frozen(page.question.frozen)
    return then, since(then, page.selections, page.reader, page.question.year)


def as_frozen(then: Frozen) -> tuple[Selection, ...]:
    """What a page was frozen with, asked under its permanent link."""
    return tuple(replace(each, frozen=then.key) for each in (then.asked, *then.beside))


def changes_of(then: Frozen, reader: Reader) -> Since:
    """What has changed since of the page as it was frozen, whatever else may be asked of it."""
    asked = dict(parse_qsl(urlsplit(then.address).query))
    year = int(asked["year"]) if asked.get("year", "").isdecimal() else None
    return since(then, as_frozen(then), reader, year)
