"""Figures, the only way any page, export or command gets one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from accord.accounts.readers import Reader
from accord.analytics.figures import Basis
from accord.analytics.random_groups import Place
from accord.performance import catalogue
from accord.performance.authorities import authorities_listing
from accord.performance.belonging import Belonging, belonging, belongings
from accord.performance.figure_rows import FigureRow
from accord.performance.frozen import as_it_stood, check_standing
from accord.performance.kept import Kept
from accord.performance.pools import with_sums
from accord.performance.preparing import Prepared, pooled_rows, prepare_each
from accord.performance.published import published_rows
from accord.performance.random_groups import Pools, places_among, pools_of
from accord.performance.reads import note_figures, note_schools
from accord.performance.restricted import Seen
from accord.performance.schools import Editions, releases_folder
from accord.performance.selections import Selection, Who
from accord.performance.single_schools import SchoolRow, rows_of_schools
from accord.performance.standing import edition, register_state
from accord.performance.usual_rates import Rates, rates_of_schools
from accord.warehouse.editions import fingerprint
from accord.warehouse.measures import Measure


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked selection: its measures, the editions that answer, and whose results are asked for.

    Two equal questions have equal keys; anything that could change the answer changes the key. The measures are such
    as this reader is shown the same schools of.
    """

    selection: Selection
    measures: tuple[Measure, ...]
    seen: Seen
    belongs: Belonging
    withdrawn: frozenset[str] = frozenset()
    """Releases that a permanent link was made from and that were withdrawn since."""

    @property
    def editions(self) -> Editions:
        """The editions from which schools are told by name."""
        return self.seen.editions(self.measures[0].code)

    @property
    def pooling(self) -> Editions:
        """The editions from which sums may be made, if `accord.performance.pools` lets them pass."""
        return self.seen.editions(self.measures[0].code, pooled=True)

    @property
    def key(self) -> tuple[object, ...]:
        """What an answer is kept under: who asks is no part of it, what they are shown is."""
        versions = tuple(measure.version for measure in self.measures)
        told = fingerprint(self.editions.values()), self.seen.sums
        return self.selection, versions, self.belongs, *told, register_state()


def figures(selection: Selection, reader: Reader) -> list[FigureRow]:
    """The figures of a selection: pooled ones, and the publisher's own rows where there are such.

    A year in which a measure was not taken gives no row. Ordered by measure, pupil group, year, basis.
    Raises `UnknownSelection` for something that does not exist, `WithdrawnSince` for a permanent link whose results
    were withdrawn.
    """
    rows = []
    for asked in ask_each(selection, reader):
        found = _FIGURES.get(asked.key, lambda asked=asked: _figures(asked))
        check_standing(selection.frozen, asked.withdrawn, (each for row in found for each in row.releases))
        note_figures(found, selection.who, asked.belongs, asked.seen, reader)
        rows += found
    order = {code: at for at, code in enumerate(selection.measures)}
    return sorted(rows, key=lambda row: order[row.measure])


def figures_as_reported(selection: Selection, reader: Reader) -> list[FigureRow]:
    """The pooled figures of a selection as schools reported them themselves, whatever was published since.

    In the order of `figures`, by the same rights; none where no school's own return of these years may be seen.
    """
    asked = _as_reported(replace(selection, basis=Basis.POOLED), reader)
    rows = []
    for each in asked:
        found = _FIGURES.get(each.key, lambda each=each: _figures(each))
        note_figures(found, selection.who, each.belongs, each.seen, reader)
        rows += found
    return rows


def school_figures_as_reported(selection: Selection, reader: Reader) -> list[SchoolRow]:
    """The same of each school by itself."""
    schools = []
    for each in _as_reported(selection, reader):
        found = _SCHOOLS.get(each.key, lambda each=each: _school_figures(each))
        note_schools(found, each.seen, reader)
        schools += found
    return schools


def _as_reported(selection: Selection, reader: Reader) -> list[Asked]:
    form = catalogue.measure(selection.measures[0]).stage.returns
    there = {year for family, year in catalogue.editions(reader) if form and family == form.results_family}
    if form is None or selection.frozen or not there & set(selection.years):
        return []
    asked = ask_each(selection, reader)
    return [replace(each, seen=each.seen.of_family(form.results_family)) for each in asked]


