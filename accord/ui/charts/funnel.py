"""A funnel: each school by its number of pupils, with the limits within which chance alone keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import altair as alt

from accord.ui.charts import theme
from accord.ui.charts.labels import push_apart, wrapped
from accord.ui.charts.scales import Scale


@dataclass(frozen=True, slots=True)
class Stop:
    """A school: ``whole`` pupils, its value; ``outside`` the limits or within them."""

    name: str
    whole: int
    value: float
    outside: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """For so many pupils, the values between which so many schools in a hundred stay by chance.

    ``wide_low`` to ``wide_high`` allow for how far the schools differ; None where chance alone may put them so far.
    """

    whole: int
    low: float
    high: float
    far_low: float
    far_high: float
    wide_low: float | None = None
    wide_high: float | None = None


@dataclass(frozen=True, slots=True)
class Funnel:
    """``centre`` is the rate that the limits stand around, ``label`` its name."""

    stops: tuple[Stop, ...]
    limits: tuple[Limits, ...]
    centre: float
    label: str
    scale: Scale
    widest: int


WIDE, NARROW = (600, 360, 38), (265, 320, 22)
MOST_NAMED = 8


def funnel(picture: Funnel, *, narrow: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification. Needs at least one school."""
    width, height, letters = NARROW if narrow else WIDE
    axes = _Axes(picture.scale, picture.widest, width)
    layers = _limits(picture, axes, narrow) + _stops(picture, axes) + _names(picture, axes, width, height, letters)
    chart = alt.layer(*layers).properties(
        width=width, height=height, padding={"left": 5, "top": 26, "bottom": 5, "right": 5}
    )
    return chart.configure(**theme.settings()).to_dict(validate=False)


@dataclass(frozen=True, slots=True)
class _Axes:
    scale: Scale
    widest: int
    width: int

    def x(self, field: str = "whole") -> alt.X:
        axis = alt.Axis(
            title="Pupils in the school who count here",
            titleAnchor="start",
            titleAlign="left",
            titlePadding=8,
            tickMinStep=1,
            tickCount=max(3, self.width // 80),
            format="d",
        )
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, self.widest], nice=False), axis=axis)

    def y(self, field: str = "value") -> alt.Y:
        ticks = alt.Axis(
            title=self.scale.title, values=self.scale.ticks, labelExpr=f"datum.value + '{self.scale.suffix}'"
        )
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[self.scale.low, self.scale.high], nice=False), axis=ticks)


def _limits(picture: Funnel, axes: _Axes, narrow: bool) -> list[alt.Chart]:
    rows = [asdict(each) for each in picture.limits]
    base = _chart(rows).encode(x=axes.x())
    layers = [
        base.mark_area(color=theme.BLUE, opacity=0.1).encode(y=axes.y("low"), y2="high:Q"),
    ]
    dashes = {"low": [6, 3], "high": [6, 3], "far_low": [2, 3], "far_high": [2, 3]}
    if _allows_for_differences(picture):
        dashes |= {"wide_low": [1, 0], "wide_high": [1, 0]}
    for field, dash in dashes.items():
        line = base.mark_line(color=theme.GREY, strokeDash=dash, strokeWidth=1.5)
        layers.append(line.encode(y=axes.y(field)))
    centre = _chart([{"value": picture.centre, "whole": picture.widest}])
    layers.append(centre.mark_rule(color=theme.PINK, strokeDash=[2, 3], strokeWidth=2).encode(y=axes.y()))
    layers += _centre_name(picture, axes, narrow)
    return layers + ([] if narrow else _limit_names(picture, axes))


def _allows_for_differences(picture: Funnel) -> bool:
    return any(each.wide_high is not None for each in picture.limits)


