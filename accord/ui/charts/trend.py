"""A group through the years: its interval as a band, comparators as lines, breaks as gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import altair as alt

from accord.ui.charts import theme
from accord.ui.charts.labels import push_apart, wrapped
from accord.ui.charts.scales import Scale


class Part(StrEnum):
    """What a line stands for; at most one of each."""

    GROUP = "group"
    AUTHORITY = "authority"
    ENGLAND = "england"


LOOKS: dict[Part, tuple[str, list[int], str, float]] = {
    Part.GROUP: (theme.BLUE, [1, 0], "circle", 3),
    Part.AUTHORITY: (theme.TURQUOISE, [6, 3], "diamond", 2),
    Part.ENGLAND: (theme.PINK, [2, 3], "square", 2),
}
"""Colour, dash, point and width: a line is told from another without its colour too."""


@dataclass(frozen=True, slots=True)
class Point:
    """One year. ``series`` counts the breaks before it: only equal numbers may share a line.

    One that is ``reported`` by schools themselves is drawn hollow.
    """

    year: int
    value: float
    low: float | None
    high: float | None
    series: int
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A named run of years; ``label`` is written at its end, ``short`` on a phone."""

    part: Part
    label: str
    short: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """``gaps``: first and last year of runs without results; ``breaks``: first years of a new series."""

    lines: tuple[Line, ...]
    scale: Scale
    gaps: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...]
    zero: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """The plot itself, the room for labels right of it, and letters to a line there."""

    width: int
    height: int
    room: int
    letters: int


WIDE = Size(560, 320, 190, 24)
NARROW = Size(205, 260, 92, 11)


