"""How a cell of a heat table stands to what it is compared with: a word first, then a colour and a mark."""

from __future__ import annotations

from enum import StrEnum


class Shade(StrEnum):
    """The states of a heat cell. What is above or below is decided with intervals, never by the bare number."""

    WELL_ABOVE = "well-above"
    """Higher than chance explains, by a wide margin."""
    ABOVE = "above"
    """Higher than chance explains."""
    LIKE = "like"
    """About what chance allows."""
    BELOW = "below"
    """Lower than chance explains."""
    WELL_BELOW = "well-below"
    """Lower than chance explains, by a wide margin."""
    UNSURE = "unsure"
    """There are too few pupils, or too few counted, to tell."""
    ABSENT = "absent"
    """There is no figure; the cell says why."""


WORDS = {
    Shade.WELL_ABOVE: "well above",
    Shade.ABOVE: "above",
    Shade.LIKE: "about the same",
    Shade.BELOW: "below",
    Shade.WELL_BELOW: "well below",
    Shade.UNSURE: "cannot tell",
    Shade.ABSENT: "no figure",
}

EXPLAINED = {
    Shade.WELL_ABOVE: "higher than chance explains, by a wide margin",
    Shade.ABOVE: "higher than chance explains",
    Shade.LIKE: "a difference this size is common by chance",
    Shade.BELOW: "lower than chance explains",
    Shade.WELL_BELOW: "lower than chance explains, by a wide margin",
    Shade.UNSURE: "too few pupils to tell",
    Shade.ABSENT: "the cell says why",
}
