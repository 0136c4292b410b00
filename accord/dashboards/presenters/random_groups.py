"""How often groups drawn at random stand lower."""

from __future__ import annotations

from accord.analytics.random_groups import Place
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.one_school import Beside, Looking
from accord.insight.sentences.random_reference import among_random
from accord.insight.sentences.topic import Named


def random_sentence(looking: Looking, now: Beside, place: Place | None) -> str:
    """The sentence, or nothing where there is no place."""
    if place is None or not now.group:
        return ""
    return among_random(topic_of(looking.question), Named(looking.subject.name, now.group[0].figure), place)