def _centre_name(picture: Funnel, axes: _Axes, narrow: bool) -> list[alt.Chart]:
    """Right of the plot; on a phone over that end of its line where fewer schools lie, on a white edge."""
    at_start = narrow and not _crowded_start(picture)
    row = _chart([{"value": picture.centre, "whole": 0 if at_start else picture.widest}])
    place: dict[str, Any] = {"align": "left", "dx": 6, "dy": 0}
    if narrow:
        place = {"align": "left" if at_start else "right", "dx": 6 if at_start else -6, "dy": -9}
    edges: list[dict[str, Any]] = [{"stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}, {}]
    texts = [row.mark_text(text=picture.label, baseline="middle", fontWeight="bold", **place, **edge) for edge in edges]
    return [text.encode(x=axes.x(), y=axes.y()) for text in texts]


def _crowded_start(picture: Funnel) -> bool:
    """Whether more of the schools just above the centre are small than large."""
    room = (picture.scale.high - picture.scale.low) / 8
    near = [each.whole for each in picture.stops if -room / 4 < each.value - picture.centre < room]
    return sum(whole < picture.widest / 2 for whole in near) > len(near) / 2


def _limit_names(picture: Funnel, axes: _Axes) -> list[alt.Chart]:
    if not picture.limits:
        return []
    last = max(picture.limits, key=lambda each: each.whole)
    named = [
        {"whole": picture.widest, "value": last.high, "text": "95 in 100"},
        {"whole": picture.widest, "value": last.far_high, "text": "998 in 1,000"},
    ]
    if last.wide_high is not None:
        named.append({"whole": picture.widest, "value": last.wide_high, "text": "if schools differ"})
    pixel = WIDE[1] / (picture.scale.high - picture.scale.low)
    taken = [picture.scale.high - picture.centre, *(picture.scale.high - each["value"] for each in named)]
    centres = push_apart([each * pixel for each in taken], [theme.LINE_HEIGHT] * len(taken), -20, WIDE[1])
    for each, at in zip(named, centres[1:], strict=True):
        each["value"] = picture.scale.high - at / pixel
    text = _chart(named).mark_text(align="left", baseline="middle", dx=6, color=theme.GREY)
    return [text.encode(x=axes.x(), y=axes.y(), text="text:N")]


def _stops(picture: Funnel, axes: _Axes) -> list[alt.Chart]:
    layers = []
    for outside, shape, colour, size in ((False, "circle", theme.BLUE, 70), (True, "diamond", theme.ORANGE, 130)):
        rows = [{"whole": e.whole, "value": e.value} for e in picture.stops if e.outside is outside]
        if rows:
            marked = _chart(rows).mark_point(
                filled=True, shape=shape, color=colour, size=size, opacity=0.9, stroke=theme.INK, strokeWidth=1
            )
            layers.append(marked.encode(x=axes.x(), y=axes.y()))
    return layers


def _names(picture: Funnel, axes: _Axes, width: int, height: int, letters: int) -> list[alt.Chart]:
    """The schools outside the limits by name, each beside its point where there is room."""
    outside = [each for each in picture.stops if each.outside]
    if not outside or len(outside) > MOST_NAMED:
        return []
    pixel = height / (picture.scale.high - picture.scale.low)
    wanted = [(picture.scale.high - each.value) * pixel for each in outside]
    centres = push_apart(wanted, [theme.LINE_HEIGHT + 1.0] * len(outside), 0, height)
    layers = []
    for each, centre in zip(outside, centres, strict=True):
        right = each.whole < picture.widest / 2
        row = [{"whole": each.whole, "value": picture.scale.high - centre / pixel}]
        edges: list[dict[str, Any]] = [{"stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}, {}]
        for edge in edges:
            text = _chart(row).mark_text(
                text=wrapped(each.name, letters, 1)[0],
                align="left" if right else "right",
                dx=10 if right else -10,
                baseline="middle",
                **edge,
            )
            layers.append(text.encode(x=axes.x(), y=axes.y()))
    return layers


def _chart(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.Data(values=list(rows)))
