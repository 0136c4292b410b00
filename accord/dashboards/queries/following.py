"""What a person follows, as subjects of pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accord.dashboards.queries.subjects import Subject, authority_name
from accord.performance.selections import Who
from accord.register.choices import NumberedBy
from accord.register.models.groups import Group
from accord.register.models.schools import Establishment
from accord.register.queries.group_pages import sized


@dataclass(frozen=True, slots=True)
class Watched:
    """The subjects that are followed, by name, with the schools of each group today; ``gone`` names pages no more."""

    groups: tuple[Subject, ...] = ()
    schools: tuple[Subject, ...] = ()
    authorities: tuple[Subject, ...] = ()
    gone: tuple[str, ...] = ()
    sizes: Mapping[str, int] | None = None

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is followed."""
        return not (self.groups or self.schools or self.authorities or self.gone)


def watched(addresses: Mapping[str, str], on: date) -> Watched:
    """The subjects at some addresses, given with the names they had. As many queries for one as for a hundred."""
    keys: dict[str, list[str]] = {"groups": [], "schools": [], "authorities": []}
    for address in addresses:
        room, _, key = address.partition("/")
        keys.setdefault(room, []).append(key)
    groups = {each.slug: each for each in Group.objects.filter(slug__in=keys["groups"])}
    schools = subjects_of_schools(keys["schools"])
    authorities = {code: name for code in keys["authorities"] if (name := authority_name(code))}
    known = {"groups": groups, "schools": schools, "authorities": authorities}
    gone = [name for address, name in addresses.items() if address.partition("/")[2] not in known[_room(address)]]
    sizes = {each.slug: each.schools for each in sized(list(groups.values()), on)} if groups else {}
    return Watched(
        groups=_by_name(of_group(each) for each in groups.values()),
        schools=_by_name({each.key: each for each in schools.values()}.values()),
        authorities=_by_name(of_authority(code, name) for code, name in authorities.items()),
        gone=tuple(gone),
        sizes=sizes,
    )


def of_group(group: Group) -> Subject:
    """A group as a subject."""
    return Subject(Who.group(group.slug), "groups", group.slug, group.name, str(group.get_kind_display()))


def of_authority(code: str, name: str) -> Subject:
    """An authority as a subject."""
    return Subject(Who.authority(code), "authorities", code, name, "Local authority")


def subjects_of_schools(numbers: Iterable[str]) -> dict[str, Subject]:
    """For each number, old or new, the school that goes or went by it. Two queries."""
    asked = set(numbers)
    if not asked:
        return {}
    named = Q(urn__in=asked, numbered_by=NumberedBy.GIAS) | Q(school__address__in=asked)
    rows = Establishment.objects.filter(named).order_by().values_list("urn", "school__address", "school_id")
    place_of = {number: place for urn, address, place in rows for number in (urn, address) if number in asked}
    standing = Establishment.objects.filter(school__in=set(place_of.values()), stands=True).select_related("school")
    by_place = {each.school_id: _of_school(each) for each in standing.order_by()}
    return {number: by_place[place] for number, place in place_of.items() if place in by_place}


def _of_school(each: Establishment) -> Subject:
    kind = each.type_name or str(each.get_category_display())
    return Subject(Who.of_urns([each.urn]), "schools", each.school.address, each.name, kind)


def _by_name(found: Iterable[Subject]) -> tuple[Subject, ...]:
    return tuple(sorted(found, key=lambda each: (each.name, each.key)))


def _room(address: str) -> str:
    return address.partition("/")[0]
