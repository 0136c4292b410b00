"""Small multiples: the same small line for each member or pupil group, all on one scale, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from accord.ui.charts import theme
from accord.ui.charts.labels import wrapped
from accord.ui.charts.scales import Scale
from accord.ui.charts.trend import Point, segments


@dataclass(frozen=True, slots=True)
class Panel:
    """One small picture. ``words`` say its last value, or why it has none; ``reference`` is drawn behind."""

    name: str
    points: tuple[Point, ...]
    words: str
    reference: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Multiples:
    """Panels in reading order; ``gaps`` are runs of years not measured."""

    panels: tuple[Panel, ...]
    scale: Scale
    first: int
    last: int
    gaps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Layout:
    columns: int
    width: int
    gutter: int
    letters: int
    left: int = 40
    head: int = 58
    plot: int = 84
    foot: int = 34

    @property
    def row(self) -> int:
        return self.head + self.plot + self.foot


WIDE = _Layout(columns=4, width=170, gutter=22, letters=21)
NARROW = _Layout(columns=2, width=130, gutter=18, letters=16)
SIDE = 7
"""Room inside a panel left and right of its first and last year."""


def multiples(picture: Multiples, *, narrow: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification. Needs at least one panel."""
    layout = NARROW if narrow else WIDE
    rows = -(-len(picture.panels) // layout.columns)
    across = min(layout.columns, len(picture.panels))
    width = layout.left + across * layout.width + (across - 1) * layout.gutter
    sheet = _Sheet(picture, layout, width, rows * layout.row)
    layers = sheet.ground() + sheet.lines() + sheet.texts()
    chart = alt.layer(*layers).properties(width=sheet.width, height=sheet.height, padding=5)
    return chart.configure(**theme.settings()).to_dict(validate=False)


@dataclass(frozen=True, slots=True)
class _Sheet:
    picture: Multiples
    layout: _Layout
    width: int
    height: int

    def across(self, field: str = "x") -> alt.X:
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, self.width], nice=False), axis=None)

    def down(self, field: str = "y") -> alt.Y:
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[self.height, 0], nice=False), axis=None)

    def corner(self, i: int) -> tuple[int, int]:
        down, across = divmod(i, self.layout.columns)
        left = self.layout.left + across * (self.layout.width + self.layout.gutter)
        return left, down * self.layout.row + self.layout.head

    def x(self, left: float, year: float) -> float:
        span = max(1, self.picture.last - self.picture.first)
        inside = self.layout.width - 2 * SIDE
        return left + SIDE + (year - self.picture.first) * inside / span

    def y(self, top: float, value: float) -> float:
        scale = self.picture.scale
        held = min(max(value, scale.low), scale.high)
        return top + (scale.high - held) * self.layout.plot / (scale.high - scale.low)

    def ground(self) -> list[alt.Chart]:
        rules, shades = [], []
        for i in range(len(self.picture.panels)):
            left, top = self.corner(i)
            for part in (0.0, 0.5, 1.0):
                y = top + part * self.layout.plot
                rules.append({"x": left, "x2": left + self.layout.width, "y": y})
            for start, end in self.picture.gaps:
                box = {"x": self.x(left, start - 0.5), "x2": self.x(left, end + 0.5)}
                shades.append({**box, "y": top, "y2": top + self.layout.plot})
        layers = []
        if shades:
            shade = _chart(shades).mark_rect(color="#F3F2F1")
            layers.append(shade.encode(x=self.across(), x2="x2:Q", y=self.down(), y2="y2:Q"))
        rule = _chart(rules).mark_rule(color=theme.GRID)
        return [*layers, rule.encode(x=self.across(), x2="x2:Q", y=self.down())]

    def lines(self) -> list[alt.Chart]:
        behind, own = [], []
        for i, panel in enumerate(self.picture.panels):
            behind += self._placed(i, panel.reference)
            own += self._placed(i, panel.points)
        layers = []
        if behind:
            dashed = _chart(behind).mark_line(color=theme.PINK, strokeDash=[2, 3], strokeWidth=2)
            layers.append(dashed.encode(x=self.across(), y=self.down(), detail="run:N"))
        ranged = [row for row in own if row["low"] is not None]
        if ranged:
            bars = _chart(ranged).mark_rule(color=theme.BLUE, opacity=0.3, strokeWidth=4)
            layers.append(bars.encode(x=self.across(), y=self.down("low"), y2="high:Q"))
        if own:
            drawn = _chart(own).encode(x=self.across(), y=self.down())
            layers.append(drawn.mark_line(color=theme.BLUE, strokeWidth=2).encode(detail="run:N"))
            layers.append(drawn.mark_point(color=theme.BLUE, filled=True, opacity=1, size=36))
        return layers

    def _placed(self, i: int, points: Sequence[Point]) -> list[dict[str, Any]]:
        left, top = self.corner(i)
        return [
            {
                "x": self.x(left, each.year),
                "y": self.y(top, each.value),
                "low": None if each.low is None else self.y(top, each.low),
                "high": None if each.high is None else self.y(top, each.high),
                "run": f"{i} {run}",
            }
            for run, run_points in enumerate(segments(points))
            for each in run_points
        ]

    def texts(self) -> list[alt.Chart]:
        names, words, years, levels = [], [], [], []
        scale = self.picture.scale
        for i, panel in enumerate(self.picture.panels):
            left, top = self.corner(i)
            lines = wrapped(panel.name, self.layout.letters, 2)
            for up, line in enumerate(reversed(lines)):
                names.append({"x": left, "y": top - 26 - up * theme.LINE_HEIGHT, "text": line})
            words.append({"x": left, "y": top - 9, "text": wrapped(panel.words, self.layout.letters + 4, 1)[0]})
            for year, x, side in self._ends(left):
                years.append({"x": x, "y": top + self.layout.plot + 11, "text": str(year), "side": side})
            if i % self.layout.columns == 0:
                for value in (scale.low, scale.high):
                    text = f"{value:g}{scale.suffix}".replace("-", "\u2212")
                    levels.append({"x": left - 6, "y": self.y(top, value), "text": text})
        layers = [
            self._text(names, fontWeight="bold", align="left"),
            self._text(words, align="left"),
            self._text(levels, align="right", color=theme.GREY, fontSize=12),
        ]
        for side in ("left", "right"):
            here = [each for each in years if each["side"] == side]
            if here:
                layers.append(self._text(here, align=side, color=theme.GREY, fontSize=12))
        return layers

    def _ends(self, left: int) -> list[tuple[int, float, str]]:
        first, last = self.picture.first, self.picture.last
        ends = [(first, float(left), "left")]
        return ends if first == last else [*ends, (last, float(left + self.layout.width), "right")]

    def _text(self, rows: Sequence[dict[str, Any]], **look: Any) -> alt.Chart:
        marked = _chart(rows).mark_text(baseline="middle", **look)
        return marked.encode(x=self.across(), y=self.down(), text="text:N")


def _chart(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.Data(values=list(rows)))