def school_figures(selection: Selection, reader: Reader) -> list[SchoolRow]:
    """Each member school by itself, for every measure, pupil group and year of a selection."""
    schools = []
    for asked in ask_each(selection, reader):
        found = _SCHOOLS.get(asked.key, lambda asked=asked: _school_figures(asked))
        check_standing(selection.frozen, asked.withdrawn, (each for school in found for each in school.row.releases))
        note_schools(found, asked.seen, reader)
        schools += found
    order = {code: at for at, code in enumerate(selection.measures)}
    return sorted(schools, key=lambda each: order[each.row.measure])


def usual_rates(selection: Selection, reader: Reader) -> Rates:
    """The usual rate of each school of a selection of one measure, pupil group and year, by its URN of today."""
    asked = ask(selection, reader)
    found, releases = _USUAL.get(asked.key, lambda: rates_of_schools(prepare(asked)))
    check_standing(selection.frozen, asked.withdrawn, releases)
    return found


def among_random(selection: Selection, reader: Reader) -> dict[int, Place]:
    """Where the schools of a selection of one measure and pupil group stand among random groups of England's, by year.

    A year is left out with fewer than three schools, where no release covers England, and where too few are alike. No
    year is there for a rate or a total; nor where no file tells England's schools of one type from others.
    """
    asked = ask(selection, reader)
    if asked.measures[0].stage.england_by_phase:
        return {}
    england = ask(replace(selection, who=Who.england(), members=None, on=None, through=()), reader)
    pools = _POOLS.get(england.key, lambda: pools_of(prepare(england)))
    releases = {id_ for pool in pools.values() for id_ in pool.releases}
    check_standing(selection.frozen, england.withdrawn, releases)
    return _AMONG.get((asked.key, england.key), lambda: places_among(prepare(asked), pools))


def places_of(selection: Selection, reader: Reader) -> dict[int, tuple[str, ...]]:
    """The places whose results a selection counts in each year, each by its URN; none where each file names them."""
    check_reader(reader)
    return dict(_belonging(selection).places)


def authorities_of(urns: Sequence[str], reader: Reader) -> tuple[str, ...]:
    """The authorities under which releases last listed these schools, by code."""
    check_reader(reader)
    editions = catalogue.seen(reader).editions()
    key = tuple(sorted(urns)), fingerprint(editions.values()), register_state()
    return _AUTHORITIES.get(key, lambda: authorities_listing(releases_folder(), editions.values(), urns))


def figures_of_many(selections: Sequence[Selection], reader: Reader) -> list[list[FigureRow]]:
    """The pooled figures of many selections, each as `figures` gives it: for lists of groups.

    The selections differ in nothing but whose they are and whether special schools are in (`ValueError`). Where people
    or the register name the schools, all are read in one pass: as many questions to the register and to the releases
    as for one. Those named by each year's own file are read one by one.
    """
    check_reader(reader)
    if not selections:
        return []
    if len({replace(each, who=selections[0].who, special=None) for each in selections}) > 1:
        raise ValueError("Selections that are asked together differ only in whose they are, and in special schools.")
    catalogue.check(selections[0])
    found: list[list[FigureRow]] = [[] for _ in selections]
    seen = catalogue.seen(reader, selections[0].frozen)
    for measures in _alike(selections[0], seen):
        for rows, some in zip(found, _many(selections, measures, seen, reader), strict=True):
            rows += some
    order = {code: at for at, code in enumerate(selections[0].measures)}
    return [sorted(rows, key=lambda row: order[row.measure]) for rows in found]


