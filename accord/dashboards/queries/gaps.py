"""Gaps between groups of pupils, within the schools of a page and beside England: pooled where one summer says nothing.

One summer of few pupils seldom shows a gap. Where it does not, three summers are put together, and for a single school
all schools of its authority; each answer says which of them it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from accord.analytics.differences import (
    Difference,
    Direction,
    Printed,
    gap,
    gap_of_rates,
    gap_to,
    printed,
    printed_over_years,
    underlying_gap,
)
from accord.analytics.figures import Basis, Covers, Figure
from accord.analytics.hidden_sums import FEWEST_PUPILS
from accord.analytics.pupil_shares import LeftOver, Partition, cells_of
from accord.analytics.rates import Rate, rate_of
from accord.dashboards.queries.one_school import Beside, Looking, home_authority, members
from accord.dashboards.queries.pupil_parts import ALL, apart, groups_of, partitions
from accord.insight.sentences.rounding import PERCENTAGE
from accord.performance.figure_rows import FigureRow
from accord.performance.selections import Who

SPAN = 3
EVERYONE_ELSE = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are set against each other: a pupil group by code (empty: everyone else), or England's.

    ``figure`` is the page's own where it has one; ``rate`` the counts; ``value`` 0–100, None where it has none.
    """

    pupils: str
    value: float | None
    rate: Rate | None = None
    figure: Figure | None = None
    of_england: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """The first less the second, with its interval and what that covers; None where there are no counts.

    ``years`` are pooled where they are several; ``whose`` names the authority where all its schools are meant.
    """

    first: Side
    second: Side
    found: Difference | None
    covers: Covers
    years: tuple[int, ...]
    whose: str = ""

    @property
    def told(self) -> bool:
        """Whether the interval shows a gap."""
        return self.found is not None and self.found.direction is not Direction.CANNOT_TELL


def gaps_of(looking: Looking, rows: Beside) -> list[Gap]:
    """Every pair of the measure in the summer asked about, and pooled after it where that summer cannot tell.

    ``rows`` are the page's figures of every pupil group and summer. None for scores.
    """
    measure, year = looking.question.measure, looking.question.year
    if measure.kind != PERCENTAGE or year is None or not rows.of(year=year).group:
        return []
    found = []
    asking = _Asking(looking, rows, year)
    for way in partitions(measure):
        found += _until_told(asking.within(way))
    for first, second in _beside_england(measure.pupils, partitions(measure), looking):
        found += _until_told(asking.beside_england(first, second))
    return found


def _until_told(answers: Iterator[Gap]) -> list[Gap]:
    found: list[Gap] = []
    for answer in answers:
        if answer.found is not None or not found:
            found.append(answer)
        if answer.told:
            break
    return found


def _beside_england(pupils: Sequence[str], ways: Sequence[Partition], looking: Looking) -> list[tuple[str, str]]:
    """The department's own pairs (disadvantaged pupils here, other pupils there), then each group and the same."""
    sums = looking.question.measure.stage.adds_up
    known = {way.parts for way in ways}
    convention = [(each.parts[0], each.parts[-1]) for each in sums if each.beside_nation and each.parts in known]
    return [*convention, *((code, code) for code in pupils if code != ALL)]


