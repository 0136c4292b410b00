"""What a person follows, as subjects of pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accord.performance.selections import Who
from accord.performance.subjects import Subject, authority_name
from accord.register.choices import NumberedBy
from accord.register.models.groups import Group
from accord.register.models.schools import Establishment
from accord.register.queries.group_pages import sized


@dataclass(frozen=True, slots=True)
class Watched:
    """The subjects that are followed, by name, with the schools of each group today; ``gone`` names pages no more.

    An address without a stroke, such as that of the data, is of no subject, and followed elsewhere.
    """

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
    groups = _groups(addresses)
    known = subjects_at(addresses, groups)
    return Watched(
        groups=_of_room("groups", known.values()),
        schools=_of_room("schools", known.values()),
        authorities=_of_room("authorities", known.values()),
        gone=tuple(name for address, name in addresses.items() if address not in known and "/" in address),
        sizes={each.slug: each.schools for each in sized(groups, on)} if groups else {},
    )


def subjects_at(addresses: Iterable[str], groups: Sequence[Group] | None = None) -> dict[str, Subject]:
    """The subject at each address that has one, in their order. As many queries for one as for a hundred."""
    asked = list(addresses)
    by_slug = {each.slug: of_group(each) for each in (_groups(asked) if groups is None else groups)}
    by_number = subjects_of_schools(_keys(asked, "schools"))
    found: dict[str, Subject] = {}
    for address in asked:
        room, _, key = address.partition("/")
        known = {"groups": by_slug, "schools": by_number}.get(room, {}).get(key)
        name = authority_name(key) if room == "authorities" else None
        if known is not None or name:
            found[address] = known or of_authority(key, name or key)
    return found


def _groups(addresses: Iterable[str]) -> list[Group]:
    slugs = _keys(addresses, "groups")
    return list(Group.objects.filter(slug__in=slugs)) if slugs else []


def _keys(addresses: Iterable[str], room: str) -> list[str]:
    return [each.partition("/")[2] for each in addresses if each.partition("/")[0] == room]


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


def _of_room(room: str, found: Iterable[Subject]) -> tuple[Subject, ...]:
    """Each subject of a kind once, by name."""
    once = {each.key: each for each in found if each.room == room}
    return tuple(sorted(once.values(), key=lambda each: (each.name, each.key)))
