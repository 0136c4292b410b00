"""What pooled figures are made from, read once for one selection or for many, and the rows made of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accord.analytics.figures import Basis, Coverage, Figure, Status
from accord.performance.authorities import told_by
from accord.performance.belonging import Belonging
from accord.performance.figure_rows import FigureRow
from accord.performance.gathering import Covered, gather
from accord.performance.pooled import Sources, bring, pool, pupil_sd
from accord.performance.schools import Editions, list_schools, releases_folder, schools_of
from accord.performance.selections import Selection, WhoKind, england_called
from accord.warehouse.counts import Whom
from accord.warehouse.editions import told_whole
from accord.warehouse.measures import Measure


@dataclass(frozen=True, slots=True)
class Prepared:
    """A checked selection with everything its pooled figures are made from."""

    selection: Selection
    measures: tuple[Measure, ...]
    sources: Sources


def prepare_each(
    selections: Sequence[Selection], measures: tuple[Measure, ...], editions: Editions, belongs: Sequence[Belonging]
) -> Iterator[Prepared]:
    """Each selection, in order, with what its figures are made from; they differ only in whose they are.

    Those whose schools are given are read together, in as many questions as one of them takes. Those whose schools
    each year's file names are made from releases that are told whole: a few schools of one are not its authority.
    """
    whole = told_whole(editions)
    together = [(each, theirs) for each, theirs in zip(selections, belongs, strict=True) if theirs.given]
    given = _read(together, measures, editions) if together else iter(())
    for selection, theirs in zip(selections, belongs, strict=True):
        yield next(given) if theirs.given else next(_read([(selection, theirs)], measures, whole))


def _read(
    asked: Sequence[tuple[Selection, Belonging]], measures: tuple[Measure, ...], editions: Editions
) -> Iterator[Prepared]:
    first, stage = asked[0][0], measures[0].stage
    years = first.source_years
    here = {key: edition for key, edition in editions.items() if key[1] in years}
    told = told_by(releases_folder(), editions.values())
    whos, belongs = [each.who for each, _ in asked], [theirs for _, theirs in asked]
    listing = list_schools(whos, belongs, years, editions, stage, told)
    schools = [
        schools_of(each.who, theirs, years, listing, with_special=each.with_special_at(stage)) for each, theirs in asked
    ]
    codes = sorted(set().union(*(each.codes for each in schools)))
    gathered = gather(measures, first.pupils, here, Whom("school"), codes)
    position = {code: at for at, code in enumerate(codes)}
    for (selection, theirs), found in zip(asked, schools, strict=True):
        cells = gathered.only(found.codes, position)
        sources = Sources(found, cells, Covered(stage, here, found), editions, theirs)
        yield Prepared(selection, measures, sources)


def pooled_rows(prepared: Prepared) -> list[FigureRow]:
    """The pooled figure of every measure, pupil group and year of a selection in which it was taken."""
    if prepared.selection.who.is_only_published:
        return []
    return [
        row
        for measure in prepared.measures
        for group in prepared.selection.pupils
        for year in prepared.selection.years
        if (row := _pooled_row(prepared, measure, group, year)) is not None
    ]


def pooled_years(prepared: Prepared, measure: Measure, year: int) -> tuple[list[int], list[int]]:
    """The years that a figure pools, and those missing from it: not measured, or not released.

    In a pool over years, a year in which no release covers any of the schools is missing, whatever is
    released for others.
    """
    wanted = [year - back for back in reversed(range(prepared.selection.span))]
    families = {form.pupils_family for form in measure.stage.forms}
    families |= {measure.stage.returns.results_family} if measure.returned and measure.stage.returns else set()
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
    reported = {id_ for each, some in zip(there, years, strict=True) for id_ in sources.releases_reported(each, some)}
    over_years = prepared.selection.span > 1
    if over_years:
        years = [sources.as_lasting(each) for each in years]
    sd = None if over_years else pupil_sd(measure, year, sources.editions)
    who = prepared.selection.who
    of_england = who.kind is WhoKind.ENGLAND
    # A file with rows for authorities alone says nothing of their schools.
    nobody_named = not sources.belongs.given and not sources.schools.years_listed & set(there)
    if measure.stage.not_by_school and not reported:
        figure = dataclasses.replace(_not_released(prepared, year), status=Status.NOT_BY_SCHOOL)
    elif nobody_named or not years:
        figure = _not_released(prepared, year)
    else:
        figure = pool(measure, years, sd, over_years=over_years)
    return FigureRow(
        group=who.label,
        title=england_called(who, measure.stage) if of_england else sources.schools.title,
        measure=measure.code,
        pupils=group,
        year=year,
        members=str(prepared.selection.clock),
        basis=Basis.POOLED,
        figure=figure,
        releases=tuple(sorted(reported.union(sources.releases_behind(there)))),
        years_pooled=tuple(there),
        years_missing=tuple(missing),
        crosses_break=len({measure.series(each) for each in there}) > 1,
        crossings=sources.crossings(there),
        every_type=of_england and bool(measure.stage.england_by_phase),
    )


def _not_released(prepared: Prepared, year: int) -> Figure:
    # How many schools an authority has is known from its own files alone.
    given = prepared.sources.belongs.given
    expected = len(prepared.sources.schools.by_year.get(year, ())) if given else None
    coverage = Coverage(0, expected, 0, None)
    return Figure(Status.NOT_RELEASED, None, None, None, None, None, 0, None, None, coverage)
