"""The sentences a page opens with, computed from the figures alone: they cannot say what the figures do not.

Pure: a figure, its comparator and a measure in, sentences out.
"""

from __future__ import annotations

from accord.analytics.figures import Figure
from accord.insight.sentences.comparison import Comparator, comparison
from accord.insight.sentences.coverage import coverage
from accord.insight.sentences.level import has_value, level
from accord.insight.sentences.reported import what_it_rests_on
from accord.insight.sentences.topic import Topic


def headline(
    topic: Topic, figure: Figure, england: Figure | Comparator | None, *, added_up: bool = False
) -> list[str]:
    """One to four sentences: the figure, what it rests on, what is certain, and how England stands beside it.

    ``added_up`` says that England's figure is not a published one but the sum of its schools; a comparator says so
    itself, and what it is called.
    """
    rests = what_it_rests_on(figure.coverage, one_school=topic.one_school)
    if not has_value(figure):
        return [each for each in (level(topic, figure), rests) if each]
    beside = Comparator("England", england, added_up) if isinstance(england, Figure) else england
    told = [level(topic, figure), rests, coverage(topic, figure), comparison(topic, figure, beside)]
    return [each for each in told if each]
