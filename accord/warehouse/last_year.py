"""What is published of schools in a measure that they report themselves: to hold their own numbers against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from accord.analytics.counts import counts_of
from accord.warehouse.cells import CellStatus
from accord.warehouse.counts import Whom, cells_of_families, status_code
from accord.warehouse.editions import Edition
from accord.warehouse.measures import Form, Measure

VALUE = status_code(CellStatus.VALUE)


@dataclass(frozen=True, slots=True)
class Published:
    """What is published of a school: one exact count, or a percentage alone."""

    pupils: int | None
    met: int | None
    percent: float


def published_of_schools(
    releases: Path,
    editions: Mapping[tuple[str, int], Edition],
    measures: Sequence[Measure],
    urns: Iterable[str],
    year: int,
) -> dict[tuple[str, str, str], Published]:
    """By school, measure and group of pupils what is published of a summer, where there is one number."""
    codes, found = sorted(set(urns)), dict[tuple[str, str, str], Published]()
    for measure in measures:
        for form in measure.stage.forms:
            carriers = measure.carriers(form.name)
            families = {form.results_family, form.pupils_family}
            asked = [editions[family, year] for family in sorted(families) if (family, year) in editions]
            if not carriers or not codes or len(asked) < len(families):
                continue
            for group in measure.pupils:
                found |= _of_group(releases, asked, measure, form, group, codes, year)
    return found


def _of_group(
    releases: Path, asked: list[Edition], measure: Measure, form: Form, group: str, codes: list[str], year: int
) -> dict[tuple[str, str, str], Published]:
    columns = measure.stage.pupil_groups[group].columns.get(form.name)
    role = measure.carriers(form.name)[0]
    result = measure.column(form.name, role, group)
    if columns is None or result is None:
        return {}
    wanted: dict[str, list[str]] = {form.results_family: [result]}
    wanted.setdefault(form.pupils_family, []).append(columns.whole)
    read = cells_of_families(releases, asked, Whom("school", codes=tuple(codes)), codes, wanted)
    number, told = read[form.results_family].column(year, result)
    pupils, known = read[form.pupils_family].column(year, columns.whole)
    found = {}
    for at, code in enumerate(codes):
        if told[at] != VALUE:
            continue
        exact = _exact(number[at], pupils[at], role) if known[at] == VALUE and role in ("count", "percent") else None
        share = number[at] if role != "count" else 100 * number[at] / pupils[at] if known[at] == VALUE else None
        if share is not None:
            whole, part = exact or (None, None)
            found[code, measure.code, group] = Published(whole, part, float(share))
    return found


def _exact(number: float, pupils: float, role: str) -> tuple[int, int] | None:
    if pupils <= 0:
        return None
    ranges = counts_of(np.array([number]), np.array([int(pupils)]), np.array([role == "count"]))
    return (int(pupils), int(ranges.low[0])) if ranges.low[0] == ranges.high[0] else None
