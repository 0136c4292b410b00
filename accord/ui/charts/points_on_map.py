"""Schools as points on the outlines of areas, in metres of the national grid. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from accord.ui.charts import theme

WIDE, NARROW = 620, 320
LOOKS = (("circle", theme.BLUE), ("square", theme.ORANGE), ("triangle-up", theme.TURQUOISE), ("diamond", theme.PINK))
PADDING = 2_000
"""Metres around the outermost school."""


@dataclass(frozen=True, slots=True)
class Point:
    """A school where it stands; ``kind`` tells its shape and colour, and stands in the key."""

    easting: int
    northing: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The outlines of an area."""

    name: str
    rings: tuple[tuple[tuple[int, int], ...], ...]


def points_on_map(points: Sequence[Point], outlines: Sequence[Outline], *, narrow: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification: north is up, and a kilometre is as long across as it is high."""
    width = NARROW if narrow else WIDE
    west, east, south, north = _frame(points, outlines)
    height = max(120, min(2 * width, round(width * (north - south) / (east - west))))
    x = alt.X("x:Q", scale=alt.Scale(domain=[west, east], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[south, north], nice=False), axis=None)
    kinds = sorted({point.kind for point in points})
    looks = dict(zip(kinds, LOOKS, strict=False))
    key = alt.Legend(title=None, orient="bottom", direction="vertical", labelFontSize=theme.TEXT_SIZE, labelLimit=300)
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=[looks[k][0] for k in kinds]), legend=key)
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[looks[k][1] for k in kinds]), legend=key)
    areas = [
        {"x": px, "y": py, "ring": f"{area.name} {at}", "order": order}
        for area in outlines
        for at, ring in enumerate(area.rings)
        for order, (px, py) in enumerate(ring)
    ]
    lines = (
        alt.Chart(alt.Data(values=areas))
        .mark_line(color=theme.GREY, strokeWidth=1, clip=True)
        .encode(x=x, y=y, detail="ring:N", order="order:Q")
    )
    values = [{"x": each.easting, "y": each.northing, "kind": each.kind} for each in points]
    marks = (
        alt.Chart(alt.Data(values=values))
        .mark_point(filled=True, size=60 if len(points) < 400 else 24, opacity=0.85)
        .encode(x=x, y=y, shape=shape, color=colour)
    )
    chart = alt.layer(lines, marks).properties(width=width, height=height, padding=5)
    return chart.configure(**theme.settings()).to_dict(validate=False)


def _frame(points: Sequence[Point], outlines: Sequence[Outline]) -> tuple[int, int, int, int]:
    # One area is shown whole; of many only what the schools need.
    whole = [place for area in outlines for ring in area.rings for place in ring] if len(outlines) <= 2 else []
    across = [point.easting for point in points] + [x for x, _ in whole]
    up = [point.northing for point in points] + [y for _, y in whole]
    west, east = (min(across, default=0) - PADDING, max(across, default=1) + PADDING)
    south, north = (min(up, default=0) - PADDING, max(up, default=1) + PADDING)
    return west, east, south, north
