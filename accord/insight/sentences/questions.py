"""The questions that are asked together of a subject: its level, its change, its gaps, its place among groups like it.

Each is asked of a measure and of some pupils; all of a page are one family under false-discovery control (FORMULAS 16).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from accord.analytics import contrasts
from accord.analytics.comparison import Comparison
from accord.analytics.contrasts import Contrast
from accord.analytics.figures import Figure
from accord.analytics.findings import Finding, Question, among, bounds_of, p_value
from accord.analytics.power import power
from accord.analytics.random_groups import Place
from accord.analytics.rates import rate_of, underlying_interval
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.rounding import PERCENTAGE
from accord.insight.sentences.topic import Named, Topic


class Kind(StrEnum):
    """What is asked of a figure."""

    LEVEL = "level"
    """Whether it is another than England's."""
    CHANGE = "change"
    """Whether it stood still over the years that may be compared."""
    GAP = "gap"
    """Whether the gap to other pupils is another than England's."""
    RANK = "rank"
    """Whether the group could be one of those drawn at random from like schools."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a page: whose figure, what it is of, what it is set against, and S of its measure.

    A change has its comparable years, oldest first and its own last; a gap has the other pupils, whose England's figure
    is ``other_comparator``; a rank has its place. ``key`` names the question for an address.
    """

    name: str
    topic: Topic
    figure: Figure
    comparator: Comparator | None
    school_year_sd: float | None
    kind: Kind = Kind.LEVEL
    line: tuple[tuple[int, Figure], ...] = ()
    other: Named | None = None
    other_comparator: Comparator | None = None
    place: Place | None = None
    key: str = ""

    @property
    def question(self) -> Question[str] | None:
        """The figure beside its comparator; None of scores, and without a comparator."""
        if self.topic.kind != PERCENTAGE or self.comparator is None:
            return None
        return Question(self.key, self.figure, self.comparator.figure, self.school_year_sd)

    def tested(self) -> Contrast | None:
        """The test of this question; None where it cannot be tested."""
        match self.kind:
            case Kind.LEVEL:
                return self._level()
            case Kind.CHANGE:
                return self._change()
            case Kind.GAP:
                return self._gap()
        return contrasts.rank(self.place) if self.place is not None else None

    def power(self, points: float, tested: int) -> float | None:
        """How often (0–1) so many points would be found if this alone differed; None where nobody can tell."""
        if self.kind is Kind.LEVEL:
            return power(self.question, points, tested) if self.question is not None else None
        found = self.tested()
        return found.power(points, tested) if found is not None else None

    def england_gap(self) -> tuple[float, float] | None:
        """Between which shares England's gap lies, as its two rounded figures allow."""
        if self.comparator is None or self.other_comparator is None:
            return None
        first, second = bounds_of(self.comparator.figure), bounds_of(self.other_comparator.figure)
        return (first[0] - second[1], first[1] - second[0]) if first and second else None

    def _level(self) -> Contrast | None:
        question = self.question
        p = p_value(question) if question is not None else None
        interval = underlying_interval(self.figure, self.school_year_sd)
        if question is None or p is None or interval is None:
            return None
        against, value = question.comparator.value or 0.0, self.figure.value or 0.0
        side = Comparison.ABOVE if value > against else Comparison.BELOW
        return Contrast(p, side, value - against, interval[0] - against, interval[1] - against)

    def _change(self) -> Contrast | None:
        if self.topic.kind != PERCENTAGE:
            return None
        rates = [(year, rate) for year, figure in self.line if (rate := rate_of(figure)) is not None]
        return contrasts.change(rates, self.school_year_sd)

    def _gap(self) -> Contrast | None:
        first, second = rate_of(self.figure), rate_of(self.other.figure if self.other else None)
        usual = self.england_gap()
        if self.topic.kind != PERCENTAGE or first is None or second is None or usual is None:
            return None
        return contrasts.gap(first, second, usual, self.school_year_sd)


@dataclass(frozen=True, slots=True)
class Family:
    """What was asked together: what stands out, the clearest first; every test; what had none."""

    found: tuple[Asked, ...]
    tested: tuple[tuple[Asked, Contrast], ...]
    untested: int

    def contrast(self, asked: Asked) -> Contrast | None:
        """The test of a question of the family; None of one that could not be tested."""
        return next((test for each, test in self.tested if each is asked), None)


def together(asked: Sequence[Asked]) -> Family:
    """Test all at once, at a false discovery rate of 10% (Benjamini and Hochberg).

    They hang together: groups of pupils overlap, and a summer's luck is in its level, its change and its rank. For
    two-sided tests that do, the procedure keeps its rate in simulation (`tests/reference/test_all_kinds_on_noise.py`);
    Benjamini and Yekutieli's, which would hold for any, would ask five times as much of each.
    """
    tested = tuple((each, test) for each in asked if (test := each.tested()) is not None)
    found = among([Finding(at, test.p, test.side) for at, (_, test) in enumerate(tested)]).found
    return Family(tuple(tested[each.key][0] for each in found), tested, len(asked) - len(tested))
