"""What a figure did over all its comparable summers, in a word: rising, falling, steady, or not to be told."""

from __future__ import annotations

from collections.abc import Sequence

from accord.analytics.figures import Figure
from accord.analytics.rates import rate_of
from accord.analytics.trends import Course, trend
from accord.insight.sentences.change import ALLOWED_FOR
from accord.insight.sentences.rounding import PERCENTAGE, points_between
from accord.insight.sentences.topic import Topic


def course(
    topic: Topic, summers: Sequence[tuple[int, Figure]], school_year_sd: float | None, steady_within: float | None
) -> str:
    """The word and its interval, from a line through ``summers``: oldest first, no break among them.

    Summers without a figure are passed over. ``school_year_sd`` is S of the measure, ``steady_within`` how many points
    of change over all of the summers still count as none. Empty for scores, without S, and with fewer than three
    summers.
    """
    if topic.kind != PERCENTAGE:
        return ""
    rates = [(year, rate) for year, figure in summers if (rate := rate_of(figure)) is not None]
    found = trend(rates, school_year_sd)
    if found is None:
        return ""
    over = f"Over the {found.years} summers from {found.first} to {found.last} that can be compared"
    runs = f"the 95% interval of the change over them runs {points_between(found.low, found.high)}, {ALLOWED_FOR}"
    match found.course(steady_within):
        case Course.RISING:
            return f"{over} the figure is rising: {runs}."
        case Course.FALLING:
            return f"{over} the figure is falling: {runs}."
        case Course.STEADY:
            return f"{over} the figure is steady: {runs}, and up to {steady_within:g} points count as steady."
    return f"{over} whether the figure rises, falls or stands still cannot be told: {runs}."
