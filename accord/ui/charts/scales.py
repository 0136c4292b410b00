"""An axis that says where it runs, and how numbers on it are written."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """From ``low`` to ``high`` in steps; ``title`` names the axis, ``suffix`` follows numbers."""

    title: str
    low: float
    high: float
    step: float
    suffix: str = ""

    @property
    def ticks(self) -> list[float]:
        """Where numbers stand."""
        count = round((self.high - self.low) / self.step)
        return [round(self.low + i * self.step, 6) for i in range(count + 1)]


def percentages(title: str) -> Scale:
    """A percentage is always drawn from 0 to 100."""
    return Scale(title, 0, 100, 20, "%")


def from_nothing(title: str, values: Iterable[float], suffix: str = "") -> Scale:
    """From 0 to past the highest value, in four to eight round steps."""
    highest = max([*values, 0.0]) or 1.0
    size = 10.0 ** math.floor(math.log10(highest / 4))
    step = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times * 8 >= highest)
    return Scale(title, 0, math.ceil(highest / step) * step, step, suffix)


def around_zero(title: str, values: Iterable[float], least: float = 3.0) -> Scale:
    """Points either side of 0, equally far both ways, so that up and down look alike; ``least`` or further."""
    furthest = max([abs(value) for value in values] + [least])
    step = 0.5 if furthest <= 2 else 1.0 if furthest <= 5 else 2.0 if furthest <= 10 else 5.0
    reach = math.ceil(furthest / step) * step
    return Scale(title, -reach, reach, step)


def around_standard(title: str, values: Iterable[float]) -> Scale:
    """Scaled scores around 100, the expected standard; wider by steps of 5 where needed, 80–120 at most."""
    known = list(values)
    low = min([95.0] + [math.floor(value / 5) * 5 for value in known])
    high = max([110.0] + [math.ceil(value / 5) * 5 for value in known])
    return Scale(title, max(80.0, low), min(120.0, high), 5)


def level_points(title: str, values: Iterable[float]) -> Scale:
    """Points of National Curriculum levels: six make a level, and 27 is level 4."""
    known = list(values)
    low = min([21.0] + [math.floor(value / 3) * 3 for value in known])
    high = max([33.0] + [math.ceil(value / 3) * 3 for value in known])
    return Scale(title, max(0.0, low), high, 3)