def _many(
    selections: Sequence[Selection], measures: tuple[Measure, ...], seen: Seen, reader: Reader
) -> list[list[FigureRow]]:
    today, link = timezone.localdate(), selections[0].frozen
    editions = seen.editions(measures[0].code)
    versions = tuple(measure.version for measure in measures)
    told = fingerprint(editions.values()), seen.sums
    key = tuple(selections), versions, today, edition(), *told, register_state()

    def find() -> list[list[FigureRow]]:
        belongs = belongings(selections, measures[0].stage.counted_on, today)
        rows = [pooled_rows(each) for each in prepare_each(selections, measures, editions, belongs)]
        if not seen.pooled:
            return rows
        pooling = prepare_each(selections, measures, seen.editions(measures[0].code, pooled=True), belongs)
        return [with_sums(some, each, seen, timezone.now()) for some, each in zip(rows, pooling, strict=True)]

    found = _MANY.get(key, find)
    check_standing(link, _withdrawn(link), (id_ for rows in found for row in rows for id_ in row.releases))
    if seen.shown:
        belongs = belongings(selections, measures[0].stage.counted_on, today)
        for each, whose, rows in zip(selections, belongs, found, strict=True):
            note_figures(rows, each.who, whose, seen, reader)
    return found


def figures_beside(selection: Selection, beside: Sequence[Selection], reader: Reader) -> list[FigureRow]:
    """The figures of a page about several subjects: all of the first, and the pooled ones of the others, in order."""
    others = figures_of_many(beside, reader)
    return [*figures(selection, reader), *(row for rows in others for row in rows)]


_MANY: Kept[list[list[FigureRow]]] = Kept("many", most=20)
_AUTHORITIES: Kept[tuple[str, ...]] = Kept("authorities", most=20)
_FIGURES: Kept[list[FigureRow]] = Kept("figures", most=400)
_SCHOOLS: Kept[list[SchoolRow]] = Kept("schools", most=100)
_POOLS: Kept[Pools] = Kept("pools_of_england", most=8)
_AMONG: Kept[dict[int, Place]] = Kept("among_random", most=200)
_USUAL: Kept[tuple[Rates, tuple[str, ...]]] = Kept("usual", most=20)


def ask(selection: Selection, reader: Reader) -> Asked:
    """Check a selection of one measure, and find what would answer it for this reader."""
    return ask_each(selection, reader)[0]


def ask_each(selection: Selection, reader: Reader) -> list[Asked]:
    """Check a selection, and find what would answer it for this reader: measures shown alike are asked together."""
    check_reader(reader)
    belongs, seen = _belonging(selection), catalogue.seen(reader, selection.frozen)
    withdrawn = _withdrawn(selection.frozen)
    return [Asked(selection, measures, seen, belongs, withdrawn) for measures in _alike(selection, seen)]


def _belonging(selection: Selection) -> Belonging:
    catalogue.check(selection)
    counted_on = catalogue.measure(selection.measures[0]).stage.counted_on
    return belonging(selection, counted_on, timezone.localdate())


def _alike(selection: Selection, seen: Seen) -> list[tuple[Measure, ...]]:
    return [tuple(catalogue.measure(code) for code in codes) for codes in seen.alike(selection.measures)]


def _withdrawn(link: str) -> frozenset[str]:
    return as_it_stood(link).withdrawn if link else frozenset()


def check_reader(reader: Reader) -> None:
    """Raise `TypeError` for an answer that is for nobody."""
    if not isinstance(reader, Reader):
        raise TypeError("Figures are given to a reader: Reader.operator() or Reader.person(…).")


def prepare(asked: Asked, editions: Editions | None = None) -> Prepared:
    """Read everything that the pooled figures of a selection need, once: from what is told by name, unless said."""
    answering = asked.editions if editions is None else editions
    return next(prepare_each([asked.selection], asked.measures, answering, [asked.belongs]))


def _figures(asked: Asked) -> list[FigureRow]:
    selection = asked.selection
    rows: list[FigureRow] = []
    if selection.basis is not Basis.PUBLISHED and not selection.who.is_only_published:
        rows += pooled_rows(prepare(asked))
        if asked.seen.pooled:
            rows = with_sums(rows, prepare(asked, asked.pooling), asked.seen, timezone.now())
    if selection.basis is not Basis.POOLED:
        rows += published_rows(selection, asked.measures, asked.editions)
    order = {code: at for at, code in enumerate(selection.measures)}
    pupils = {code: at for at, code in enumerate(selection.pupils)}
    return sorted(rows, key=lambda row: (order[row.measure], pupils[row.pupils], row.year, row.basis))


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
