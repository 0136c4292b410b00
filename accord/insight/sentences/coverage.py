"""Who is in a figure, and what is certain once those left out are thought of too."""

from __future__ import annotations

from accord.analytics.figures import Figure
from accord.insight.sentences.counting import counted
from accord.insight.sentences.rounding import PERCENTAGE, between_percent
from accord.insight.sentences.topic import Topic


def certainly(topic: Topic, figure: Figure) -> str:
    """What is certain once the schools left out are thought of too; empty where none is left out."""
    coverage = figure.coverage
    missing = (coverage.schools_expected or 0) - (coverage.schools_counted or 0)
    if missing <= 0:
        return ""
    left_out = f"{counted(missing, 'school')} {'is' if missing == 1 else 'are'} left out"
    if topic.kind != PERCENTAGE or figure.low is None or figure.high is None:
        return f"{left_out}, so the figure may not speak for all of them."
    bounds = between_percent(figure.low, figure.high)
    whose = "its" if missing == 1 else "their"
    return f"{left_out}; whatever {whose} results were, the figure for all pupils lies between {bounds}."
