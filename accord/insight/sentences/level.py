"""The figure itself in one sentence, with its count."""

from __future__ import annotations

from accord.analytics.figures import HAS_VALUE, Figure, Status
from accord.insight.sentences.absence import without_value
from accord.insight.sentences.counting import counted, parts, schools_of
from accord.insight.sentences.rounding import PERCENTAGE, PROGRESS, percent, score
from accord.insight.sentences.topic import Topic


def level(topic: Topic, figure: Figure) -> str:
    """The figure, or why there is none: one honest line."""
    if figure.status in HAS_VALUE and figure.value is not None:
        return the_figure(topic, figure)
    return without_value(topic, figure)


def the_figure(topic: Topic, figure: Figure) -> str:
    """``62% of pupils met …: 361 of 583 pupils, in 12 of 13 schools, in summer 2025.``"""
    assert figure.value is not None
    where = f"in {schools_of(figure.coverage)}" if figure.coverage.schools_expected else ""
    if topic.kind == PERCENTAGE:
        said = f"{_opening(figure)} of {topic.pupils} {topic.phrase} in summer {topic.year}: {parts(figure)}"
        return f"{said}, {where}." if where else f"{said}."
    value = score(figure.value, topic.kind)
    behind = f"from {counted(figure.whole or 0, 'pupil')}"
    about = "about " if figure.status == Status.APPROXIMATE else ""
    for_whom = "" if topic.pupils == "pupils" else f" of {topic.pupils}"
    noun = f"score for {topic.phrase}" if topic.kind == PROGRESS else topic.phrase
    said = f"The {noun}{for_whom} in summer {topic.year} was {about}{value}, {behind}"
    return f"{said}, {where}." if where else f"{said}."


def _opening(figure: Figure) -> str:
    """The percentage as the start of a sentence; a range where the counts allow two whole percentages."""
    assert figure.value is not None
    if figure.part_low is not None and figure.part_high is not None and figure.whole:
        low = percent(100 * figure.part_low / figure.whole)
        high = percent(100 * figure.part_high / figure.whole)
        if low != high:
            return f"{low[0].upper()}{low[1:]} to {high}"
    said = percent(figure.value)
    return f"{said[0].upper()}{said[1:]}"
