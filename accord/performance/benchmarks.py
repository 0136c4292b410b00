"""Published series of an authority beside its neighbours, its region and England: nothing is pooled or averaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from statistics import median_low
from typing import Any

from accord.accounts.readers import Reader
from accord.performance import catalogue
from accord.performance.schools import releases_folder
from accord.performance.selections import UnknownSelection
from accord.warehouse.cells import CellStatus
from accord.warehouse.counts import Whom, cells
from accord.warehouse.editions import Edition
from accord.warehouse.series import Printed, areas, printed_series, series_names

SERIES, NEIGHBOURS = "lait", "statistical_neighbours"
MOST_NEIGHBOURS = 10
NO_ROW = "no_row"
"""The status of an area that the file has no row for in some years."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A published figure, or why there is none: the status of its cell, or `NO_ROW`."""

    value: float | None
    status: str
    text: str

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"value": self.value, "status": self.status, "text": self.text}


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One text of years of a series, as it is printed, for everybody who is looked at."""

    years: str
    authority: Standing
    neighbours: Mapping[str, Standing]
    region: Standing
    england: Standing

    @property
    def neighbours_between(self) -> tuple[float, float, float] | None:
        """The lowest, the middle and the highest published figure of the neighbours; of two middles the lower.

        No mean: the numbers of pupils behind these figures are not published, and a mean without them would be
        nobody's figure.
        """
        known = sorted(each.value for each in self.neighbours.values() if each.value is not None)
        return (known[0], median_low(known), known[-1]) if known else None

    def as_json(self) -> dict[str, Any]:
        """Plain values under the names that the command line promises."""
        between = self.neighbours_between
        return {
            "years": self.years,
            "authority": self.authority.as_json(),
            "neighbours": {code: each.as_json() for code, each in self.neighbours.items()},
            "neighbours_lowest": between[0] if between else None,
            "neighbours_middle": between[1] if between else None,
            "neighbours_highest": between[2] if between else None,
            "region": self.region.as_json(),
            "england": self.england.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """A series for one authority; ``region`` is a name, empty where the file places it in none."""

    series: str
    authority: str
    name: str
    region: str
    rows: tuple[Benchmark, ...]
    releases: tuple[str, ...]


def neighbours_of(authority: str, reader: Reader) -> tuple[str, ...]:
    """The statistical neighbours of an authority by code, nearest first; nothing where none are released."""
    _check(reader)
    edition = _newest(NEIGHBOURS, reader)
    if edition is None:
        return ()
    ranks = [f"SN{rank}" for rank in range(1, MOST_NEIGHBOURS + 1)]
    found = cells(releases_folder(), [edition], Whom("authority"), [authority], ranks)
    columns = (found.column(edition.year, rank)[0][0] for rank in ranks)
    return tuple(str(int(number)) for number in columns if number == number)


def benchmark_series(series: str, authority: str, reader: Reader) -> Benchmarks:
    """The published figures of a series: an authority's, its neighbours', its region's and England's.

    The newest release of the series answers, with every text of years in it, in order. Raises `UnknownSelection`
    for a series or an authority that it does not have.
    """
    _check(reader)
    edition = _newest(SERIES, reader)
    if edition is None:
        raise UnknownSelection("No benchmark series are released here. `accord intake FILE` takes them in.")
    folder = releases_folder()
    _check_series(series, edition)
    names = {area.code: area.name for area in areas(folder, edition, "authority")}
    if authority not in names:
        raise UnknownSelection(f"The benchmark series have no authority {authority}.")
    neighbours = neighbours_of(authority, reader)
    here = next((area for area in areas(folder, edition, "region") if authority in area.authorities), None)
    england = [area.code for area in areas(folder, edition, "england")]
    wanted = {"authority": [authority, *neighbours], "region": [here.code] if here else [], "england": england}
    found = [row for level, codes in wanted.items() for row in printed_series(folder, edition, series, level, codes)]
    places = _Places(authority, neighbours, here.code if here else "", england[0] if england else "")
    releases = tuple(sorted({row.release for row in found}))
    return Benchmarks(series, authority, names[authority], here.name if here else "", _rows(found, places), releases)


@dataclass(frozen=True, slots=True)
class _Places:
    authority: str
    neighbours: Sequence[str]
    region: str
    england: str


def _rows(found: Iterable[Printed], places: _Places) -> tuple[Benchmark, ...]:
    by_years: dict[str, dict[tuple[str, str], Standing]] = {}
    for row in found:
        standing = Standing(row.number, str(row.status), row.text)
        by_years.setdefault(row.years, {})[row.level, row.code] = standing
    nobody = Standing(None, NO_ROW, "")
    return tuple(
        Benchmark(
            years=years,
            authority=here.get(("authority", places.authority), nobody),
            neighbours={code: here.get(("authority", code), nobody) for code in places.neighbours},
            region=here.get(("region", places.region), nobody),
            england=here.get(("england", places.england), nobody),
        )
        for years, here in sorted(by_years.items())
    )


def _check_series(series: str, edition: Edition) -> None:
    known = series_names(releases_folder(), edition)
    if series not in known:
        near = get_close_matches(series, known, n=3, cutoff=0.4)
        like = f" Is it one of {', '.join(near)}?" if near else ""
        raise UnknownSelection(f"There is no benchmark series {series}; there are {len(known):,}.{like}")


def _newest(family: str, reader: Reader) -> Edition | None:
    found = {year: edition for (name, year), edition in catalogue.seen(reader).editions().items() if name == family}
    return found[max(found)] if found else None


def _check(reader: Reader) -> None:
    # All of it is published: any reader may see it, and nobody is no reader.
    if not isinstance(reader, Reader):
        raise TypeError("Figures are given to a reader: Reader.operator() or Reader.person(…).")


WHY_NOT = {
    CellStatus.NOT_AVAILABLE: "not available",
    CellStatus.SUPPRESSED: "suppressed",
    CellStatus.NOT_APPLICABLE: "not applicable",
    CellStatus.ROUNDS_TO_ZERO: "rounds to zero",
    CellStatus.BLANK: "blank",
    NO_ROW: "no row",
}
"""Words for a figure that is not there."""
