"""The publisher's own rows for an authority and for England: comparators in their own right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from accord.analytics.counts import decimals_printed, recover, share_of
from accord.analytics.figures import Basis, Coverage, Figure, Status
from accord.performance.authorities import rows_without_number
from accord.performance.cubes import places
from accord.performance.figure_rows import FigureRow
from accord.performance.gathering import HIDDEN, LOW_COVERAGE, NO_NUMBER, VALUE, Gathered, gather
from accord.performance.schools import Editions, of_families, releases_folder
from accord.performance.selections import Selection, Who, WhoKind, england_called
from accord.warehouse.checking.row_order import UNNUMBERED
from accord.warehouse.counts import Place, Whom, by_family
from accord.warehouse.measure_kinds import Kind
from accord.warehouse.measures import Form, Measure, Stage

ENGLAND_LEVELS = ("england", "england_all")
"""State-funded schools first: the row that DfE's headlines quote."""
WHY = dict.fromkeys(HIDDEN, Status.SUPPRESSED) | {LOW_COVERAGE: Status.LOW_COVERAGE}
"""Why a printed cell has no value, by the code of its status."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A publisher's row of one year: where each family of files has it, and the cells of its level."""

    places: Mapping[str, Place]
    gathered: Gathered

    @property
    def code(self) -> str:
        return next(iter(self.places.values())).code

    @property
    def name(self) -> str:
        return next((place.name for place in self.places.values() if place.name), "")

    def has_no_number(self, year: int) -> bool:
        """Whether the file of a year prints no number of pupils for the row, in any form."""
        at = self.gathered.codes.index(self.code)
        found = [self.gathered.eligible(form, year) for form in self.gathered.stage.forms]
        return any(status[at] == NO_NUMBER for _, status in found)

    def releases(self, form: Form | None) -> tuple[str, ...]:
        """The releases that a figure in one form was read from; without a form, all that have the row."""
        families = self.gathered.stage.families if form is None else (form.pupils_family, form.results_family)
        return tuple(sorted({self.places[family].release for family in families if family in self.places}))


def published_rows(selection: Selection, measures: Sequence[Measure], editions: Editions) -> list[FigureRow]:
    """Published figures for an authority or England, for the years that have such a row; else nothing.

    For a school by itself, in the years whose file prints results without the pupils behind them: there is no
    other figure of it.
    """
    levels = _levels(selection.who, measures[0].stage, editions)
    if selection.span > 1 or not levels:
        return []
    sources: dict[int, _Source] = {}
    for whom in levels:
        sources = _sources(selection, measures, editions, whom) | sources
    return [
        _row(selection.who, measure, group, year, sources[year])
        for measure in measures
        for group in selection.pupils
        for year in selection.years
        if year in sources and measure.gap(year) is None
        if selection.who.kind is not WhoKind.URNS or sources[year].has_no_number(year)
    ]


def _levels(who: Who, stage: Stage, editions: Editions) -> list[Whom]:
    if who.kind is WhoKind.AUTHORITY:
        return [Whom("authority", codes=(who.name, *sorted({code for _, code in _without_number(who, editions)})))]
    if who.kind is WhoKind.URNS and len(who.urns) == 1:
        return [Whom("school", codes=who.urns)]
    if who.kind is not WhoKind.ENGLAND:
        return []
    by_phase = [stage.england_by_phase[who.name]] if who.name in stage.england_by_phase else []
    return [Whom(level) for level in (by_phase if who.name else ENGLAND_LEVELS)]


def _without_number(who: Who, editions: Editions) -> frozenset[tuple[int, str]]:
    if who.kind is not WhoKind.AUTHORITY:
        return frozenset()
    return rows_without_number(releases_folder(), editions.values(), who.name)


def _sources(selection: Selection, measures: Sequence[Measure], editions: Editions, whom: Whom) -> dict[int, _Source]:
    here = {key: edition for key, edition in editions.items() if key[1] in selection.years}
    found: dict[int, dict[str, Place]] = {}
    its_own = _without_number(selection.who, editions)
    families = measures[0].stage.families
    asked = of_families(here, families, None)
    listed = by_family(asked, places(releases_folder(), asked, whom))
    for family in families:
        for place in listed.get(family, ()):
            # Two files may have rows of different authorities in one place; a numbered row comes first and counts.
            if not place.code.startswith(UNNUMBERED) or (place.year, place.code) in its_own:
                found.setdefault(place.year, {}).setdefault(family, place)
    codes = sorted({place.code for by_family in found.values() for place in by_family.values()})
    gathered = gather(measures, selection.pupils, here, whom, codes)
    return {year: _Source(by_family, gathered) for year, by_family in found.items()}


