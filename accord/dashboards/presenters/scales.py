"""Which axis a measure is drawn on; a chart and its twin on a phone use the same."""

from __future__ import annotations

from collections.abc import Iterable

from accord.analytics.figures import Figure
from accord.insight.sentences.rounding import (
    AROUND_ZERO,
    AVERAGE,
    GRADE,
    MINUS,
    PERCENTAGE,
    POINTS,
    PROGRESS_8,
    RATE,
    RATIO,
    TOTAL,
    VALUE_ADDED,
)
from accord.performance import catalogue
from accord.ui.charts.scales import Scale, around_standard, around_zero, from_nothing, level_points, percentages


def scale_for(measure: catalogue.Measure, figures: Iterable[Figure]) -> Scale:
    """From 0 to 100 for a percentage; for scores, far enough for every value and interval shown."""
    if measure.kind == PERCENTAGE:
        return percentages("Percentage of pupils")
    reached = [
        value
        for figure in figures
        for value in (figure.value, figure.interval_low, figure.interval_high)
        if value is not None
    ]
    if measure.kind in AROUND_ZERO:
        grades = measure.kind == PROGRESS_8
        return around_zero("Progress 8 score" if grades else "Progress score", reached, least=1.0 if grades else 3.0)
    if measure.kind in (RATE, RATIO, TOTAL, AVERAGE, GRADE):
        return from_nothing(measure.unit.capitalize(), reached, "%" if measure.kind == RATE else "")
    if measure.kind == POINTS:
        return level_points("Average point score", reached)
    return around_standard("Value added" if measure.kind == VALUE_ADDED else "Average scaled score", reached)


def axis_in_words(scale: Scale) -> str:
    """What the axis covers, for the caption: only a picture that does not start at 0 needs it."""
    if scale.suffix == "%" and scale.high == 100:
        return "The axis runs from 0% to 100%."
    return f"The axis runs from {scale.low:g} to {scale.high:g}.".replace("-", MINUS)
