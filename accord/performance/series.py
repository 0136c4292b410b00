"""Self-described data sets: which there are, and the series of one indicator for a place, as printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from accord.accounts.readers import Reader
from accord.performance import catalogue
from accord.performance.schools import releases_folder
from accord.performance.selections import UnknownSelection
from accord.warehouse.counts import Printed, Whom, printed, variables
from accord.warehouse.described_columns import DescribedColumn, described_columns, is_described
from accord.warehouse.editions import Edition
from accord.warehouse.series import areas

ENGLAND_CODE = "E92000001"
_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set with the years that are here, its filters in the order of its series' names, and its indicators."""

    family: str
    years: tuple[int, ...]
    filters: tuple[DescribedColumn, ...]
    indicators: tuple[DescribedColumn, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One printed figure: its year, what its filters are, its value or the status of its cell."""

    year: int
    chosen: Mapping[str, str]
    value: float | None
    status: str
    text: str
    release: str
    row: int

    def as_json(self) -> dict[str, Any]:
        """Plain values under the names that the command line promises."""
        return {name: getattr(self, name) for name in self.__slots__} | {"chosen": dict(self.chosen)}


def data_sets(reader: Reader) -> list[DataSet]:
    """Every data set of which a reader is shown anything, by name."""
    found: dict[str, list[Edition]] = {}
    for (family, _), edition in sorted(_editions(reader).items()):
        found.setdefault(family, []).append(edition)
    return [_data_set(family, editions) for family, editions in found.items()]


def _data_set(family: str, editions: Sequence[Edition]) -> DataSet:
    columns = described_columns(releases_folder(), editions[-1])
    return DataSet(
        family,
        tuple(each.year for each in editions),
        tuple(each for each in columns if each.is_filter),
        tuple(each for each in columns if not each.is_filter),
    )


def data_set(family: str, reader: Reader) -> DataSet:
    """One data set. Raises `UnknownSelection`, naming what is near, for one that is not here."""
    known = {each.family: each for each in data_sets(reader)}
    if family not in known:
        near = get_close_matches(family, list(known), n=3, cutoff=0.4)
        raise UnknownSelection(f"There is no data set {family} here.{f' Is it {near[0]}?' if near else ''}")
    return known[family]


def words_of_filters(found: DataSet, level: str, reader: Reader) -> dict[str, list[str]]:
    """What each filter can be, in the newest year."""
    edition = _editions(reader)[found.family, found.years[-1]]
    words: dict[str, set[str]] = {each.name: set() for each in found.filters}
    for name in variables(releases_folder(), edition, level):
        for column, word in zip(found.filters, name.split(_BETWEEN)[1:], strict=False):
            words[column.name].add(word)
    return {name: sorted(each) for name, each in words.items()}


def series(
    found: DataSet, indicator: str, chosen: Mapping[str, str], level: str, code: str, reader: Reader
) -> list[Point]:
    """The printed figures of an indicator for a place, in every year and for every combination of filters that fits.

    Raises `UnknownSelection` for an indicator or filter that the data set does not have.
    """
    by_name = {each.name.upper(): each for each in (*found.filters, *found.indicators)}
    if indicator.upper() not in {each.name.upper() for each in found.indicators}:
        raise UnknownSelection(f"{found.family} has no indicator {indicator}. It has {_names(found.indicators)}.")
    unknown = [name for name in chosen if name.upper() not in by_name]
    if unknown:
        raise UnknownSelection(f"{found.family} has no filter {unknown[0]}. It has {_names(found.filters)}.")
    wanted = {name.upper(): word for name, word in chosen.items()}
    points = []
    for year in found.years:
        edition = _editions(reader)[found.family, year]
        here = _data_set(found.family, [edition])  # a data set may have had other filters
        names = [
            name
            for name in variables(releases_folder(), edition, level)
            if name.split(_BETWEEN)[0] == indicator.upper() and _fits(here, name, wanted)
        ]
        # Of a school whoever answers for it: what a reader is not shown of one release another may tell.
        answering = edition.for_schools([code]) if level == "school" else [(edition, [code])]
        for of, some in answering:
            points += [_point(here, cell) for cell in printed(releases_folder(), [of], Whom(level), some, names)]
    return sorted(points, key=lambda each: (tuple(each.chosen.values()), each.year))


def _fits(found: DataSet, variable: str, wanted: Mapping[str, str]) -> bool:
    words = dict(zip((each.name.upper() for each in found.filters), variable.split(_BETWEEN)[1:], strict=False))
    return all(words.get(name, "").casefold() == word.casefold() for name, word in wanted.items())


def _point(found: DataSet, cell: Printed) -> Point:
    words = cell.variable.split(_BETWEEN)[1:]
    chosen = {column.name.lower(): word for column, word in zip(found.filters, words, strict=False)}
    return Point(cell.year, chosen, cell.number, str(cell.status), cell.text, cell.release, cell.row)


def _names(columns: Sequence[DescribedColumn]) -> str:
    return ", ".join(each.name.lower() for each in columns) or "none"


def place_in(found: DataSet, level: str, code: str, reader: Reader) -> str:
    """The name of a place in the newest year of a data set. Raises `UnknownSelection` where it has none such."""
    edition = _editions(reader)[found.family, found.years[-1]]
    names = {area.code: area.name for area in areas(releases_folder(), edition, level)}
    if code not in names:
        raise UnknownSelection(f"{found.family} has no row for {level} {code}.")
    return names[code] or code


def _editions(reader: Reader) -> dict[tuple[str, int], Edition]:
    if not isinstance(reader, Reader):
        raise TypeError("Figures are given to a reader: Reader.operator() or Reader.person(…).")
    found = catalogue.seen(reader).editions()
    folder = releases_folder()
    return {key: edition for key, edition in found.items() if is_described(folder, edition)}
