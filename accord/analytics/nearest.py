"""The schools nearest to one on several characteristics at once, each measured in standard deviations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.analytics.counts import Numbers


@dataclass(frozen=True, slots=True)
class Nearest:
    """The rows nearest to one, the nearest first.

    ``distances`` are Euclidean over ``used`` characteristics, each in standard deviations; ``apart`` has a row's value
    less the one's, likewise. ``compared`` rows have all that is used, and ``lacking`` rows do not.
    """

    rows: NDArray[np.intp]
    distances: Numbers
    used: tuple[int, ...]
    apart: Numbers
    compared: int
    lacking: int

    def closest(self, at: int, count: int) -> list[int]:
        """The characteristics in which one of the rows is nearest, the nearest first."""
        return [self.used[each] for each in np.argsort(np.abs(self.apart[at]), kind="stable")[:count]]

    def furthest(self, at: int) -> int:
        """The characteristic in which one of the rows lies furthest off."""
        return self.used[int(np.argmax(np.abs(self.apart[at])))]


def nearest(values: Numbers, own: int, most: int, fewest: int) -> Nearest | None:
    """The ``most`` rows nearest to row ``own``; of rows that are equally near, the earlier stands first.

    ``values`` has a row for each school and a column for each characteristic, NaN where it is not known. Used are those
    that are known of the one and differ between schools; standard deviations are over all rows that have them. Only
    rows that have all of those are compared. None where fewer than ``fewest`` can be used, or no row has them all.
    """
    known = ~np.isnan(values)
    used = [column for column in range(values.shape[1]) if known[own, column] and _spread(values[:, column]) > 0]
    if len(used) < fewest or not used:
        return None
    scaled = values[:, used] / [_spread(values[:, column]) for column in used]
    others = np.arange(len(values)) != own
    there = np.flatnonzero(known[:, used].all(axis=1) & others)
    if not len(there):
        return None
    apart = scaled[there] - scaled[own]
    distances = np.sqrt((apart**2).sum(axis=1))
    first = np.argsort(distances, kind="stable")[:most]
    lacking = int(others.sum()) - len(there)
    return Nearest(there[first], distances[first], tuple(used), apart[first], len(there), lacking)


def _spread(column: Numbers) -> float:
    """The standard deviation over the rows that are known (divided by their number); 0 where there are none."""
    there = column[~np.isnan(column)]
    # Rounding can leave a trace of spread where all values are one.
    return float(there.std()) if len(there) and there.min() < there.max() else 0.0
