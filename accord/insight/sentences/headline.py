"""The sentences a page opens with, computed from the figures alone: they cannot say what the figures do not.

Pure: a figure, its comparator and a measure in, sentences out.
"""

from __future__ import annotations

from accord.analytics.figures import HAS_VALUE, Figure
from accord.insight.sentences.absence import without_value
from accord.insight.sentences.comparison import beside_england
from accord.insight.sentences.coverage import certainly
from accord.insight.sentences.level import the_figure
from accord.insight.sentences.topic import Topic


def headline(topic: Topic, figure: Figure, england: Figure | None, *, added_up: bool = False) -> list[str]:
    """One to three sentences: the figure, what is certain, and how England stands beside it.

    ``added_up`` says that England's figure is not a published one but the sum of its schools.
    """
    if figure.status not in HAS_VALUE or figure.value is None:
        return [without_value(topic, figure)]
    sentences = [the_figure(topic, figure)]
    certain = certainly(topic, figure)
    if certain:
        sentences.append(certain)
    beside = beside_england(topic, figure, england, added_up=added_up)
    if beside:
        sentences.append(beside)
    return sentences
