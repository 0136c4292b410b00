"""How often groups drawn at random stand lower."""

from __future__ import annotations

from collections.abc import Mapping

from accord.analytics.random_groups import Place
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.random_reference import among_random, how_drawn, in_other_years
from accord.insight.sentences.topic import Named
from accord.performance.random_groups import SEED


def random_sentence(looking: Looking, now: Beside, places: Mapping[int, Place]) -> str:
    """The sentence, or nothing where there is no place in the year asked about."""
    place = places.get(looking.question.year or 0)
    if place is None or not now.group:
        return ""
    return among_random(topic_of(looking.question), Named(looking.subject.name, now.group[0].figure), place)


def how_we_know(looking: Looking, now: Beside, places: Mapping[int, Place]) -> list[str]:
    """How the groups of the sentence were drawn, and the other years; nothing where there is no sentence."""
    question = looking.question
    if not random_sentence(looking, now, places):
        return []
    others = {question.measure.when(year): each for year, each in sorted(places.items()) if year != question.year}
    told = [how_drawn(places[question.year or 0], SEED), in_other_years(topic_of(question), others)]
    return [each for each in told if each]
