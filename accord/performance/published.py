"""The publisher's own rows for an authority and for England: comparators in their own right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from accord.analytics.counts import decimals_printed, recover, share_of
from accord.analytics.figures import Basis, Coverage, Figure, Status
from accord.performance.figure_rows import FigureRow
from accord.performance.gathering import HIDDEN, VALUE, Gathered, gather
from accord.performance.schools import Editions, of_families, releases_folder
from accord.performance.selections import Selection, Who, WhoKind
from accord.warehouse.counts import Place, Whom, places
from accord.warehouse.measures import Kind, Measure

ENGLAND_LEVELS = ("england", "england_all")
"""State-funded schools first: the row that DfE's headlines quote."""


def published_rows(selection: Selection, measures: Sequence[Measure], editions: Editions) -> list[FigureRow]:
    """Published figures for an authority or England, for the years that have such a row; else nothing."""
    if selection.who.kind not in (WhoKind.AUTHORITY, WhoKind.ENGLAND) or selection.span > 1:
        return []
    stage = measures[0].stage
    here = {key: edition for key, edition in editions.items() if key[1] in selection.years}
    rows: dict[int, tuple[Place, Gathered]] = {}
    for whom in _levels(selection.who):
        found = [
            place
            for family in stage.families
            for place in places(releases_folder(), of_families(here, [family], None), whom)
        ]
        codes = sorted({place.code for place in found})
        gathered = gather(measures, selection.pupils, here, whom, codes)
        for place in found:
            rows.setdefault(place.year, (place, gathered))
    return [
        _row(selection.who, measure, group, year, rows[year])
        for measure in measures
        for group in selection.pupils
        for year in selection.years
        if year in rows and measure.gap(year) is None
    ]


def _levels(who: Who) -> list[Whom]:
    if who.kind is WhoKind.AUTHORITY:
        return [Whom("authority", codes=(who.name,))]
    return [Whom(level) for level in ENGLAND_LEVELS]


def _row(who: Who, measure: Measure, pupils: str, year: int, source: tuple[Place, Gathered]) -> FigureRow:
    place, gathered = source
    return FigureRow(
        group=who.label,
        title=place.name or ("England" if who.kind is WhoKind.ENGLAND else f"Local authority {who.name}"),
        measure=measure.code,
        pupils=pupils,
        year=year,
        members="then",
        basis=Basis.PUBLISHED,
        figure=_figure(measure, pupils, year, gathered, place.code),
        releases=(place.release,),
        years_pooled=(year,),
    )


def _figure(measure: Measure, pupils: str, year: int, gathered: Gathered, code: str) -> Figure:
    at = gathered.codes.index(code)
    for form in gathered.stage.forms:
        role = "percent" if measure.kind is Kind.PERCENTAGE else "score"
        number, status = gathered.result(form.name, year, measure.column(form.name, role, pupils))
        group = gathered.stage.pupil_groups[pupils].columns.get(form.name)
        whole, whole_status = gathered.pupils[form.name].column(year, group.whole if group else None)
        n = int(whole[at]) if whole_status[at] == VALUE else None
        if status[at] == VALUE and measure.kind is Kind.PERCENTAGE:
            return _percentage(float(number[at]), n)
        if status[at] == VALUE:
            return _score(measure, pupils, year, gathered, form.name, at, n)
        if status[at] in HIDDEN:
            return _without(Status.SUPPRESSED, n)
    return _without(Status.NOT_PUBLISHED, n)


def _percentage(value: float, pupils: int | None) -> Figure:
    unit = 10.0 ** -decimals_printed(np.array([value]))
    ranges = recover(np.array([value]), np.array([pupils])) if pupils else None
    return Figure(
        status=Status.MEASURED,
        value=value,
        low=max(0.0, value - unit / 2),
        high=min(100.0, value + unit / 2),
        part_low=int(ranges.low[0]) if ranges else None,
        part_high=int(ranges.high[0]) if ranges else None,
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

    covered = cell("coverage", "all")
    counted = whole or 0
    if whole and covered is not None:
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
