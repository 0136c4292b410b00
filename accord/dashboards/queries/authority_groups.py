"""All groups of a kind in an authority, each as one school, beside the authority's own figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from accord.accounts.readers import Reader
from accord.analytics.comparison import Comparison, compare
from accord.analytics.figures import HAS_VALUE
from accord.dashboards.queries.following import of_group
from accord.dashboards.queries.frozen_subjects import as_frozen, groups_kept
from accord.dashboards.queries.many import england_row, rows_of, schools_behind
from accord.dashboards.queries.one_school import preferred
from accord.dashboards.queries.questions import Question, UnknownQuestion
from accord.performance.figure_rows import FigureRow
from accord.performance.frozen import Frozen, frozen
from accord.performance.queries import figures
from accord.performance.selections import Selection, Who
from accord.performance.subjects import Subject
from accord.register.choices import GroupKind
from accord.register.models.groups import Group
from accord.register.queries.authority_groups import GroupsOfAuthority, Inside, groups_of_authority
from accord.register.queries.coverage import PhaseCoverage, coverage
from accord.register.queries.groups import groups_called

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
    found = _groups(authority, question, kind, reader, today)
    own = _own(authority, question, reader)
    subjects = [_as_asked(of_group(each.group), question) for each in found.groups]
    rows = rows_of(subjects, question, reader)
    judge = None if question.measure.stage.england_by_phase else own  # of all types of school: nobody's measure
    standings = [
        Standing(subject, inside, rows.get(subject.address), _beside(rows.get(subject.address), judge))
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
        england=england_row(question, reader, subjects),
        coverage=coverage(found.kind, authority.key, _day(question, today)).by_phase,
    )


def _day(question: Question, today: date) -> date:
    return frozen(question.frozen).on if question.frozen else today


def _as_asked(group: Subject, question: Question) -> Subject:
    return as_frozen(group, question.frozen) if question.frozen else group


def _groups(authority: Subject, question: Question, kind: str, reader: Reader, today: date) -> GroupsOfAuthority:
    """The groups of today, or those that a permanent link keeps, wherever their schools are now."""
    if not question.frozen:
        return groups_of_authority(authority.key, kind, today, _listed(authority, question, reader, today))
    return _kept(authority, kind, frozen(question.frozen))


def _kept(authority: Subject, kind: str, then: Frozen) -> GroupsOfAuthority:
    """The groups that a permanent link keeps, with the schools that they had and where those were."""
    groups = groups_called(groups_kept(authority, then.key)).values()
    kinds = Counter(str(each.kind) for each in groups)
    if kind and kind not in kinds:
        raise UnknownQuestion(f"The permanent link {then.key} keeps no groups of that kind.")
    return GroupsOfAuthority(
        kind=kind or next(iter(kinds)),
        kinds=kinds,
        groups=tuple(_inside_then(each, authority, then) for each in groups),
    )


def _inside_then(group: Group, authority: Subject, then: Frozen) -> Inside:
    kept = then.recorded(Who.group(group.slug))
    places, known = (kept.places_on(then.on), dict(kept.known)) if kept else (frozenset[str](), {})
    here = sum(urn in known and known[urn].authority == authority.key for urn in places)
    return Inside(group, here, len(places))


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
    return next(iter(preferred(figures(own_selection(authority, question, (question.year,)), reader))), None)


def own_selection(authority: Subject, question: Question, years: tuple[int, ...]) -> Selection:
    """What is asked of the authority that groups are held against, in some summers."""
    return Selection(authority.who, (question.measure.code,), years, (question.pupils,), frozen=question.frozen)


def _beside(row: FigureRow | None, own: FigureRow | None) -> Comparison:
    return compare(row.figure, own.figure) if row is not None and own is not None else Comparison.NONE
