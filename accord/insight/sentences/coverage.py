"""Who is in a figure, what is certain once those left out are thought of too, and who they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accord.analytics.figures import Figure
from accord.insight.sentences.counting import counted
from accord.insight.sentences.rounding import PERCENTAGE, between_percent
from accord.insight.sentences.topic import Topic
from accord.insight.sentences.wording import listed

MOST_NAMED = 4
"""Schools that are missing are named one by one up to so many."""


def coverage(topic: Topic, figure: Figure) -> str:
    """What is certain once the schools left out are thought of too; empty where none is left out."""
    seen = figure.coverage
    missing = (seen.schools_expected or 0) - (seen.schools_counted or 0)
    if missing <= 0:
        return ""
    left_out = f"{counted(missing, 'school')} {'is' if missing == 1 else 'are'} left out"
    if topic.kind != PERCENTAGE or figure.low is None or figure.high is None:
        return f"{left_out}, so the figure may not speak for all of them."
    bounds = between_percent(figure.low, figure.high)
    whose = "its" if missing == 1 else "their"
    return f"{left_out}; whatever {whose} results were, the figure for all pupils lies between {bounds}."


def who_is_missing(reasons: Mapping[str, Sequence[str]]) -> str:
    """The schools that are not in the figure, by reason (as in “suppressed: too few pupils to publish”).

    ``reasons`` maps each reason to the names of its schools; one without names is passed over.
    """
    told = []
    for reason, names in reasons.items():
        if not names:
            continue
        shown = list(names[:MOST_NAMED])
        if len(names) > MOST_NAMED:
            shown.append(f"{len(names) - MOST_NAMED} more")
        told.append(f"{counted(len(names), 'school')} not in the figure ({reason}): {listed(shown)}.")
    return " ".join(told)
