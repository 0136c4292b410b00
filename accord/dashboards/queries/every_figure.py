"""Every figure of a subject at a stage: measures by summers by pupil groups, few questions for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from accord.dashboards.queries.one_school import Looking
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow


def every_figure(looking: Looking) -> list[FigureRow]:
    """Pooled and published figures of every measure of the stage, ordered as the catalogue has the measures.

    Measures with the same pupil groups and the same summers are asked for together.
    """
    alike: dict[tuple[tuple[str, ...], tuple[int, ...]], list[str]] = {}
    stage = looking.question.measure.stage.code
    for each in catalogue.measures().values():
        years = tuple(catalogue.years_with_releases(each.code, looking.reader, looking.question.frozen))
        if each.stage.code == stage and years:
            alike.setdefault((each.pupils, years), []).append(each.code)
    rows: list[FigureRow] = []
    for (pupils, years), codes in alike.items():
        selection = replace(looking.selection(years, pupils), measures=tuple(codes))
        rows += looking.figures(selection)
    return _in_order(rows)


def _in_order(rows: Iterable[FigureRow]) -> list[FigureRow]:
    order = {code: at for at, code in enumerate(catalogue.measures())}
    return sorted(rows, key=lambda row: order[row.measure])
