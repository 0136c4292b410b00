"""How a figure stands beside England's, as a shade and a word: decided with intervals, never by the bare number."""

from __future__ import annotations

from accord.analytics.comparison import Comparison, compare
from accord.analytics.figures import HAS_VALUE, Figure
from accord.insight.sentences.absence import STATUS_WORDS
from accord.insight.sentences.comparison import ABOUT_THE_SAME
from accord.insight.sentences.rounding import AROUND_ZERO, PERCENTAGE, as_printed, whole
from accord.performance import catalogue
from accord.ui.tables.shades import Shade

NOT_COMPARED = "not compared"


def standing(measure: catalogue.Measure, figure: Figure, england: Figure | None) -> tuple[Shade, str]:
    """The shade of a figure and the word for it; a figure without an interval is not compared."""
    if figure.value is None or figure.status not in HAS_VALUE:
        return Shade.ABSENT, STATUS_WORDS[figure.status]
    if measure.kind in AROUND_ZERO:
        return _beside_zero(figure, measure.kind)
    if measure.kind != PERCENTAGE or england is None:
        return Shade.UNSURE, NOT_COMPARED
    outcome = compare(figure, england)
    if outcome is Comparison.ABOVE:
        return Shade.ABOVE, "above"
    if outcome is Comparison.BELOW:
        return Shade.BELOW, "below"
    if outcome is Comparison.NONE or england.value is None:
        return Shade.UNSURE, NOT_COMPARED
    if abs(whole(figure.value) - whole(england.value)) <= ABOUT_THE_SAME:
        return Shade.LIKE, "about the same"
    return Shade.UNSURE, "cannot tell"


def _beside_zero(figure: Figure, kind: str) -> tuple[Shade, str]:
    """Progress by its printed limits, as the Department for Education bands schools."""
    if figure.interval_low is None or figure.interval_high is None:
        return Shade.UNSURE, NOT_COMPARED
    if as_printed(figure.interval_low, kind) > 0:
        return Shade.ABOVE, "above"
    if as_printed(figure.interval_high, kind) < 0:
        return Shade.BELOW, "below"
    return Shade.UNSURE, "cannot tell"
