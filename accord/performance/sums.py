"""What a rate or ratio was divided by, school by school: as printed, else the pupils in its stead."""

from __future__ import annotations

import numpy as np

from accord.analytics.counts import Flags, Numbers
from accord.performance.gathering import VALUE, Gathered, InYear, MemberCells
from accord.warehouse.measure_kinds import CARRIERS
from accord.warehouse.measures import Measure


def weights_of(
    gathered: Gathered, here: InYear, measure: Measure, pupils: str, found: MemberCells
) -> tuple[Numbers, Numbers, Flags]:
    """Divisor and rate of each member, and where pupils stand for a divisor that is not printed."""
    divisors = found.members.pupils.astype(np.float64)
    rates, guessed = np.nan_to_num(found.number), np.ones(len(divisors), dtype=bool)
    for form, own in here.by_form(gathered.stage):
        for role in ("weight", "whole"):
            number, status = gathered.result(form.name, here.year, measure.column(form.name, role, pupils))
            printed = own & (status[here.at] == VALUE)
            if role == "whole":
                printed &= found.role == CARRIERS[measure.kind].index("part")
            divisors[printed], guessed[printed] = number[here.at][printed], False
    parts = (found.role == CARRIERS[measure.kind].index("part")) & (divisors > 0)
    rates = np.where(parts, measure.per * rates / np.where(parts, divisors, 1), rates)
    return divisors, rates, guessed
