"""What stands out among the many figures of a page, when all of them are looked at together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.analytics.comparison import Comparison
from accord.analytics.figures import Figure
from accord.analytics.findings import Question
from accord.analytics.findings import findings as found_among
from accord.analytics.power import power
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.counting import counted
from accord.insight.sentences.level import with_count
from accord.insight.sentences.rounding import PERCENTAGE, percent, score
from accord.insight.sentences.topic import Topic
from accord.insight.sentences.wording import capital, possessive

POINTS_OFF = 15.0
"""The difference of which it is told how often it would stand out: large, and still mostly not seen in a school."""
FALSE_ONES = (
    "At most about 1 in 10 of what stands out in this way is expected to be chance; whoever looks at many pages will "
    "meet such a one."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure of a page: whose it is, what it is of, what it is set against, and S of its measure."""

    name: str
    topic: Topic
    figure: Figure
    comparator: Comparator
    school_year_sd: float | None


def findings(asked: Sequence[Asked]) -> list[str]:
    """One sentence on how many stand out of how many, then one for each; what could not be tested is said.

    Underlying rates, so chance and the movement of schools between years are both allowed for; at a false
    discovery rate of 10% a page (FORMULAS 16).
    """
    rates = [each for each in asked if each.topic.kind == PERCENTAGE]
    questions = [Question(at, each.figure, each.comparator.figure, each.school_year_sd)
                 for at, each in enumerate(rates)]  # fmt: skip
    result = found_among(questions)
    untested = len(asked) - result.tested
    without = f" {untested:,} more could not be tested." if untested else ""
    if not result.tested:
        return [f"No figure could be tested.{without}"] if asked else []
    together = f"{counted(result.tested, 'figure')} looked at together"
    if not result.found:
        seen = _power([each for each in questions if each.key not in result.untested])
        return [f"Nothing stands out among {together}.{without} {seen}"]
    stand = "stands" if len(result.found) == 1 else "stand"
    head = f"{len(result.found):,} of {together} {stand} out by more than chance and the usual movement of schools"
    told = [_one(rates[each.key], each.side) for each in result.found]
    return [f"{head} from year to year.{without} {FALSE_ONES}", *told]


def _power(tested: Sequence[Question[int]]) -> str:
    """How often a large difference would stand out among so many, if it is of the most pupils, or of the fewest."""
    by_size = sorted(tested, key=lambda each: each.figure.whole or 0)
    told = [
        f"{_of_years(each, len(tested))} if it is the one of {which} ({each.figure.whole:,})"
        for each, which in ((by_size[-1], "most pupils"), (by_size[0], "fewest"))
    ]
    if by_size[0].figure.whole == by_size[-1].figure.whole:
        told = [_of_years(by_size[0], len(tested))]
    one = "it" if len(tested) == 1 else "just one of them"
    return (
        f"That is not to say that nothing differs: if {one} were truly {POINTS_OFF:.0f} points away from what it is "
        f"set against, it would stand out in {', in '.join(told)}."
    )


def _of_years(question: Question[int], tested: int) -> str:
    # Below, where a rate can be so far below.
    below = (question.comparator.value or 0.0) > 2 * POINTS_OFF
    seen = power(question, -POINTS_OFF if below else POINTS_OFF, tested)
    return f"{percent(100 * (seen or 0.0))} of years"


def _one(each: Asked, side: Comparison) -> str:
    value = each.comparator.figure.value or 0.0
    theirs = f"{possessive(each.comparator.name)} {score(value, each.topic.kind)}"
    pupils = "" if each.topic.pupils == "pupils" else f", of {each.topic.pupils}"
    where = "above" if side is Comparison.ABOVE else "below"
    stood = f"{with_count(each.topic, each.figure)} {each.topic.phrase} in {each.topic.when}{pupils}"
    return f"{capital(each.name)}: {stood}, {where} {theirs}."
