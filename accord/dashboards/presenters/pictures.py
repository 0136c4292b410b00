"""A chart as a page speaks of it: its name, what it says, how to draw it for a desk or a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accord.ui.charts.drawing import Drawing
from accord.ui.charts.framed import Frame


@dataclass(frozen=True, slots=True)
class Picture:
    """``wide`` and ``narrow`` make the specification when it is wanted: the page itself draws nothing."""

    code: str
    title: str
    description: str
    wide: Callable[[], dict[str, Any]]
    narrow: Callable[[], dict[str, Any]]
    captions: tuple[str, ...]

    def drawing(self, *, narrow: bool, frame: Frame | None = None) -> Drawing:
        """What is drawn, with the words that stand for it; with a ``frame`` it can travel alone."""
        return Drawing(self.narrow() if narrow else self.wide(), self.title, self.description, frame)
