"""What the register says of some schools' stage of education, as publishers tell schools apart in rows for England."""

from __future__ import annotations

from collections.abc import Iterable

from accord.register.choices import NumberedBy
from accord.register.models.schools import Establishment
from accord.register.queries.portions import portions
from accord.register.rules.phases import phase_of


def phases_of(urns: Iterable[str]) -> dict[str, str]:
    """``primary``, ``secondary`` or ``special`` for each URN; empty where it is none of them, or is not known here."""
    found = dict.fromkeys(urns, "")
    for some in portions(sorted(found)):
        rows = Establishment.objects.filter(urn__in=some, numbered_by=NumberedBy.GIAS).order_by()
        found.update({urn: phase_of(category, phase) for urn, category, phase in
                      rows.values_list("urn", "category", "phase")})  # fmt: skip
    return found
