"""Where schools and authorities lie, in the columns that statistics have for that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accord.register.choices import GroupKind, KeptBy, NumberedBy
from accord.register.models.groups import Group
from accord.register.models.schools import Establishment
from accord.register.queries.portions import portions
from accord.register.rules.regions import region_code


@dataclass(frozen=True, slots=True)
class Area:
    """An authority, and the region that it lies in."""

    code: str
    name: str
    region: str
    region_code: str


def areas(codes: Iterable[str]) -> dict[str, Area]:
    """What the register knows of some authorities, by number."""
    rows = Group.objects.filter(kind=GroupKind.AUTHORITY, kept_by=KeptBy.GIAS, code__in=set(codes)).order_by()
    found = rows.values_list("code", "name", "details")
    regions = {code: str(details.get("region", "")) for code, _, details in found}
    return {code: Area(code, name, regions[code], region_code(regions[code])) for code, name, _ in found}


def numbers_of(urns: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The number of the authority and the DfE number (seven digits) of some schools, by URN."""
    found: dict[str, tuple[str, str]] = {}
    for some in portions(urns):
        rows = Establishment.objects.filter(urn__in=some, numbered_by=NumberedBy.GIAS).order_by()
        for urn, la, estab in rows.values_list("urn", "la_code", "estab"):
            found[urn] = la, f"{la}{estab}" if la and estab else ""
    return found
