"""How every chart looks: the Government Analysis Function's colours on white, Arial, quiet axes."""

from __future__ import annotations

from typing import Any

BLUE = "#12436D"
TURQUOISE = "#28A197"
PINK = "#801650"
ORANGE = "#F46A25"
INK = "#0B0C0C"
GREY = "#3D3D3D"
PALE = "#BFBFBF"
GRID = "#D9D9D9"
FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
TEXT_SIZE = 14
LINE_HEIGHT = 17
LETTER = 7.0
"""The width of an average letter at the size of chart text, in pixels: for wrapping, never for placing."""


def settings() -> dict[str, Any]:
    """The Vega-Lite configuration shared by all charts."""
    axis = {
        "labelFont": FONT,
        "titleFont": FONT,
        "labelFontSize": TEXT_SIZE,
        "titleFontSize": TEXT_SIZE,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": GRID,
        "domainColor": INK,
        "tickColor": INK,
    }
    level = {"domain": False, "ticks": False, "labelPadding": 6}
    title = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "titleBaseline": "bottom"}
    return {
        "font": FONT,
        "background": "white",
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False},
        "axisY": {**level, **title, "titleY": -14, "titleX": -34},
        "text": {"font": FONT, "fontSize": TEXT_SIZE, "color": INK},
    }
