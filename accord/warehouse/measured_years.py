"""The years in which something was not measured, and those in which it came to be measured in another way."""

from __future__ import annotations

from dataclasses import dataclass

from accord.meaning.entries import Entry


@dataclass(frozen=True, slots=True)
class Gap:
    """Years in which something was not measured, and why; no row is ever made for them."""

    years: tuple[int, ...]
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first year that may not be compared with the years before it, and why."""

    starts: int
    reason: str


def gaps_of(entry: Entry) -> tuple[Gap, ...]:
    """Those under ``not_measured`` of a stage or measure."""
    found = []
    for each in entry.entries("not_measured"):
        years = each.items("years")
        if not years or not all(isinstance(year, int) for year in years):
            raise each.error("years", "this must be a list of years, such as [2020, 2021]")
        found.append(Gap(tuple(years), each.text("status"), each.text("reason")))
        each.finish()
    return tuple(found)


def breaks_of(entry: Entry) -> tuple[Break, ...]:
    """Those under ``breaks`` of a measure."""
    found = []
    for each in entry.entries("breaks"):
        found.append(Break(each.whole("from"), each.text("reason")))
        each.finish()
    return tuple(found)
