"""What extracts of the national register changed, and which groups kept here that touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from accord.register.choices import ChangeKind, KeptBy, NumberedBy
from accord.register.models.changes import Change
from accord.register.models.groups import Group
from accord.register.models.schools import Establishment
from accord.register.queries.members import current
from accord.register.queries.portions import portions


@dataclass(frozen=True, slots=True)
class ExtractLine:
    """One extract that changed something: its release, its day and how many changes it brought."""

    release: str
    on: date
    changes: int


@dataclass(frozen=True, slots=True)
class Told:
    """One change with the name of its school and the groups kept here that the school is in."""

    change: Change
    school: str
    address: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """A group kept here with how many of its schools an extract changed, kind by kind."""

    slug: str
    name: str
    schools: int
    kinds: tuple[str, ...]


def extracts() -> list[ExtractLine]:
    """The extracts that changed something, the latest first."""
    rows = Change.objects.values("release", "on").annotate(changes=Count("pk")).order_by("-on", "release")
    return [ExtractLine(row["release"], row["on"], row["changes"]) for row in rows]


def changes_of(release: str, *, kinds: Collection[str] = ()) -> QuerySet[Change]:
    """The changes of one extract, of some kinds or of all, by kind and school."""
    found = Change.objects.filter(release=release).order_by("kind", "urn", "what")
    return found.filter(kind__in=kinds) if kinds else found


def counts_of(release: str) -> Mapping[str, int]:
    """How many changes of each kind an extract brought, in the order of `ChangeKind`."""
    rows = Change.objects.filter(release=release).order_by().values_list("kind").annotate(n=Count("pk"))
    counted = dict(rows)
    return {kind.value: counted[kind.value] for kind in ChangeKind if kind.value in counted}


def told(changes: Sequence[Change], today: date) -> list[Told]:
    """Changes with names and groups, a group under any number its school goes or went by.

    Three queries for every `AT_ONCE` changes.
    """
    return [each for some in portions(changes) for each in _told(some, today)]


def _told(some: Sequence[Change], today: date) -> Iterator[Told]:
    rows = Establishment.objects.filter(urn__in={each.urn for each in some}, numbered_by=NumberedBy.GIAS).order_by()
    known = {urn: rest for urn, *rest in rows.values_list("urn", "name", "school__address", "school_id")}
    school_of = _numbers_of({school for _, _, school in known.values()})
    groups: dict[int, set[str]] = {}
    members = current(today).filter(group__kept_by=KeptBy.PEOPLE, urn__in=school_of).order_by()
    for urn, group in members.values_list("urn", "group__name"):
        groups.setdefault(school_of[urn], set()).add(group)
    for each in some:
        name, address, school = known.get(each.urn, (each.before or each.after or f"URN {each.urn}", "", None))
        yield Told(each, name, address, tuple(sorted(groups.get(school, ()))))


def _numbers_of(schools: Collection[int]) -> dict[str, int]:
    """Every number that some schools go or went by, with its school."""
    found: dict[str, int] = {}
    for some in portions(schools):
        kin = Establishment.objects.filter(school__in=some, numbered_by=NumberedBy.GIAS).order_by()
        found |= kin.values_list("urn", "school_id")
    return found


def effects(releases: Collection[str], today: date) -> list[Effect]:
    """The groups kept here with a school that an extract changed, or several files of it; most changed first.

    A member counts under any number its school goes or went by. Two queries, and two for every `AT_ONCE` members.
    """
    members = current(today).filter(group__kept_by=KeptBy.PEOPLE).order_by()
    own = Establishment.objects.filter(urn__in=members.values("urn"), numbered_by=NumberedBy.GIAS).order_by()
    school_of = _numbers_of(set(own.values_list("school_id", flat=True)))
    kinds: dict[int, set[str]] = {}
    for some in portions(school_of):
        rows = Change.objects.filter(release__in=releases, urn__in=some).exclude(kind=ChangeKind.OTHER).order_by()
        for urn, kind in rows.values_list("urn", "kind"):
            kinds.setdefault(school_of[urn], set()).add(kind)
    touched: dict[tuple[str, str], set[int]] = {}
    for urn, slug, name in members.values_list("urn", "group__slug", "group__name"):
        if school_of.get(urn) in kinds:
            touched.setdefault((slug, name), set()).add(school_of[urn])
    found = []
    for (slug, name), schools in touched.items():
        counted = Counter(kind for school in schools for kind in kinds[school])
        words = tuple(f"{ChangeKind(kind).label.lower()}: {n}" for kind, n in sorted(counted.items()))
        found.append(Effect(slug, name, len(schools), words))
    return sorted(found, key=lambda each: (-each.schools, each.name))


def moves_of_followers(releases: Collection[str], slugs: Collection[str]) -> list[Effect]:
    """Which of some groups that follow the national register schools joined and left by an extract. Two queries."""
    followers = Group.objects.filter(slug__in=slugs, kept_by=KeptBy.GIAS).order_by("name")
    named = {(each.kind, each.name): each.slug for each in followers}
    if not named:
        return []
    moved: dict[tuple[str, str], list[tuple[str, str]]] = {}
    kinds = (ChangeKind.JOINED_GROUP, ChangeKind.LEFT_GROUP)
    rows = Change.objects.filter(release__in=releases, kind__in=kinds, what__in={kind for kind, _ in named})
    for urn, kind, what, before, after in rows.order_by().values_list("urn", "kind", "what", "before", "after"):
        moved.setdefault((what, after if kind == ChangeKind.JOINED_GROUP else before), []).append((urn, kind))
    found = []
    for key in named.keys() & moved.keys():
        counted = Counter(kind for _, kind in moved[key])
        words = tuple(f"{ChangeKind(kind).label.lower()}: {n}" for kind, n in sorted(counted.items()))
        found.append(Effect(named[key], key[1], len({urn for urn, _ in moved[key]}), words))
    return sorted(found, key=lambda each: (-each.schools, each.name))
