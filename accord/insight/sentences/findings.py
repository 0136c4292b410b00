"""What stands out among the many figures of a page, when all of them are looked at together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.analytics.comparison import Comparison
from accord.analytics.figures import Figure
from accord.analytics.findings import Question
from accord.analytics.findings import findings as found_among
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.counting import counted
from accord.insight.sentences.level import with_count
from accord.insight.sentences.rounding import PERCENTAGE, score
from accord.insight.sentences.topic import Topic
from accord.insight.sentences.wording import capital, possessive

POWER = (
    "That is not to say that nothing differs: a school of 30 pupils that is truly 15 points below stands out "
    "1 year in 20, a group of 240 that is 12 points below 2 years in 3."
)
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
    result = found_among([Question(at, each.figure, each.comparator.figure, each.school_year_sd)
                             for at, each in enumerate(rates)])  # fmt: skip
    untested = len(asked) - result.tested
    without = f" {untested:,} more could not be tested." if untested else ""
    if not result.tested:
        return [f"No figure could be tested.{without}"] if asked else []
    together = f"{counted(result.tested, 'figure')} looked at together"
    if not result.found:
        return [f"Nothing stands out among {together}.{without} {POWER}"]
    stand = "stands" if len(result.found) == 1 else "stand"
    head = f"{len(result.found):,} of {together} {stand} out by more than chance and the usual movement of schools"
    told = [_one(rates[each.key], each.side) for each in result.found]
    return [f"{head} from year to year.{without} {FALSE_ONES}", *told]


def _one(each: Asked, side: Comparison) -> str:
    value = each.comparator.figure.value or 0.0
    theirs = f"{possessive(each.comparator.name)} {score(value, each.topic.kind)}"
    pupils = "" if each.topic.pupils == "pupils" else f", of {each.topic.pupils}"
    where = "above" if side is Comparison.ABOVE else "below"
    stood = f"{with_count(each.topic, each.figure)} {each.topic.phrase} in {each.topic.when}{pupils}"
    return f"{capital(each.name)}: {stood}, {where} {theirs}."
