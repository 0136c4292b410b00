"""All groups of a kind in an authority, each as one school, beside the authority's own figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from accord.accounts.readers import Reader
from accord.analytics.comparison import Comparison, compare
from accord.analytics.figures import HAS_VALUE
from accord.dashboards.queries.following import of_group
from accord.dashboards.queries.many import england_row, rows_of, schools_behind
from accord.dashboards.queries.one_school import preferred
from accord.dashboards.queries.questions import Question, UnknownQuestion
from accord.dashboards.queries.subjects import Subject
from accord.performance.figure_rows import FigureRow
from accord.performance.queries import figures
from accord.performance.selections import Selection
from accord.register.choices import GroupKind
from accord.register.queries.authority_groups import Inside, groups_of_authority
from accord.register.queries.coverage import PhaseCoverage, coverage

ORDERS = (("told", "What can be told"), ("value", "Highest first"), ("name", "By name"))
BANDS = (Comparison.ABOVE, Comparison.CANNOT_TELL, Comparison.BELOW, Comparison.NONE)


@dataclass(frozen=True, slots=True)
class Standing:
    """A group with its figure and what can be told of it beside the authority's."""

    subject: Subject
    inside: Inside
    row: FigureRow | None
    beside: Comparison


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The groups of a kind in an order, what they are held against, and the schools that are in none of them."""

    authority: Subject
    question: Question
    kind: str
    order: str
    kinds: Mapping[str, int]
    standings: tuple[Standing, ...]
    own: FigureRow | None
    england: FigureRow | None
    coverage: tuple[PhaseCoverage, ...]

    @property
    def kind_name(self) -> str:
        """What the groups are called: ``Alliance``."""
        return str(GroupKind(self.kind).label)


def side_by_side(
    authority: Subject, question: Question, kind: str, order: str, reader: Reader, today: date
) -> SideBySide:
    """All that the page shows, in as many queries for few groups as for many. Raises `UnknownQuestion`."""
    if order not in dict(ORDERS):
        raise UnknownQuestion(f"Groups cannot be put in order of {order}.")
    if kind and kind not in GroupKind.values:
        raise UnknownQuestion(f"There is no kind of group called {kind}.")
    found = groups_of_authority(authority.key, kind, today, _listed(authority, question, reader, today))
    own = _own(authority, question, reader)
    subjects = [of_group(each.group) for each in found.groups]
    rows = rows_of(subjects, question, reader)
    standings = [
        Standing(subject, inside, rows.get(subject.address), _beside(rows.get(subject.address), own))
        for subject, inside in zip(subjects, found.groups, strict=True)
    ]
    return SideBySide(
        authority=authority,
        question=question,
        kind=found.kind,
        order=order,
        kinds=found.kinds,
        standings=tuple(in_order(standings, order)),
        own=own,
        england=england_row(question, reader),
        coverage=coverage(found.kind, authority.key, today).by_phase,
    )


def _listed(authority: Subject, question: Question, reader: Reader, today: date) -> list[str]:
    """The schools that a release lists in an authority of which the register knows none."""
    if coverage(GroupKind.ALLIANCE, authority.key, today).by_phase:
        return []
    return [each.urn for each in schools_behind(authority, replace(question, special=True), reader)]


def in_order(standings: list[Standing], order: str) -> list[Standing]:
    """Equal ones by name; those without a figure last. By what can be told: above, not to be told, below."""

    def key(each: Standing) -> tuple[float, str, str]:
        name = (each.subject.name, each.subject.key)
        if order == "name":
            return (0, *name)
        figure = each.row.figure if each.row is not None and each.row.figure.status in HAS_VALUE else None
        if figure is None or figure.value is None:
            return (1e9, *name)
        return (float(BANDS.index(each.beside)) if order == "told" else -figure.value, *name)

    return sorted(standings, key=key)


def _own(authority: Subject, question: Question, reader: Reader) -> FigureRow | None:
    """The authority's figure: the published one where there is one, else its schools added up."""
    if question.year is None or question.measure.gap(question.year):
        return None
    about = (question.measure.code,), (question.year,), (question.pupils,)
    asked = Selection(authority.who, *about, frozen=question.frozen)
    return next(iter(preferred(figures(asked, reader))), None)


def _beside(row: FigureRow | None, own: FigureRow | None) -> Comparison:
    return compare(row.figure, own.figure) if row is not None and own is not None else Comparison.NONE
