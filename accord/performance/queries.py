"""Figures, the only way any page, export or command gets one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accord.accounts.readers import Reader
from accord.analytics.figures import Basis, Coverage, Figure, Status
from accord.performance import catalogue
from accord.performance.authorities import authorities_listing, register_state, told_by
from accord.performance.belonging import Belonging, belonging
from accord.performance.figure_rows import FigureRow
from accord.performance.frozen import as_it_stood, check_standing
from accord.performance.gathering import Covered, gather
from accord.performance.kept import Kept
from accord.performance.pooled import Sources, bring, pool, pupil_sd
from accord.performance.published import published_rows
from accord.performance.schools import Editions, find_schools, releases_folder
from accord.performance.selections import Selection
from accord.performance.single_schools import SchoolRow, rows_of_schools
from accord.warehouse.counts import Whom
from accord.warehouse.editions import fingerprint
from accord.warehouse.measures import Measure


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked selection: its measures, the editions that answer, and whose results are asked for.

    Two equal questions have equal keys; anything that could change the answer changes the key.
    """

    selection: Selection
    measures: tuple[Measure, ...]
    editions: Editions
    belongs: Belonging
    withdrawn: frozenset[str] = frozenset()
    """Releases that a permanent link was made from and that were withdrawn since."""

    @property
    def key(self) -> tuple[object, ...]:
        """What an answer is kept under."""
        versions = tuple(measure.version for measure in self.measures)
        return self.selection, versions, self.belongs, fingerprint(self.editions.values()), register_state()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A checked selection with everything its pooled figures are made from."""

    selection: Selection
    measures: tuple[Measure, ...]
    sources: Sources


def figures(selection: Selection, reader: Reader) -> list[FigureRow]:
    """The figures of a selection: pooled ones, and the publisher's own rows where there are such.

    A year in which a measure was not taken gives no row. Ordered by measure, pupil group, year, basis.
    Raises `UnknownSelection` for something that does not exist, `WithdrawnSince` for a permanent link whose results
    were withdrawn.
    """
    asked = ask(selection, reader)
    found = _FIGURES.get(asked.key, lambda: _figures(asked))
    check_standing(selection.frozen, asked.withdrawn, (each for row in found for each in row.releases))
    return list(found)


def school_figures(selection: Selection, reader: Reader) -> list[SchoolRow]:
    """Each member school by itself, for every measure, pupil group and year of a selection."""
    asked = ask(selection, reader)
    found = _SCHOOLS.get(asked.key, lambda: _school_figures(asked))
    check_standing(selection.frozen, asked.withdrawn, (each for school in found for each in school.row.releases))
    return list(found)


def places_of(selection: Selection, reader: Reader) -> dict[int, tuple[str, ...]]:
    """The places whose results a selection counts in each year, each by its URN; none where each file names them."""
    return dict(ask(selection, reader).belongs.places)


def authorities_of(urns: Sequence[str], reader: Reader) -> tuple[str, ...]:
    """The authorities under which releases last listed these schools, by code."""
    check_reader(reader)
    editions = catalogue.editions()
    key = tuple(sorted(urns)), fingerprint(editions.values()), register_state()
    return _AUTHORITIES.get(key, lambda: authorities_listing(releases_folder(), editions.values(), urns))


_AUTHORITIES: Kept[tuple[str, ...]] = Kept("authorities", most=20)
_FIGURES: Kept[list[FigureRow]] = Kept("figures", most=400)
_SCHOOLS: Kept[list[SchoolRow]] = Kept("schools", most=100)


def ask(selection: Selection, reader: Reader) -> Asked:
    """Check a selection, and find what would answer it. All of it is published: any reader may see it."""
    check_reader(reader)
    catalogue.check(selection)
    measures = tuple(catalogue.measure(code) for code in selection.measures)
    belongs = belonging(selection, measures[0].stage.counted_on, timezone.localdate())
    if not selection.frozen:
        return Asked(selection, measures, catalogue.editions(), belongs)
    then = as_it_stood(selection.frozen)
    return Asked(selection, measures, then.editions, belongs, then.withdrawn)


def check_reader(reader: Reader) -> None:
    """Raise `TypeError` for an answer that is for nobody."""
    if not isinstance(reader, Reader):
        raise TypeError("Figures are given to a reader: Reader.operator() or Reader.person(…).")


def prepare(asked: Asked) -> Prepared:
    """Read everything that the pooled figures of a selection need, once."""
    selection, editions = asked.selection, asked.editions
    years = selection.source_years
    here = {key: edition for key, edition in editions.items() if key[1] in years}
    stage = asked.measures[0].stage
    told = told_by(releases_folder(), editions.values())
    schools = find_schools(
        selection.who, asked.belongs, years, editions, stage, told, with_special=selection.with_special
    )
    gathered = gather(asked.measures, selection.pupils, here, Whom("school"), schools.codes)
    sources = Sources(schools, gathered, Covered(stage, here, schools), editions, asked.belongs)
    return Prepared(selection, asked.measures, sources)


def _figures(asked: Asked) -> list[FigureRow]:
    selection = asked.selection
    rows: list[FigureRow] = []
    if selection.basis is not Basis.PUBLISHED:
        rows += _pooled_rows(prepare(asked))
    if selection.basis is not Basis.POOLED:
        rows += published_rows(selection, asked.measures, asked.editions)
    order = {code: at for at, code in enumerate(selection.measures)}
    pupils = {code: at for at, code in enumerate(selection.pupils)}
    return sorted(rows, key=lambda row: (order[row.measure], pupils[row.pupils], row.year, row.basis))


def _pooled_rows(prepared: Prepared) -> list[FigureRow]:
    return [
        row
        for measure in prepared.measures
        for group in prepared.selection.pupils
        for year in prepared.selection.years
        if (row := _pooled_row(prepared, measure, group, year)) is not None
    ]


def _school_figures(asked: Asked) -> list[SchoolRow]:
    prepared = prepare(asked)
    return [
        row
        for measure in prepared.measures
        for group in prepared.selection.pupils
        for year in prepared.selection.years
        if measure.gap(year) is None
        for row in rows_of_schools(prepared.sources, measure, group, year)
    ]


def pooled_years(prepared: Prepared, measure: Measure, year: int) -> tuple[list[int], list[int]]:
    """The years that a figure pools, and those missing from it: not measured, or not released.

    In a pool over years, a year in which no release covers any of the schools is missing, whatever is
    released for others.
    """
    wanted = [year - back for back in reversed(range(prepared.selection.span))]
    families = {form.pupils_family for form in measure.stage.forms}
    released = {each for family, each in prepared.sources.editions if family in families}
    there = [each for each in wanted if measure.gap(each) is None and each in released]
    if len(wanted) > 1:
        there = [each for each in there if prepared.sources.cover_any(each)]
    return there, [each for each in wanted if each not in there]


def _pooled_row(prepared: Prepared, measure: Measure, group: str, year: int) -> FigureRow | None:
    if measure.gap(year) is not None:
        return None
    there, missing = pooled_years(prepared, measure, year)
    sources = prepared.sources
    years = [bring(sources, measure, group, each) for each in there]
    over_years = prepared.selection.span > 1
    if over_years:
        years = [sources.as_lasting(each) for each in years]
    sd = None if over_years else pupil_sd(measure, year, sources.editions)
    who = prepared.selection.who
    # A file with rows for authorities alone says nothing of their schools.
    nobody_named = not sources.belongs.given and not sources.schools.years_listed & set(there)
    if nobody_named or not years:
        figure = _not_released(prepared, year)
    else:
        figure = pool(measure, years, sd, over_years=over_years)
    return FigureRow(
        group=who.label,
        title=sources.schools.title,
        measure=measure.code,
        pupils=group,
        year=year,
        members=str(prepared.selection.clock),
        basis=Basis.POOLED,
        figure=figure,
        releases=sources.releases_behind(there),
        years_pooled=tuple(there),
        years_missing=tuple(missing),
        crosses_break=len({measure.series(each) for each in there}) > 1,
        crossings=sources.crossings(there),
    )


def _not_released(prepared: Prepared, year: int) -> Figure:
    # How many schools an authority has is known from its own files alone.
    given = prepared.sources.belongs.given
    expected = len(prepared.sources.schools.by_year.get(year, ())) if given else None
    coverage = Coverage(0, expected, 0, None)
    return Figure(Status.NOT_RELEASED, None, None, None, None, None, 0, None, None, coverage)
