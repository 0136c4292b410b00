"""What extracts of the national register changed, and which groups kept here that touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from accord.register.choices import ChangeKind, KeptBy
from accord.register.models.changes import Change
from accord.register.models.schools import Establishment
from accord.register.queries.members import current


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
    """Some changes with names and groups: three queries, however many."""
    urns = {each.urn for each in changes}
    rows = Establishment.objects.filter(urn__in=urns, numbered_by="gias").values_list("urn", "name", "school__address")
    known = {urn: (name, address) for urn, name, address in rows}
    groups = _groups_of(urns | {address for _, address in known.values()}, today)
    found = []
    for each in changes:
        name, address = known.get(each.urn, (each.before or each.after or f"URN {each.urn}", ""))
        own = groups.get(each.urn, set()) | groups.get(address, set())
        found.append(Told(each, name, address, tuple(sorted(own))))
    return found


def _groups_of(urns: Collection[str], on: date) -> dict[str, set[str]]:
    rows = current(on).filter(group__kept_by=KeptBy.PEOPLE, urn__in=urns).order_by()
    found: dict[str, set[str]] = {}
    for urn, name in rows.values_list("urn", "group__name"):
        found.setdefault(urn, set()).add(name)
    return found


def effects(release: str, today: date) -> list[Effect]:
    """The groups kept here with a school that an extract changed, those with most changed first."""
    rows = Change.objects.filter(release=release).exclude(kind=ChangeKind.OTHER).order_by()
    kinds: dict[str, set[str]] = {}
    for urn, kind in rows.values_list("urn", "kind"):
        kinds.setdefault(urn, set()).add(kind)
    members = current(today).filter(group__kept_by=KeptBy.PEOPLE, urn__in=kinds).order_by()
    touched: dict[tuple[str, str], set[str]] = {}
    for urn, slug, name in members.values_list("urn", "group__slug", "group__name"):
        touched.setdefault((slug, name), set()).add(urn)
    found = []
    for (slug, name), urns in touched.items():
        counted = Counter(kind for urn in urns for kind in kinds[urn])
        words = tuple(f"{ChangeKind(kind).label.lower()}: {n}" for kind, n in sorted(counted.items()))
        found.append(Effect(slug, name, len(urns), words))
    return sorted(found, key=lambda each: (-each.schools, each.name))
