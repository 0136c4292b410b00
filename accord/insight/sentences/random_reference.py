"""A group beside thousands of groups drawn at random from like schools."""

from __future__ import annotations

from accord.analytics.random_groups import Place
from accord.insight.sentences.level import has_value, with_count
from accord.insight.sentences.rounding import PERCENTAGE, percent
from accord.insight.sentences.topic import Named, Topic
from accord.insight.sentences.wording import joined, possessive

OUTER = 0.05
NEIGHBOURS = "About 1 in 6 groups of neighbouring schools stands in the outer tenth, because neighbours are alike."


def among_random(topic: Topic, named: Named, place: Place | None) -> str:
    """How many random groups of the same kinds and sizes stand lower; empty where there are too few like schools.

    At either end it says how often real groups stand there (FORMULAS 15: 15.9% of them beyond 5 and 95).
    """
    if place is None or topic.kind != PERCENTAGE or not has_value(named.figure):
        return ""
    told = (
        f"Of {place.draws:,} groups drawn at random from schools of the same kinds and sizes, "
        f"{percent(100 * place.lower)} stood lower than {possessive(named.name)} "
        f"{with_count(topic, named.figure)} in {topic.when}."
    )
    at_an_end = place.lower < OUTER or place.lower > 1 - OUTER
    return joined(told, NEIGHBOURS if at_an_end else "")
