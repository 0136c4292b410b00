"""How the published files print a figure: whole percentages and scores rounded half up, and the markers.

Everything here works on whole columns: one entry a place (schools, then authorities, then England).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.object_]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

SUPPRESSED = "SUPP"
NOT_APPLICABLE = "NA"
LOW_COVERAGE = "LOWCOV"
FEWEST_SHOWN = 6
"""Figures about five pupils or fewer are not published."""


def printed(numbers: Counts, form: Callable[[int], str]) -> Column:
    """Each whole number in its printed form."""
    distinct, where = np.unique(numbers, return_inverse=True)
    return np.array([form(int(number)) for number in distinct], dtype=object)[where]


def whole_percent(part: Counts, whole: Counts) -> Counts:
    """100 x part / whole, rounded half up in integers; 0 where there is nobody."""
    return (200 * part + whole) // np.maximum(2 * whole, 1)


def percentages(part: Counts, whole: Counts, hide: Flags, sign: str = "%", empty: str = "") -> Column:
    """Whole percentages with a percent sign; blank where the group has no pupils, SUPP where hidden."""
    text = printed(whole_percent(part, whole), lambda number: f"{number}{sign}")
    return marked(text, (hide, SUPPRESSED), (whole == 0, empty))


def counts(numbers: Counts, hide: Flags) -> Column:
    """Pupils, SUPP where hidden."""
    return marked(printed(numbers, str), (hide, SUPPRESSED))


def averages(total: Counts, size: Counts, hide: Flags, empty: str = "") -> Column:
    """Average scaled scores, rounded half up to whole points; blank where nobody has a score."""
    text = printed((2 * total + size) // np.maximum(2 * size, 1), str)
    return marked(text, (size == 0, empty), (hide, SUPPRESSED))


def in_tenths(values: NDArray[np.float64]) -> Counts:
    """Values rounded half up to a tenth, as whole tenths."""
    return np.floor(10 * values + 0.5).astype(np.int64)


def tenths(numbers: Counts) -> Column:
    """Tenths in print: 2.3, -0.4, and 5 rather than 5.0."""
    return printed(numbers, _tenth)


def _tenth(number: int) -> str:
    whole, rest = divmod(abs(number), 10)
    return f"{'-' if number < 0 else ''}{whole}{f'.{rest}' if rest else ''}"


def marked(text: Column, *marks: tuple[Flags, str]) -> Column:
    """The column with these markers put in; a later marker wins over an earlier one."""
    out = text.copy()
    for where, marker in marks:
        out[where] = marker
    return out
