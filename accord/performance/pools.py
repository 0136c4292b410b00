"""Sums over schools that a reader may not see one by one, of results that are not public.

A sum is shown only if nobody's numbers can be worked out from it: neither from it alone, nor together with any that
was ever shown of the same release (`accord.sharing.actions.pools`). Where it is not, the figure is made from the
schools that the reader is shown by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import numpy as np

from accord.analytics.figures import Basis, Figure
from accord.analytics.hidden_sums import hides_everybody
from accord.performance.figure_rows import FigureRow
from accord.performance.pooled import Brought, bring
from accord.performance.preparing import Prepared, pooled_rows
from accord.performance.restricted import Seen
from accord.performance.selections import WhoKind
from accord.sharing.actions.pools import may_pool
from accord.warehouse.measures import Measure


def with_sums(rows: Sequence[FigureRow], pooling: Prepared, seen: Seen, at: datetime) -> list[FigureRow]:
    """The pooled figures of a group, with those made from whole releases wherever that gives nobody away.

    ``rows`` are made from what the reader is shown by name, ``pooling`` has everything. Only groups of the register
    have sums of this kind: an own selection could be chosen so as to single somebody out.
    """
    if pooling.selection.who.kind is not WhoKind.GROUP or pooling.selection.span > 1:
        return list(rows)
    whole = {(row.measure, row.pupils, row.year): row for row in pooled_rows(pooling)}
    return [_sum(row, whole, pooling, seen, at) for row in rows]


def _sum(
    row: FigureRow, whole: dict[tuple[str, str, int], FigureRow], pooling: Prepared, seen: Seen, at: datetime
) -> FigureRow:
    found = whole.get((row.measure, row.pupils, row.year))
    if row.basis is not Basis.POOLED or found is None:
        return row
    touched = seen.pooled.intersection(found.releases)
    if not touched:
        return row
    measure = next(each for each in pooling.measures if each.code == row.measure)
    if all(_may_be_shown(release, measure, row, pooling, seen, at) for release in sorted(touched)):
        return replace(found, figure=_without_sizes(found.figure))
    return row


def _may_be_shown(
    release: str, measure: Measure, row: FigureRow, pooling: Prepared, seen: Seen, at: datetime
) -> bool:
    brought = bring(pooling.sources, measure, row.pupils, row.year)
    codes = brought.members.codes.tolist()
    read_from = pooling.sources.releases_of_school
    here = brought.members.counted & np.array([release in read_from(row.year, code) for code in codes], dtype=bool)
    named = seen.known_numbers(release, row.measure)
    unseen = here & np.array([code not in named for code in codes], dtype=bool)
    pupils = np.where(here, brought.members.pupils, 0)
    if not hides_everybody(pupils, _others(brought, measure, row, pooling), unseen):
        return False
    summed = [code for code, counted in zip(codes, here.tolist(), strict=True) if counted]
    column = f"{row.measure}/{row.pupils}/{row.year}"
    return may_pool(release=UUID(release), column=column, urns=summed, named=named.intersection(summed), at=at)


def _others(brought: Brought, measure: Measure, row: FigureRow, pooling: Prepared) -> np.ndarray:
    """The pupils of each school who are not in the pupil group; none where the group is all pupils."""
    everybody = bring(pooling.sources, measure, "all", row.year).members if row.pupils != "all" else brought.members
    return np.maximum(everybody.pupils - brought.members.pupils, 0)


def _without_sizes(figure: Figure) -> Figure:
    """A figure without what tells how pupils are spread over its schools."""
    coverage = figure.coverage
    if coverage.schools_counted != coverage.schools_expected:
        figure = replace(figure, low=None, high=None, coverage=replace(coverage, pupils_expected=None))
    return replace(figure, flags=(), cohort=None)
