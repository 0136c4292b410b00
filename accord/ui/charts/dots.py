"""Members or pupil groups side by side: a point with its interval each, comparators as upright lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from accord.ui.charts import theme
from accord.ui.charts.labels import wrapped
from accord.ui.charts.scales import Scale
from accord.ui.charts.trend import LOOKS, Part


@dataclass(frozen=True, slots=True)
class Dot:
    """One row. Without a value, ``words`` says why, where the point would be; else it says the counts."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Comparator:
    """An upright line with its label above the picture."""

    part: Part
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Dots:
    """Rows in the order given, from the top. ``unnamed`` ones are too many to name: thin rows, no words."""

    rows: tuple[Dot, ...]
    comparators: tuple[Comparator, ...]
    scale: Scale
    unnamed: bool = False


WIDE_PLOT, NARROW_PLOT = 360, 285
WIDE_ROW, NARROW_ROW = 28, 44
WIDE_LETTERS, NARROW_LETTERS = 38, 38
UNNAMED_HEIGHT, THINNEST_ROW, THICKEST_UNNAMED_ROW = 900, 3, 10


def dots(picture: Dots, *, narrow: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification. On a phone a name stands above its point instead of beside it."""
    row = NARROW_ROW if narrow else WIDE_ROW
    if picture.unnamed:
        row = max(THINNEST_ROW, min(THICKEST_UNNAMED_ROW, UNNAMED_HEIGHT // len(picture.rows)))
    width = NARROW_PLOT if narrow else WIDE_PLOT
    height = row * len(picture.rows)
    frame = _Frame(picture.scale, width, height, row, narrow and not picture.unnamed, picture.unnamed)
    layers = frame.lines() + frame.comparators(picture.comparators) + frame.rows(picture.rows)
    chart = alt.layer(*layers).properties(
        width=width, height=height, padding={"left": 5, "right": 5, "bottom": 5, "top": 5}
    )
    return chart.configure(**theme.settings()).to_dict(validate=False)


@dataclass(frozen=True, slots=True)
class _Frame:
    scale: Scale
    width: int
    height: int
    row: int
    narrow: bool
    unnamed: bool

    def x(self, field: str, *, axis: bool = True) -> alt.X:
        drawn = alt.Axis(
            title=self.scale.title,
            values=self.scale.ticks,
            grid=True,
            labelExpr=f"datum.value + '{self.scale.suffix}'",
            domain=False,
            labelOverlap=False,
            labelFlush=False,
            titleAnchor="start",
            titleAlign="left",
            titlePadding=8,
        )
        scale = alt.Scale(domain=[self.scale.low, self.scale.high], nice=False)
        return alt.X(f"{field}:Q", scale=scale, axis=drawn if axis else None)

    def y(self, field: str = "at") -> alt.Y:
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[self.height, 0], nice=False), axis=None)

    def lines(self) -> list[alt.Chart]:
        return [_chart([{"x": self.scale.low, "at": 0}]).mark_point(opacity=0).encode(x=self.x("x"), y=self.y())]

    def comparators(self, given: Sequence[Comparator]) -> list[alt.Chart]:
        layers: list[alt.Chart] = []
        middle = (self.scale.low + self.scale.high) / 2
        for level, each in enumerate(sorted(given, key=lambda c: c.value)):
            colour, dash, _, width = LOOKS[each.part]
            top = -8 - level * theme.LINE_HEIGHT
            row = [{"x": each.value, "from": top, "to": self.height}]
            layers.append(
                _chart(row)
                .mark_rule(color=colour, strokeDash=dash, strokeWidth=min(width, 2))
                .encode(x=self.x("x"), y=self.y("from"), y2="to:Q")
            )
            side = "left" if each.value <= middle else "right"
            bold = "bold" if each.part == Part.GROUP else "normal"
            layers.append(
                _chart(row)
                .mark_text(
                    text=each.label,
                    align=side,
                    dx=4 if side == "left" else -4,
                    baseline="middle",
                    fontWeight=bold,
                )
                .encode(x=self.x("x"), y=self.y("from"))
            )
        return layers

    def rows(self, rows: Sequence[Dot]) -> list[alt.Chart]:
        layers: list[alt.Chart] = []
        placed = [(self._centre(i), each) for i, each in enumerate(rows)]
        shown = [{"at": at, "value": d.value, "low": d.low, "high": d.high} for at, d in placed if d.value is not None]
        ranged = [r for r in shown if r["low"] is not None and r["high"] is not None]
        if ranged:
            layers.append(
                _chart(ranged)
                .mark_rule(color=theme.BLUE, opacity=0.4, strokeWidth=2 if self.unnamed else 4)
                .encode(x=self.x("low"), x2="high:Q", y=self.y())
            )
        if shown:
            layers.append(
                _chart(shown)
                .mark_point(
                    filled=True,
                    size=22 if self.unnamed else 110,
                    color=theme.BLUE,
                    opacity=1,
                    stroke="white",
                    strokeWidth=0 if self.unnamed else 1,
                )
                .encode(x=self.x("value"), y=self.y())
            )
        return layers if self.unnamed else layers + self._names(placed) + self._words(placed)

    def _centre(self, i: int) -> float:
        return (i + 0.5) * self.row + (9 if self.narrow else 0)

    def _names(self, placed: Sequence[tuple[float, Dot]]) -> list[alt.Chart]:
        letters = NARROW_LETTERS if self.narrow else WIDE_LETTERS
        here = _chart([{"at": at, "name": wrapped(each.name, letters, 1)[0]} for at, each in placed])
        if not self.narrow:
            right = here.mark_text(align="right", baseline="middle")
            return [right.encode(x=alt.value(-10), y=self.y(), text="name:N")]
        # A name over the plot needs a white edge where lines pass behind it.
        edges: list[dict[str, Any]] = [{"stroke": "white", "strokeWidth": 5, "strokeJoin": "round"}, {}]
        marks = [here.mark_text(align="left", baseline="middle", dy=-18, **edge) for edge in edges]
        return [mark.encode(x=alt.value(0), y=self.y(), text="name:N") for mark in marks]

    def _words(self, placed: Sequence[tuple[float, Dot]]) -> list[alt.Chart]:
        shown = [{"at": at, "words": each.words} for at, each in placed if each.value is not None]
        hidden = [{"at": at, "words": each.words} for at, each in placed if each.value is None]
        layers = []
        if shown and not self.narrow:
            right = _chart(shown).mark_text(align="left", baseline="middle")
            layers.append(right.encode(x=alt.value(self.width + 12), y=self.y(), text="words:N"))
        if hidden:
            plain = _chart(hidden).mark_text(align="left", baseline="middle", fontStyle="italic", color=theme.GREY)
            layers.append(plain.encode(x=alt.value(4), y=self.y(), text="words:N"))
        return layers


def _chart(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.Data(values=list(rows)))
