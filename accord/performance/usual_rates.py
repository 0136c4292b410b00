"""What the rates of schools usually are: each school's own results drawn towards those of the others."""

from __future__ import annotations

import numpy as np

from accord.analytics.shrinkage import Shrunk, fit, shrink
from accord.performance.pooled import bring
from accord.performance.preparing import Prepared, pooled_years
from accord.warehouse.measure_kinds import Kind

Rates = dict[str, Shrunk]
"""By the URN that each school came to have."""


def rates_of_schools(prepared: Prepared) -> tuple[Rates, tuple[str, ...]]:
    """The usual rate of each school of a selection of one measure, pupil group and year; and the releases behind it.

    All years of its span count in which the measure was the same. None where the schools are too few, or nobody
    knows how much a school moves between years.
    """
    (measure,), (group,), (year,) = prepared.measures, prepared.selection.pupils, prepared.selection.years
    there = [each for each in pooled_years(prepared, measure, year)[0] if measure.series(each) == measure.series(year)]
    if measure.kind is not Kind.PERCENTAGE or measure.school_year_sd is None or year not in there:
        return {}, ()
    sources = prepared.sources
    brought = [sources.as_lasting(bring(sources, measure, group, each)) for each in there]
    at = {code: row for row, code in enumerate(sorted({code for each in brought for code in each.members.codes}))}
    parts, wholes = (np.zeros((len(at), len(there)), dtype=np.int64) for _ in range(2))
    for column, each in enumerate(brought):
        counted = each.members.counted
        rows = [at[code] for code in each.members.codes[counted]]
        # Added, not set: schools that merged bring the pupils of each.
        np.add.at(parts[:, column], rows, each.counts.central[counted])
        np.add.at(wholes[:, column], rows, each.members.pupils[counted])
    family = fit(parts, wholes, measure.school_year_sd)
    if family is None:
        return {}, ()
    rates = dict(zip(map(str, at), shrink(parts, wholes, family), strict=True))
    return rates, sources.releases_behind(there)
