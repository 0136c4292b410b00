"""The Department for Education's own word for a progress score, said to be its word and not ours."""

from __future__ import annotations

from accord.analytics.progress_bands import Band, Printed
from accord.insight.sentences.rounding import limits, score
from accord.insight.sentences.topic import Topic

WORDS = {
    Band.WELL_ABOVE: "well above average",
    Band.ABOVE: "above average",
    Band.AVERAGE: "average",
    Band.BELOW: "below average",
    Band.WELL_BELOW: "well below average",
}


def dfe_band(topic: Topic, band: Band, printed: Printed) -> str:
    """``The Department for Education’s own band … is “above average”``, with the printed figures it follows from."""
    low, high = limits(printed.lower, printed.upper, topic.kind)
    return (
        f"The Department for Education\u2019s own band for {topic.phrase} in {topic.when} is "
        f"\u201c{WORDS[band]}\u201d: it prints {score(printed.score, topic.kind)}, with limits from {low} to {high}."
    )
