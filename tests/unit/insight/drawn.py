"""Random figures for the sentences, each with the counts of the schools behind it."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from accord.analytics.figures import Figure
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.rounding import PERCENTAGE
from accord.insight.sentences.topic import Topic
from tests.factories.shares import printed, share
from tests.reference.reading import Count

PHRASE = "met the expected standard in reading, writing and maths"
TOPIC = Topic(PERCENTAGE, PHRASE, "pupils", 2025)
NAMES = ["Ash Primary School", "St James", "South Downs", "Elm and Fir Alliance", "Holly’s Place", "Queen’s Cross"]


@dataclass(frozen=True, slots=True)
class Pool:
    """Schools as one: the pupils of each, and how many of all met it (a range where rounding leaves one)."""

    sizes: tuple[int, ...]
    low: int
    high: int

    @property
    def whole(self) -> int:
        """All of the pupils."""
        return sum(self.sizes)

    @property
    def count(self) -> Count:
        """As the reader has it."""
        return self.low, self.high, self.whole

    @property
    def middle(self) -> int:
        """The count that the value is made of."""
        return (self.low + self.high) // 2

    def figure(self, hidden_schools: int = 0, hidden_pupils: int = 0) -> Figure:
        """As pooling makes it."""
        squares = sum(each * each for each in self.sizes)
        return share(
            self.low, self.whole, most=self.high, cohort=squares / self.whole, hidden=hidden_pupils,
            schools=(len(self.sizes), len(self.sizes) + hidden_schools),
        )  # fmt: skip


@st.composite
def pools(draw, most_schools: int = 12, largest: int = 130, exact: bool = False) -> Pool:
    """Any number of schools of any size, with any result."""
    sizes = tuple(draw(st.lists(st.integers(1, largest), min_size=1, max_size=most_schools)))
    low = draw(st.integers(0, sum(sizes)))
    widest = 0 if exact else sum(size > 100 for size in sizes)
    return Pool(sizes, low, min(sum(sizes), low + draw(st.integers(0, widest))))


def england(percent: int) -> Comparator:
    """England as published."""
    return Comparator("England", printed(percent))


percents = st.integers(0, 100)
