"""What the register holds, in numbers, and what is odd about its links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from accord.register.choices import IS_OPEN
from accord.register.models.groups import Group, Membership
from accord.register.models.links import Link
from accord.register.models.schools import Establishment, School
from accord.register.queries.facts import facts
from accord.register.rules.link_types import LinkRow, load_link_types, type_of
from accord.register.rules.successions import Oddities, find_successions


@dataclass(frozen=True, slots=True)
class Inventory:
    """Counts of everything; ``links`` by type as recorded, ``successions`` by how one followed another."""

    schools: int
    establishments: int
    open_establishments: int
    schools_with_two_open: int
    groups: Mapping[str, int]
    memberships: int
    links: Mapping[str, int]
    unclassified_links: int
    successions: Mapping[str, int]
    oddities: Oddities


def inventory() -> Inventory:
    """Count everything, and conclude the successions anew to say what is odd about the links."""
    types = load_link_types([Path(each) for each in settings.ACCORD_DEFINITIONS])
    rows = [LinkRow(*row) for row in Link.objects.order_by().values_list("urn", "other", "kind", "established_on")]
    found = find_successions(rows, facts(), types)
    living = Counter(Establishment.objects.filter(status__in=IS_OPEN).order_by().values_list("school_id", flat=True))
    return Inventory(
        schools=School.objects.count(),
        establishments=Establishment.objects.count(),
        open_establishments=sum(living.values()),
        schools_with_two_open=sum(number > 1 for number in living.values()),
        groups=dict(sorted(Counter(Group.objects.order_by().values_list("kind", flat=True)).items())),
        memberships=Membership.objects.count(),
        links=dict(Counter(type_of(row.kind, types).name for row in rows).most_common()),
        unclassified_links=sum(found.oddities.unknown_types.values()),
        successions=dict(Counter(str(each.how) for each in found.successions).most_common()),
        oddities=found.oddities,
    )