@dataclass(slots=True)
class _Asking:
    """What the pairs of one page share: its figures, and three summers together, asked for once and when needed."""

    looking: Looking
    rows: Beside
    year: int
    _together: Mapping[str, FigureRow] | None = None

    def within(self, way: Partition) -> Iterator[Gap]:
        """The first part against the last, or one group against everyone else; wider pools after it."""
        if way.left_over is LeftOver.EVERYONE_ELSE:
            yield from self._against_everyone_else(way)
            return
        one, other = way.parts[0], way.parts[-1]
        now = {row.pupils: row.figure for row in self.rows.of(year=self.year).group}
        if one not in now or other not in now:
            return
        yield self._gap(one, other, now, (self.year,))
        pooled = self.together()
        if one in pooled and other in pooled and pooled[one].years_pooled == pooled[other].years_pooled:
            figures = {code: pooled[code].figure for code in (one, other)}
            yield self._gap(one, other, figures, pooled[one].years_pooled)
        yield from self._of_authority(one, other)

    def _gap(self, one: str, other: str, figures: Mapping[str, Figure], years: tuple[int, ...], whose: str = "") -> Gap:
        first, second = figures[one], figures[other]
        if len(years) > 1:
            sd = self.looking.question.measure.school_year_sd
            found, covers = underlying_gap(rate_of(first), rate_of(second), sd), Covers.UNDERLYING
        else:
            found, covers = gap(first, second), Covers.THIS_YEAR
        return Gap(_side(one, first), _side(other, second), found, covers, years, whose)

    def _of_authority(self, one: str, other: str) -> Iterator[Gap]:
        """A single school's authority, all its schools together."""
        looking = self.looking
        home = home_authority(members(looking)) if looking.subject.is_school else None
        if home is None:
            return
        asked = replace(looking.selection((self.year,), (one, other)), who=Who.authority(home), basis=Basis.POOLED)
        rows = {row.pupils: row for row in looking.figures(asked)}
        if one in rows and other in rows:
            figures = {code: row.figure for code, row in rows.items()}
            yield self._gap(one, other, figures, (self.year,), rows[one].title)

    def _against_everyone_else(self, way: Partition) -> Iterator[Gap]:
        summers = [(self.year,)]
        if (row := self.together().get(way.parts[0])) is not None:
            summers.append(row.years_pooled)
        sd = self.looking.question.measure.school_year_sd
        for years in summers:
            group, others = self._told_apart(way, years)
            if group is None or others is None:
                return
            one = Side(way.parts[0], 100 * group.share, group)
            other = Side(EVERYONE_ELSE, 100 * others.share, others)
            if len(years) > 1:
                yield Gap(one, other, underlying_gap(group, others, sd), Covers.UNDERLYING, years)
            else:
                yield Gap(one, other, gap_of_rates(group, others), Covers.THIS_YEAR, years)

    def _told_apart(self, way: Partition, years: tuple[int, ...]) -> tuple[Rate | None, Rate | None]:
        """A group and everyone else, of the schools that tell them apart; None with fewer than six of either."""
        groups = groups_of(partitions(self.looking.question.measure))
        rows = self.looking.school_figures(self.looking.selection(years, groups))
        cells = [
            cells
            for year in years
            for school in apart([each for each in rows if each.row.year == year]).values()
            if (cells := cells_of(school, way)) is not None
        ]
        counts = [[each[code] for each in cells] for code in (way.parts[0], EVERYONE_ELSE)]
        return _added(counts[0]), _added(counts[1])

    def beside_england(self, pupils: str, theirs: str) -> Iterator[Gap]:
        """A group here, against one of England."""
        mine = {row.year: row.figure for row in self.rows.of(pupils=pupils).group}
        england = {
            row.year: beside
            for row in self.rows.of(pupils=theirs).england
            if not row.every_type and (beside := printed(row.figure)) is not None
        }
        if self.year not in mine or self.year not in england:
            return
        beside = england[self.year]
        yield _to_england(pupils, mine[self.year], theirs, beside, (self.year,))
        row = self.together().get(pupils)
        if row is None or not all(year in england and mine[year].whole for year in row.years_pooled if year in mine):
            return
        weighed = [(mine[year].whole or 0, england[year]) for year in row.years_pooled if year in mine]
        if len(weighed) == len(row.years_pooled):
            yield _to_england(pupils, row.figure, theirs, printed_over_years(weighed), row.years_pooled)

    def together(self) -> Mapping[str, FigureRow]:
        """Each pupil group over up to three summers that may be compared; none where fewer than two are there."""
        if self._together is None:
            looking, measure = self.looking, self.looking.question.measure
            alike = [back for back in range(SPAN) if measure.series(self.year - back) == measure.series(self.year)]
            selection = looking.selection((self.year,), measure.pupils)
            rows = looking.figures(replace(selection, span=len(alike), basis=Basis.POOLED)) if len(alike) > 1 else []
            self._together = {row.pupils: row for row in rows if len(row.years_pooled) > 1}
        return self._together


def _to_england(pupils: str, figure: Figure, theirs: str, beside: Printed, years: tuple[int, ...]) -> Gap:
    covers = Covers.UNDERLYING if len(years) > 1 else Covers.THIS_YEAR
    second = Side(theirs, beside.value, of_england=True)
    return Gap(_side(pupils, figure), second, gap_to(figure, beside), covers, years)


def _side(pupils: str, figure: Figure) -> Side:
    rate = rate_of(figure)
    return Side(pupils, figure.value if rate else None, rate, figure)


def _added(counts: Sequence[tuple[int, int]]) -> Rate | None:
    met, whole = sum(k for k, _ in counts), sum(n for _, n in counts)
    if whole < FEWEST_PUPILS:
        return None
    return Rate(met, met, met, whole, sum(n * n for _, n in counts) / whole)
