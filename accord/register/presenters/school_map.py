"""The map of schools as a picture and a sentence."""

from __future__ import annotations

from accord.register.choices import Phase
from accord.register.models.schools import Establishment
from accord.register.queries.school_map import Placed
from accord.ui.charts.drawing import Drawing
from accord.ui.charts.points_on_map import Outline, Point, points_on_map

KINDS = {
    Phase.SECONDARY: "Secondary and middle",
    Phase.MIDDLE: "Secondary and middle",
    Phase.INFANT: "Infant, junior and primary",
    Phase.JUNIOR: "Infant, junior and primary",
    Phase.PRIMARY: "Infant, junior and primary",
    Phase.ALL_THROUGH: "All-through and post-16",
    Phase.POST_16: "All-through and post-16",
}
OTHERS = "Nursery, special and others"


def map_sentence(found: Placed, asked: str) -> str:
    """What the map shows and what it cannot show."""
    parts = [f"{len(found.schools):,} of them are on the map." if found.schools else "None of them can be drawn."]
    if found.without_place:
        parts.append(f"{found.without_place:,} have no place on the national grid in the register.")
    if found.left_out:
        parts.append(f"{found.left_out:,} more are not drawn: choose an authority or a phase.")
    return f"{asked} {' '.join(parts)}"


def map_drawing(found: Placed, description: str, *, narrow: bool) -> Drawing:
    """The picture, with the words that stand for it."""
    points = [Point(each.easting or 0, each.northing or 0, each.name, _kind(each)) for each in found.schools]
    outlines = [
        Outline(each.name, tuple(tuple((x, y) for x, y in ring) for ring in each.outlines)) for each in found.boundaries
    ]
    return Drawing(points_on_map(points, outlines, narrow=narrow), "Where the schools are", description)


def _kind(each: Establishment) -> str:
    return KINDS.get(Phase(each.phase), OTHERS)