def segments(points: Iterable[Point]) -> list[list[Point]]:
    """Runs that a line may join: neighbouring years of one series. A missing year always ends a run."""
    runs: list[list[Point]] = []
    for point in sorted(points, key=lambda p: p.year):
        last = runs[-1][-1] if runs else None
        if last and point.year == last.year + 1 and point.series == last.series:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def trend(picture: Trend, *, narrow: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification. Needs at least one point."""
    size = NARROW if narrow else WIDE
    years = sorted({point.year for line in picture.lines for point in line.points})
    x_scale = alt.Scale(domain=[years[0] - 0.4, years[-1] + 0.4], nice=False, zero=False)
    x_axis = alt.Axis(values=_years_that_fit(years, size.width), format="d", labelAngle=0, title=None)
    axes = _Axes(x_scale, x_axis, *_y(picture.scale))
    layers = _gaps(picture, axes, years) + _zero(picture, axes)
    for line in sorted(picture.lines, key=lambda each: each.part == Part.GROUP):
        layers += _line(line, axes)
    layers += _end_labels(picture, axes, size)
    chart = alt.layer(*layers).properties(
        width=size.width, height=size.height, padding={"left": 5, "top": 8, "bottom": 5, "right": 5}
    )
    return chart.configure(**theme.settings()).to_dict(validate=False)


@dataclass(frozen=True, slots=True)
class _Axes:
    x_scale: alt.Scale
    x_axis: alt.Axis
    y_scale: alt.Scale
    y_axis: alt.Axis

    def x(self, field: str = "year") -> alt.X:
        return alt.X(f"{field}:Q", scale=self.x_scale, axis=self.x_axis)

    def y(self, field: str = "value") -> alt.Y:
        return alt.Y(f"{field}:Q", scale=self.y_scale, axis=self.y_axis)


def _y(scale: Scale) -> tuple[alt.Scale, alt.Axis]:
    axis = alt.Axis(title=scale.title, values=scale.ticks, labelExpr=f"datum.value + '{scale.suffix}'")
    return alt.Scale(domain=[scale.low, scale.high], nice=False), axis


def _chart(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.Data(values=list(rows)))


def _gaps(picture: Trend, axes: _Axes, years: list[int]) -> list[alt.Chart]:
    inside = [(a, b) for a, b in picture.gaps if years[0] < a and b < years[-1]]
    shaded = [{"year": a - 0.5, "until": b + 0.5, "middle": (a + b) / 2} for a, b in inside]
    layers: list[alt.Chart] = []
    if shaded:
        area = _chart(shaded).mark_rect(color="#F3F2F1").encode(x=axes.x(), x2="until:Q")
        words = (
            _chart(shaded)
            .mark_text(text=["no", "results"], baseline="top", lineHeight=theme.LINE_HEIGHT, color=theme.GREY)
            .encode(x=axes.x("middle"), y=alt.value(6))
        )
        layers += [area, words]
    lone = [
        {"year": start - 0.5}
        for start in picture.breaks
        if years[0] < start <= years[-1] and not any(a <= start <= b + 1 for a, b in inside)
    ]
    if lone:
        layers.append(_chart(lone).mark_rule(color=theme.GREY, strokeDash=[2, 4]).encode(x=axes.x()))
    return layers


def _zero(picture: Trend, axes: _Axes) -> list[alt.Chart]:
    if not picture.zero:
        return []
    return [_chart([{"value": 0}]).mark_rule(color=theme.INK, strokeWidth=1).encode(y=axes.y())]


def _line(line: Line, axes: _Axes) -> list[alt.Chart]:
    colour, dash, shape, width = LOOKS[line.part]
    rows = [
        {"year": p.year, "value": p.value, "low": p.low, "high": p.high, "run": run}
        for run, points in enumerate(segments(line.points))
        for p in points
    ]
    layers = []
    banded = [row for row in rows if row["low"] is not None and row["high"] is not None]
    if line.part == Part.GROUP and banded:
        layers += _band(banded, axes, colour)
    base = _chart(rows).encode(x=axes.x(), y=axes.y())
    layers.append(base.mark_line(color=colour, strokeDash=dash, strokeWidth=width).encode(detail="run:N"))
    size = 80 if line.part == Part.GROUP else 45
    layers.append(base.mark_point(color=colour, shape=shape, filled=True, opacity=1, size=size))
    hollow = [{"year": p.year, "value": p.value} for p in line.points if p.reported]
    if hollow:
        inside = _chart(hollow).encode(x=axes.x(), y=axes.y())
        layers.append(inside.mark_point(color="#FFFFFF", shape=shape, filled=True, opacity=1, size=size / 4))
    return layers


def _band(rows: list[dict[str, Any]], axes: _Axes, colour: str) -> list[alt.Chart]:
    base = _chart(rows).encode(x=axes.x(), y=axes.y("low"), y2="high:Q")
    # A year that stands alone has no width to shade: whiskers say the same.
    return [
        base.mark_area(color=colour, opacity=0.18).encode(detail="run:N"),
        base.mark_rule(color=colour, opacity=0.45, strokeWidth=2),
    ]


def _end_labels(picture: Trend, axes: _Axes, size: Size) -> list[alt.Chart]:
    scale = picture.scale
    ended = [(line, max(line.points, key=lambda p: p.year)) for line in picture.lines if line.points]
    pixel = size.height / (scale.high - scale.low)
    narrow = size is NARROW
    lines = [wrapped(line.short if narrow else line.label, size.letters, 3) for line, _ in ended]
    heights = [len(text) * theme.LINE_HEIGHT + 4.0 for text in lines]
    wanted = [(scale.high - point.value) * pixel for _, point in ended]
    centres = push_apart(wanted, heights, -8, size.height + 8)
    layers: list[alt.Chart] = []
    for (line, point), text, centre in zip(ended, lines, centres, strict=True):
        row = [{"year": point.year, "value": point.value, "at": scale.high - centre / pixel}]
        colour = LOOKS[line.part][0]
        layers.append(
            _chart(row)
            .mark_rule(color=colour, strokeWidth=1)
            .encode(x=axes.x(), y=axes.y(), x2=alt.value(size.width + 8), y2="at:Q")
        )
        first = -(len(text) - 1) * theme.LINE_HEIGHT / 2
        layers.append(
            _chart(row)
            .mark_text(
                text=text,
                align="left",
                baseline="middle",
                dy=first,
                lineHeight=theme.LINE_HEIGHT,
                fontWeight="bold" if line.part == Part.GROUP else "normal",
            )
            .encode(x=alt.value(size.width + 12), y=axes.y("at"))
        )
    return layers


def _years_that_fit(years: list[int], width: int) -> list[int]:
    """From the last year backwards, those whose four digits have room."""
    span = years[-1] - years[0] + 0.8
    chosen: list[int] = []
    for year in reversed(years):
        if not chosen or (chosen[-1] - year) * width / span >= 40:
            chosen.append(year)
    return chosen[::-1]
