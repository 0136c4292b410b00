"""Which figures there can be: by measure, summer, pupil group and level, with the reason for every gap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from accord.accounts.readers import Reader
from accord.performance import catalogue
from accord.performance.kept import Kept
from accord.performance.schools import Editions, releases_folder
from accord.warehouse.editions import fingerprint
from accord.warehouse.holdings import Held, held
from accord.warehouse.measures import Measure


class Level(StrEnum):
    """Whose results a file prints."""

    SCHOOL = "school"
    AUTHORITY = "authority"
    ENGLAND = "england"


LEVELS = {Level.SCHOOL: ("school",), Level.AUTHORITY: ("authority",), Level.ENGLAND: ("england", "england_all")}
"""The levels of rows in releases that are read as each."""


class State(StrEnum):
    """Whether there are results, or why there are none."""

    HELD = "held"
    NOT_MEASURED = "not measured"
    """Nobody took it, or nobody published it: the measure's definition says why."""
    NOT_IN_FILE = "not in the file"
    """A file of that summer is here and has no value of this."""
    NOT_LOADED = "not loaded"
    """No file of that summer is here."""


@dataclass(frozen=True, slots=True)
class Available:
    """One summer of a measure for a pupil group: the levels with results, the state, and the reason for a gap."""

    measure: str
    pupils: str
    year: int
    levels: tuple[Level, ...]
    state: State
    reason: str


Availability = Mapping[tuple[str, str, int], Available]


def availability(reader: Reader) -> Availability:
    """Every measure, pupil group and summer from the first with a file to the last, as far as a reader is shown it."""
    known, editions = catalogue.measures(), catalogue.seen(reader).editions()
    versions = tuple(each.version for each in known.values())
    return _KEPT.get((fingerprint(editions.values()), versions), lambda: _found(known.values(), editions))


_KEPT: Kept[Availability] = Kept("availability", most=2)


def _found(measures: Iterable[Measure], editions: Editions) -> Availability:
    known = list(measures)
    families = {name for each in known for name in each.result_families}
    asked = [edition for (family, _), edition in editions.items() if family in families]
    wanted = sorted({column for each in known for pupils in each.pupils for _, column in _columns(each, pupils)})
    holds = held(releases_folder(), asked, wanted)
    loaded = {(edition.family, edition.year) for edition in asked}
    years = sorted({year for _, year in loaded})
    span = range(years[0], years[-1] + 1) if years else range(0)
    return {
        (each.code, pupils, year): _one(each, pupils, year, holds, loaded)
        for each in known
        for pupils in each.pupils
        for year in span
    }


def _columns(measure: Measure, pupils: str) -> Iterator[tuple[str, str]]:
    """The family and column of the result in each published form that has one."""
    for form in measure.stage.forms:
        for role in measure.carriers(form.name):
            column = measure.column(form.name, role, pupils)
            if column is not None:
                yield form.results_family, column
    own = measure.returned_column("met", pupils)
    if own is not None and measure.stage.returns is not None:
        yield measure.stage.returns.results_family, own


def _one(measure: Measure, pupils: str, year: int, holds: Held, loaded: set[tuple[str, int]]) -> Available:
    gap = measure.gap(year)
    if gap is not None:
        return Available(measure.code, pupils, year, (), State.NOT_MEASURED, gap.reason)
    own = list(_columns(measure, pupils))
    levels = tuple(
        level
        for level, rows in LEVELS.items()
        if any(holds.get((family, year, row, column)) for family, column in own for row in rows)
    )
    if levels:
        return Available(measure.code, pupils, year, levels, State.HELD, "")
    if any((family, year) in loaded for family, _ in own):
        reason = f"The files of summer {year} that are here print no result of this."
        return Available(measure.code, pupils, year, (), State.NOT_IN_FILE, reason)
    return Available(measure.code, pupils, year, (), State.NOT_LOADED, f"No file of summer {year} is here.")
