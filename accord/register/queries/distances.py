"""How far schools lie from one another, as the crow flies, where the register says where they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from accord.register.models.schools import Establishment

Place = tuple[int, int]
"""Metres east and north on the national grid."""


def places_on_the_grid(urns: Iterable[str]) -> dict[str, Place]:
    """Where schools stand, by URN; a school without a place is not in it. One query."""
    known = Establishment.objects.filter(urn__in=set(urns), easting__gt=0, northing__gt=0)
    return {urn: (east, north) for urn, east, north in known.values_list("urn", "easting", "northing")}


def nearest(urn: str, others: Iterable[str], places: Mapping[str, Place]) -> tuple[str, int] | None:
    """The nearest of some other schools and its distance in metres; None where no distance is known."""
    if urn not in places:
        return None
    here = places[urn]
    found = [(round(math.dist(here, places[each])), each) for each in others if each in places and each != urn]
    return (min(found)[1], min(found)[0]) if found else None
