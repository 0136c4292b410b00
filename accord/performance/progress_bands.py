"""The bands that the Department for Education gives schools for progress, from what its files print of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from accord.accounts.readers import Reader
from accord.analytics.progress_bands import Band, Printed
from accord.performance.frozen import check_standing
from accord.performance.gathering import VALUE
from accord.performance.kept import Kept
from accord.performance.preparing import Prepared
from accord.performance.queries import ask, prepare
from accord.performance.selections import Selection

EVERYONE = "all"
"""The pupils that a school is banded by."""


@dataclass(frozen=True, slots=True)
class Banded:
    """A school's band with the printed score and limits that it follows from."""

    band: Band
    printed: Printed


_Found = tuple[dict[str, Banded], tuple[str, ...]]


def bands_of(selection: Selection, reader: Reader) -> Mapping[str, Banded]:
    """The band of each school of a selection of one measure, pupil group and year, by URN.

    None for a year that definitions give no bands for, for some pupils only, and for a school of which no score or no
    limit is printed. Raises as `accord.performance.queries.figures` does.
    """
    asked = ask(selection, reader)
    (measure,), (year,) = asked.measures, selection.years
    if year not in measure.bands or measure.gap(year) is not None or selection.pupils != (EVERYONE,):
        return {}
    found, releases = _BANDS.get(asked.key, lambda: _bands(prepare(asked)))
    check_standing(selection.frozen, asked.withdrawn, releases)
    return found


def _bands(prepared: Prepared) -> _Found:
    (measure,), (year,) = prepared.measures, prepared.selection.years
    gathered, sources = prepared.sources.gathered, prepared.sources
    here, found = sources.in_year(year), dict[str, Banded]()
    for form, own in here.by_form(gathered.stage):
        named = [measure.column(form.name, role, EVERYONE) for role in ("score", "lower", "upper")]
        cells = [gathered.result(form.name, year, each) for each in named]
        there = own & np.all([status[here.at] == VALUE for _, status in cells], axis=0)
        for at in np.flatnonzero(there).tolist():
            printed = Printed(*(float(number[here.at[at]]) for number, _ in cells))
            found[str(here.codes[at])] = Banded(measure.bands[year].band(printed), printed)
    return found, sources.releases_behind([year])


_BANDS: Kept[_Found] = Kept("progress_bands", most=200)
