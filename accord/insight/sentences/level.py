"""The figure itself in one sentence, with its count."""

from __future__ import annotations

from typing import TypeGuard

from accord.analytics.figures import HAS_VALUE, Figure, Status
from accord.insight.sentences.absence import without_value
from accord.insight.sentences.counting import counted, parts, schools_of
from accord.insight.sentences.reported import in_brackets, in_passing
from accord.insight.sentences.rounding import PERCENTAGE, PROGRESS, percent, score
from accord.insight.sentences.topic import Topic
from accord.insight.sentences.wording import capital


def level(topic: Topic, figure: Figure) -> str:
    """The figure, or why there is none: one honest line."""
    if has_value(figure):
        return the_figure(topic, figure)
    return without_value(topic, figure)


def the_figure(topic: Topic, figure: Figure) -> str:
    """``62% of pupils met … in summer 2025: 361 of 583 pupils, in 12 of 13 schools.``"""
    assert figure.value is not None
    several = figure.coverage.schools_expected and not topic.one_school
    schools = f", in {schools_of(figure.coverage)}" if several else ""
    reported = in_passing(figure.coverage, one_school=topic.one_school)
    if topic.kind == PERCENTAGE:
        start = begun(topic, percentage(figure))
        return f"{start} of {topic.pupils} {topic.phrase} in {topic.when}: {parts(figure)}{schools}{reported}."
    value = score(figure.value, topic.kind)
    behind = f"from {counted(figure.whole or 0, 'pupil')}"
    about = "about " if figure.status == Status.APPROXIMATE else ""
    for_whom = "" if topic.pupils == "pupils" else f" of {topic.pupils}"
    noun = f"score for {topic.phrase}" if topic.kind == PROGRESS else topic.phrase
    start = begun(topic, f"the {noun}")
    return f"{start}{for_whom} in {topic.when} was {about}{value}, {behind}{schools}{reported}."


def begun(topic: Topic, words: str) -> str:
    """The start of a sentence: the place first where the sentence is to stand alone."""
    return f"{topic.where}, {words}" if topic.where else capital(words)


def percentage(figure: Figure) -> str:
    """The percentage; a range where the counts allow two whole percentages."""
    assert figure.value is not None
    if figure.part_low is not None and figure.part_high is not None and figure.whole:
        low = percent(100 * figure.part_low / figure.whole)
        high = percent(100 * figure.part_high / figure.whole)
        if low != high:
            return f"{low} to {high}"
    return percent(figure.value)


def with_count(topic: Topic, figure: Figure) -> str:
    """A figure inside a sentence, never without its count: ``58% (340 of 590 pupils)``, ``+0.8 (from 530 pupils)``."""
    assert figure.value is not None
    if topic.kind == PERCENTAGE:
        return f"{percentage(figure)} ({parts(figure)}{in_brackets(figure.coverage)})"
    about = "about " if figure.status == Status.APPROXIMATE else ""
    behind = f"from {counted(figure.whole or 0, 'pupil')}{in_brackets(figure.coverage)}"
    return f"{about}{score(figure.value, topic.kind)} ({behind})"


def has_value(figure: Figure | None) -> TypeGuard[Figure]:
    """Whether there is a value to speak of."""
    return figure is not None and figure.status in HAS_VALUE and figure.value is not None
