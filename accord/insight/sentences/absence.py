"""Why there is no figure: different things in different words."""

from __future__ import annotations

from accord.analytics.figures import Coverage, Figure, Status
from accord.insight.sentences.counting import counted, parts, schools_of
from accord.insight.sentences.rounding import PERCENTAGE, TOTAL
from accord.insight.sentences.topic import Topic
from accord.insight.sentences.wording import capital

STATUS_WORDS = {
    Status.MEASURED: "measured",
    Status.APPROXIMATE: "approximate",
    Status.SUPPRESSED: "suppressed",
    Status.NOT_APPLICABLE: "not applicable",
    Status.NOT_PUBLISHED: "not published",
    Status.NOT_BY_SCHOOL: "not published by school",
    Status.NOT_RELEASED: "not loaded yet",
    Status.CANNOT_POOL: "cannot be pooled",
    Status.LOW_COVERAGE: "covers too few pupils",
    Status.INCOMPLETE: "too few results in",
    Status.NO_PUPILS: "no such pupils",
}


def without_value(topic: Topic, figure: Figure) -> str:
    """Why there is no figure: five different things in five different words."""
    seen, summer = figure.coverage, topic.when
    match figure.status:
        case Status.SUPPRESSED:
            whose = "this school’s results" if topic.one_school else "the results of every school that has them"
            return f"No figure can be shown for {topic.pupils} in {summer}: the published file suppresses {whose}."
        case Status.NOT_APPLICABLE:
            have = "has" if topic.one_school else "have"
            return f"{capital(topic.these)} {have} no pupils who take this measure, so there is no figure."
        case Status.NOT_PUBLISHED:
            return f"The published file for {summer} does not give this figure for {topic.pupils}."
        case Status.NOT_BY_SCHOOL:
            return f"This is published for authorities and not by school, so there is no figure for {topic.these}."
        case Status.NOT_RELEASED:
            return f"No results for {summer} have been loaded for {topic.these} yet."
        case Status.CANNOT_POOL:
            each = "" if topic.one_school else " for each school"
            return (
                f"The published file for {summer} gives results of {topic.pupils} without the number of pupils "
                f"behind them. They stand as published{each}, and cannot be pooled."
            )
        case Status.LOW_COVERAGE:
            return (
                f"No figure is shown for {topic.pupils} in {summer}: it was published as covering too few of "
                f"the pupils to mean anything."
            )
        case Status.NO_PUPILS:
            return f"There were no such pupils in {topic.these} in {summer} ({topic.pupils}): nothing to count."
        case _:
            return _incomplete(topic, figure, seen)


def _incomplete(topic: Topic, figure: Figure, seen: Coverage) -> str:
    pupils = f"{counted(seen.pupils_counted, 'pupil')}"
    if seen.pupils_expected is not None:
        pupils = f"{seen.pupils_counted:,} of {counted(seen.pupils_expected, 'pupil')}"
    schools = "" if topic.one_school else f", in {schools_of(seen)}"
    whose = "a figure" if topic.pupils == "pupils" else f"a figure for {topic.pupils}"
    if topic.kind == TOTAL:
        return f"One school or more is missing in {topic.when}, so there is no sum: {pupils}{schools}."
    so_far = f"Too few results are in for {whose} in {topic.when}: {pupils}{schools}."
    if topic.kind != PERCENTAGE or figure.part_low is None or not figure.whole:
        return f"{so_far} Nothing is compared until at least half of the pupils are in."
    come_in = parts(figure)
    return (
        f"{so_far} Of those that are in, {come_in} {topic.phrase}. "
        "Nothing is compared until at least half of the pupils are in."
    )
