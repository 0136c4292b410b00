"""What a small school's figure usually is, with its own results drawn towards those of other schools."""

from __future__ import annotations

from accord.analytics.figures import Figure
from accord.analytics.shrinkage import Shrunk
from accord.insight.sentences.counting import parts
from accord.insight.sentences.level import has_value
from accord.insight.sentences.rounding import PERCENTAGE, interval, percent
from accord.insight.sentences.topic import Topic


def usual(topic: Topic, figure: Figure, shrunk: Shrunk) -> str:
    """The best guess of the underlying figure with its 95% credible interval; empty where it has none."""
    if topic.kind != PERCENTAGE or not has_value(figure):
        return ""
    low, high = interval(shrunk.low, shrunk.high)
    return (
        f"One summer\u2019s {parts(figure)} tell only so much. With the other mainstream schools of its authority "
        f"in mind, the best guess at its usual figure is {percent(shrunk.value)}, and 95 times in 100 it lies from "
        f"{low} to {high}."
    )
