"""By which rule and cuts a publisher bands schools in a year, as a measure's definition says."""

from __future__ import annotations

from collections.abc import Mapping

from accord.analytics.progress_bands import RULES, Banding
from accord.meaning.entries import Entry


def bandings_of(entry: Entry) -> Mapping[int, Banding]:
    """Those under ``bands`` of a measure, by year: a rule of `RULES`, and its two cuts in points.

    Raises `DefinitionError` for a year that is none, a rule that does not exist, and cuts on the wrong side of 0.
    """
    years = entry.entry("bands")
    found: dict[int, Banding] = {}
    for year in entry.mapping("bands"):
        if not year.isdecimal():
            raise years.error(year, "this must be a year, such as 2019")
        each = years.entry(year)
        banding = Banding(each.text("rule"), each.number("well_above"), each.number("well_below"))
        if banding.rule not in RULES:
            raise each.error("rule", f"there is no such rule; known are {', '.join(RULES)}")
        if not banding.well_below < 0 < banding.well_above:
            raise each.error("well_above", "the cuts must lie on either side of 0")
        each.finish()
        found[int(year)] = banding
    return found
