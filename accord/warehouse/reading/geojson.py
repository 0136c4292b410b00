"""Reads GeoJSON of areas as a sheet: one row an area, its outlines as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from accord.warehouse.problems import Problem, Refused
from accord.warehouse.reading.rows import Row, Sheet

HEADERS = ["AREA KIND", "AREA CODE", "AREA NAME", "OUTLINES"]
KINDS = {"CTYUA": "authority", "CTY": "authority", "UTLA": "authority", "LAD": "district", "WD": "ward"}
KINDS |= {"PCON": "constituency", "CED": "division", "RGN": "region"}
"""The letters that the Office for National Statistics begins the columns of each kind of area with."""
_COLUMN = re.compile(r"([A-Z]+)\d\d(CD|NM)")
_FARTHEST = 1_300_000
"""Metres of the national grid: beyond it there is nothing of Great Britain."""


def geojson_sheet(path: Path, file: str) -> Sheet:
    """Areas with their outlines in metres of the national grid. Raises Refused where it holds none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        features = content["features"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused([_broken(file)]) from error
    rows = [row for row in (_row(feature) for feature in features) if row is not None]
    if not rows:
        raise Refused([_no_areas(file)])
    if not _on_the_grid(content, rows):
        raise Refused([_degrees(file)])
    return Sheet(file, None, lambda: _rows(rows))


def _rows(rows: list[list[str]]) -> Iterator[Row]:
    yield 1, HEADERS
    yield from enumerate(rows, start=2)


def _row(feature: Mapping[str, Any]) -> list[str] | None:
    properties, geometry = feature.get("properties") or {}, feature.get("geometry") or {}
    named: dict[tuple[str, str], str] = {}
    for key, value in properties.items():
        found = _COLUMN.fullmatch(str(key).upper())
        if found and found[1] in KINDS:
            named.setdefault((KINDS[found[1]], found[2]), str(value or "").strip())
    kind = next((kind for kind, part in named if part == "CD"), None)
    if kind is None or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    # Holes are left out: at the scale of a page nobody sees them.
    outlines = [[[round(point[0]), round(point[1])] for point in polygon[0]] for polygon in polygons]
    return [kind, named[kind, "CD"], named.get((kind, "NM"), ""), json.dumps(outlines, separators=(",", ":"))]


def _on_the_grid(content: Mapping[str, Any], rows: list[list[str]]) -> bool:
    points = [point for outline in json.loads(rows[0][3]) for point in outline]
    metres = max((max(abs(x), abs(y)) for x, y in points), default=0) > 400
    return metres and all(0 <= x <= _FARTHEST and -100_000 <= y <= _FARTHEST for x, y in points)


def _broken(file: str) -> Problem:
    message = "This GeoJSON cannot be read: it is cut short or damaged."
    return Problem("damaged_file", message, "Download it again.", file)


def _no_areas(file: str) -> Problem:
    return Problem(
        "not_recognised",
        "This GeoJSON holds no areas with codes of the Office for National Statistics (such as CTYUA22CD or LAD23CD).",
        "Send boundaries as the Office for National Statistics publishes them.",
        file,
    )


def _degrees(file: str) -> Problem:
    return Problem(
        "not_on_the_grid",
        "The outlines in this file are not in metres of the national grid.",
        "Download the boundaries in British National Grid (EPSG:27700).",
        file,
    )
