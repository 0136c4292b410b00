"""Bars either side of nothing: how far each school moves the figure up or down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from accord.ui.charts import theme
from accord.ui.charts.labels import wrapped
from accord.ui.charts.scales import Scale


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: how far, and the words beside it."""

    name: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Rows in the order given, from the top."""

    rows: tuple[Bar, ...]
    scale: Scale


WIDE_PLOT, NARROW_PLOT = 360, 285
WIDE_ROW, NARROW_ROW = 28, 46
LETTERS, NARROW_LETTERS = 38, 24


def bars(picture: Bars, *, narrow: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification. On a phone a name stands above its bar instead of beside it."""
    row = NARROW_ROW if narrow else WIDE_ROW
    width = NARROW_PLOT if narrow else WIDE_PLOT
    height = row * len(picture.rows)
    placed = [
        {
            "at": (i + 0.5) * row + (9 if narrow else 0),
            "value": each.value,
            "colour": theme.BLUE if each.value >= 0 else theme.ORANGE,
            "name": wrapped(each.name, NARROW_LETTERS if narrow else LETTERS, 1)[0],
            "words": each.words,
        }
        for i, each in enumerate(picture.rows)
    ]
    frame = _Frame(picture.scale, height, narrow)
    layers = frame.bars(placed) + frame.texts(placed, width)
    chart = alt.layer(*layers).properties(width=width, height=height, padding=5)
    return chart.configure(**theme.settings()).to_dict(validate=False)


@dataclass(frozen=True, slots=True)
class _Frame:
    scale: Scale
    height: int
    narrow: bool

    def x(self, field: str) -> alt.X:
        axis = alt.Axis(
            title=self.scale.title,
            values=self.scale.ticks,
            grid=True,
            domain=False,
            labelExpr="(datum.value > 0 ? '+' : datum.value < 0 ? '\u2212' : '') + abs(datum.value)",
            titleAnchor="start",
            titleAlign="left",
            titlePadding=8,
        )
        scale = alt.Scale(domain=[self.scale.low, self.scale.high], nice=False)
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    def y(self) -> alt.Y:
        return alt.Y("at:Q", scale=alt.Scale(domain=[self.height, 0], nice=False), axis=None)

    def bars(self, placed: Sequence[dict[str, Any]]) -> list[alt.Chart]:
        thick = [{**row, "zero": 0} for row in placed]
        drawn = _chart(thick).mark_rule(strokeWidth=14)
        colour = alt.Color("colour:N", scale=None, legend=None)
        middle = _chart([{"zero": 0}]).mark_rule(color=theme.INK, strokeWidth=1).encode(x=self.x("zero"))
        return [drawn.encode(x=self.x("zero"), x2="value:Q", y=self.y(), color=colour), middle]

    def texts(self, placed: Sequence[dict[str, Any]], width: int) -> list[alt.Chart]:
        rows = _chart(placed)
        if not self.narrow:
            names = rows.mark_text(align="right", baseline="middle").encode(x=alt.value(-10))
            words = rows.mark_text(align="left", baseline="middle").encode(x=alt.value(width + 12))
        else:
            names = rows.mark_text(align="left", baseline="middle", dy=-19).encode(x=alt.value(0))
            words = rows.mark_text(align="right", baseline="middle", dy=-19).encode(x=alt.value(width))
        return [names.encode(y=self.y(), text="name:N"), words.encode(y=self.y(), text="words:N")]


def _chart(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.Data(values=list(rows)))