def _row(who: Who, measure: Measure, pupils: str, year: int, source: _Source) -> FigureRow:
    figure, form = _figure(measure, pupils, year, source)
    return FigureRow(
        group=who.label,
        title=_title(who, measure.stage, source.name),
        measure=measure.code,
        pupils=pupils,
        year=year,
        members="then",
        basis=Basis.PUBLISHED,
        figure=figure,
        releases=source.releases(form),
        years_pooled=(year,),
    )


def _title(who: Who, stage: Stage, printed: str) -> str:
    match who.kind:
        case WhoKind.AUTHORITY:
            return printed or f"Local authority {who.name}"
        case WhoKind.URNS:
            return printed or f"URN {who.urns[0]}"
        case _:
            return england_called(who, stage)


def _figure(measure: Measure, pupils: str, year: int, source: _Source) -> tuple[Figure, Form | None]:
    """The figure in the first form that has a value or hides one, and that form."""
    gathered = source.gathered
    at = gathered.codes.index(source.code)
    known: int | None = None
    for form in gathered.stage.forms:
        whole, whole_status = gathered.whole(form, year, pupils)
        n = int(whole[at]) if whole_status[at] == VALUE else None
        known = n if known is None else known
        for role in reversed(measure.carriers(form.name)):  # what is printed comes before what could be worked out
            number, status = gathered.result(form.name, year, measure.column(form.name, role, pupils))
            if status[at] == VALUE:
                return _of_role(measure, pupils, year, source, form, role, float(number[at]), n), form
            if status[at] in WHY:
                return _without(WHY[status[at]], n), form
    return _without(Status.NOT_PUBLISHED, known), None


def _of_role(
    measure: Measure, pupils: str, year: int, source: _Source, form: Form, role: str, number: float, whole: int | None
) -> Figure:
    """The figure of a printed cell, by the role it has."""
    gathered = source.gathered
    at = gathered.codes.index(source.code)
    if measure.kind is Kind.TOTAL:
        return _plain(number, int(number))
    if role == "percent":
        said, known = gathered.result(form.name, year, measure.column(form.name, "count", pupils))
        return _percentage(number, whole, int(said[at]) if known[at] == VALUE else None)
    if role == "count":
        return _percentage(100 * number / whole, whole, int(number)) if whole else _without(Status.NOT_PUBLISHED, None)
    if role == "part":
        divisor, status = gathered.result(form.name, year, measure.column(form.name, "whole", pupils))
        has_divisor = status[at] == VALUE and divisor[at] > 0
        return _plain(measure.per * number / float(divisor[at]), whole) if has_divisor else _without(
            Status.NOT_PUBLISHED, whole
        )
    return _score(measure, pupils, year, gathered, form.name, at, whole)


def _plain(value: float, pupils: int | None) -> Figure:
    """A value by itself."""
    coverage = Coverage(None, None, pupils or 0, pupils)
    return Figure(Status.MEASURED, value, None, None, None, None, pupils, None, None, coverage)


def _percentage(value: float, pupils: int | None, said: int | None) -> Figure:
    """``said`` is the number of pupils who did, where the publisher prints it."""
    unit = 10.0 ** -int(decimals_printed(np.array([value]))[0])
    ranges = recover(np.array([value]), np.array([pupils])) if pupils else None
    return Figure(
        status=Status.MEASURED,
        value=value,
        low=max(0.0, value - unit / 2),
        high=min(100.0, value + unit / 2),
        part_low=said if said is not None else int(ranges.low[0]) if ranges else None,
        part_high=said if said is not None else int(ranges.high[0]) if ranges else None,
        whole=pupils,
        interval_low=None,
        interval_high=None,
        coverage=Coverage(None, None, pupils or 0, pupils),
    )


def _score(
    measure: Measure, pupils: str, year: int, gathered: Gathered, form: str, at: int, whole: int | None
) -> Figure:
    def cell(role: str, group: str) -> float | None:
        number, status = gathered.result(form, year, measure.column(form, role, group))
        return float(number[at]) if status[at] == VALUE else None

    covered, behind = cell("coverage", "all"), cell("number", pupils)
    counted = whole or 0
    if behind is not None:
        counted = min(int(behind), counted) if counted else int(behind)
    elif whole and covered is not None:
        counted = int(share_of(np.array([whole]), np.array([covered]))[0])
    return Figure(
        status=Status.MEASURED,
        value=cell("score", pupils),
        low=None,
        high=None,
        part_low=None,
        part_high=None,
        whole=counted or None,
        interval_low=cell("lower", pupils),
        interval_high=cell("upper", pupils),
        coverage=Coverage(None, None, counted, whole),
    )


def _without(status: Status, pupils: int | None) -> Figure:
    coverage = Coverage(None, None, 0, pupils)
    return Figure(status, None, None, None, None, None, pupils, None, None, coverage)
