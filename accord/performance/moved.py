"""Each figure of a frozen page beside the same figure today, for one reader, with what lies behind a difference."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from accord.accounts.readers import Reader
from accord.analytics.figures import HAS_VALUE, Figure
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.performance.frozen import WithdrawnSince
from accord.performance.queries import figures, places_of, school_figures
from accord.performance.selections import Selection, WhoKind
from accord.register.queries.lineage import standing_for

Key = tuple[str, ...]
One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure on the day a page was frozen and today; None where there is none at all.

    ``whose`` is a school's name, or empty for a subject of the page, which ``subject`` counts. ``came`` and ``went``
    are the releases behind it now and not then, and then and not now; ``joined`` and ``left`` count its schools.
    """

    subject: int
    whose: str
    then: FigureRow | None
    now: FigureRow | None
    joined: int = 0
    left: int = 0
    withdrawn: bool = False
    """Whether the results that it was made from were withdrawn since: it is shown no more."""

    @property
    def row(self) -> FigureRow:
        """Whichever there is: what both agree on is in it."""
        found = self.now or self.then
        if found is None:
            raise ValueError("A figure that neither was there nor is cannot have moved.")
        return found

    @property
    def came(self) -> frozenset[str]:
        """The releases behind it now and not then."""
        return _behind(self.now) - _behind(self.then)

    @property
    def went(self) -> frozenset[str]:
        """The releases behind it then and not now."""
        return _behind(self.then) - _behind(self.now)

    @property
    def same(self) -> bool:
        """Whether the same is told of it."""
        return self.then is not None and self.now is not None and _told(self.then.figure) == _told(self.now.figure)

    @property
    def gone(self) -> bool:
        """Whether it had a value, and has none any more."""
        return _has_value(self.then) and not _has_value(self.now)


def _behind(row: FigureRow | None) -> frozenset[str]:
    return frozenset(row.releases) if row else frozenset()


def _has_value(row: FigureRow | None) -> bool:
    return row is not None and row.figure.status in HAS_VALUE


def _told(figure: Figure) -> tuple[object, ...]:
    """What is told of a figure. A value is the same to nine decimals: sums may be made in another order."""
    value = None if figure.value is None else round(figure.value, 9)
    return figure.status, value, figure.part_low, figure.part_high, figure.whole, figure.coverage


def figures_moved(selections: Sequence[Selection], year: int | None, reader: Reader) -> list[Moved]:
    """Every figure of a page frozen under ``selections``, then and today; and of its schools in one year.

    Today's are those that this reader is shown today, of every year that there is by now. What rests on results that
    were withdrawn since has no figure of that day any more.
    """
    found: list[Moved] = []
    for at, each in enumerate(selections):
        rows, withdrawn = _standing(each, lambda some: figures(some, reader))
        then, now = _by_key(rows, _key), _by_key(figures(_today(each, reader), reader), _key)
        moves = _members(each, reader)
        for key in {**then, **now}:
            found.append(_moved(at, then.get(key), now.get(key), moves, withdrawn))
    if len(selections) == 1 and year and selections[0].who.kind in (WhoKind.GROUP, WhoKind.AUTHORITY):
        found += _schools(replace(selections[0], years=(year,)), reader)
    return sorted(found, key=lambda each: (-each.row.year, each.subject, each.whose, each.row.basis))


def _today(selection: Selection, reader: Reader) -> Selection:
    """The same question, asked today: of all years that there are by now, and of the schools that stay through them."""
    years = catalogue.years_with_releases(selection.measures[0], reader)
    every = tuple(sorted({*selection.years, *years}))
    return replace(selection, frozen="", years=every, through=every if selection.through else ())


def _moved(
    at: int,
    then: FigureRow | None,
    now: FigureRow | None,
    moves: Mapping[int, tuple[int, int]],
    withdrawn: Collection[int],
) -> Moved:
    found = Moved(at, "", then, now)
    joined, left = moves.get(found.row.year, (0, 0))
    return replace(found, joined=joined, left=left, withdrawn=then is None and found.row.year in withdrawn)


def _standing(selection: Selection, ask: Callable[[Selection], list[One]]) -> tuple[list[One], frozenset[int]]:
    """What a frozen selection answers, and the years of which it answers nothing: their results were withdrawn."""
    try:
        return ask(selection), frozenset()
    except WithdrawnSince:
        if len(selection.years) == 1:
            return [], frozenset(selection.years)
        by_year = [_standing(replace(selection, years=(year,)), ask) for year in selection.years]
        return [row for rows, _ in by_year for row in rows], frozenset().union(*(gone for _, gone in by_year))


def _by_key(rows: Sequence[One], key: Callable[[One], Key]) -> dict[Key, One]:
    return {key(row): row for row in rows}


def _key(row: FigureRow) -> Key:
    return row.measure, row.pupils, str(row.year), str(row.basis), str(row.every_type)


def _members(selection: Selection, reader: Reader) -> dict[int, tuple[int, int]]:
    """For each year how many schools joined since, and how many left."""
    then, now = places_of(selection, reader), places_of(replace(selection, frozen=""), reader)
    years = {*then, *now}
    sets = {year: (set(then.get(year, ())), set(now.get(year, ()))) for year in years}
    return {year: (len(new - old), len(old - new)) for year, (old, new) in sets.items()}


def _schools(selection: Selection, reader: Reader) -> list[Moved]:
    """Each school of the year asked about, by the number that stands for its place today."""
    before, withdrawn = _standing(selection, lambda some: school_figures(some, reader))
    after = school_figures(replace(selection, frozen=""), reader)
    stands = standing_for({each.urn for each in before})
    then = {stands[each.urn]: each for each in before}
    now = {each.urn: each for each in after}
    found = []
    for urn in {**then, **now}:
        old, new = then.get(urn), now.get(urn)
        name = new.name if new else old.name if old else urn
        gone = bool(withdrawn) and old is None
        joined, left = int(old is None and not gone), int(new is None)
        found.append(Moved(0, name, old.row if old else None, new.row if new else None, joined, left, gone))
    return found
