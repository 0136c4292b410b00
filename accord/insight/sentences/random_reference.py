"""A group beside thousands of groups drawn at random from like schools."""

from __future__ import annotations

from collections.abc import Mapping

from accord.analytics.random_groups import Place
from accord.insight.sentences.level import has_value, with_count
from accord.insight.sentences.rounding import OF_SUMS, percent
from accord.insight.sentences.topic import Named, Topic
from accord.insight.sentences.wording import joined, listed, possessive

OUTER = 0.05
NEIGHBOURS = "About 1 in 6 groups of neighbouring schools stands in the outer tenth, because neighbours are alike."


def among_random(topic: Topic, named: Named, place: Place | None) -> str:
    """How many random groups of the same kinds and sizes stand lower; empty where there are too few like schools.

    At either end it says how often real groups stand there (FORMULAS 15: 15.9% of them beyond 5 and 95).
    """
    if place is None or topic.kind in OF_SUMS or not has_value(named.figure):
        return ""
    told = (
        f"Of {place.draws:,} groups drawn at random from schools of the same kinds and sizes, "
        f"{percent(100 * place.lower)} stood lower than {possessive(named.name)} "
        f"{with_count(topic, named.figure)} in {topic.when}."
    )
    at_an_end = place.lower < OUTER or place.lower > 1 - OUTER
    return joined(told, NEIGHBOURS if at_an_end else "")


def in_other_years(topic: Topic, places: Mapping[str, Place]) -> str:
    """The same for other years, by what each is called: how many stood lower in summer 2017, and in summer 2018.

    Empty without any. Schools and fifths are each year's own, so every year is drawn anew.
    """
    if not places or topic.kind in OF_SUMS:
        return ""
    told = [f"{percent(100 * each.lower)} in {when}" for when, each in places.items()]
    return f"Of groups drawn in the same way for other years, there stood lower {listed(told)}."


def how_drawn(place: Place, seed: int) -> str:
    """How the groups were drawn, for whoever wants to draw them again."""
    return (
        f"Each of the {place.draws:,} groups has as many schools of each kind, and of each fifth of cohort size within "
        f"the kind, as this group; they are drawn from all schools of England with a published figure, without "
        f"repeats, and pooled as this group is. The draw starts from the stored seed {seed}, so whoever draws again "
        "finds the same groups. The group is never set among single schools, who differ by far more than groups do."
    )
