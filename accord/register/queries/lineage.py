"""What schools were and became."""

from __future__ import annotations

from collections.abc import Iterable

from accord.register.models.schools import Establishment


def standing_for(urns: Iterable[str]) -> dict[str, str]:
    """For each URN the URN that stands for its place today; itself where the register does not know it."""
    asked = set(urns)
    rows = Establishment.objects.filter(urn__in=asked, numbered_by="gias").values_list("urn", "school__address")
    return {each: each for each in asked} | dict(rows)
