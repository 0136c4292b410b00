"""One summer's `ks2final` figures, column by column, as the publisher would print them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from accord.demo.cells import (
    FEWEST_SHOWN,
    LOW_COVERAGE,
    NOT_APPLICABLE,
    SUPPRESSED,
    Column,
    Counts,
    Flags,
    averages,
    counts,
    in_tenths,
    marked,
    percentages,
    printed,
    tenths,
    whole_percent,
)  # fmt: skip
from accord.demo.levels import PROGRESS_YEARS
from accord.demo.tallies import Tally
from accord.meaning.definitions import folders, load_yaml

LEVEL_ROWS = ("lower", "upper")
BANDED_AS_IN = 2018
"""Every invented summer is banded by DfE's cuts of this one, as definitions have them."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The figures of one summer.

    `school` marks the places that are schools; the last place is England. A year without a tally (2022)
    prints blanks.
    """

    tally: Tally
    school: Flags

    @property
    def pupils(self) -> Counts:
        """All pupils, by place."""
        return self.tally.pupils["all"]

    @property
    def hidden(self) -> Flags:
        """Schools of which nothing but the number of pupils is published."""
        return self.school & (self.pupils > 0) & (self.pupils < FEWEST_SHOWN)

    def _few(self, group: str) -> Flags:
        size = self.tally.pupils[group]
        return self.school & (size > 0) & (size < FEWEST_SHOWN)

    def hides(self, group: str) -> Flags:
        """Where a group's figures are suppressed: too few of it, or of its other half.

        Disadvantaged and other pupils make up the school, so that hiding one means hiding both.
        """
        pair = ("disadvantaged", "other")
        if group in pair:
            return self.hidden | self._few(pair[0]) | self._few(pair[1])
        return self.hidden | self._few(group)

    def blank(self) -> Column:
        """A column that is not filled this year."""
        return np.full(self.pupils.size, "", dtype=object)

    def _present(self, text: Column) -> Column:
        return marked(text, (self.pupils == 0, ""))

    def size(self, group: str = "all") -> Column:
        """Pupils of a group; the number of all pupils is published whatever it is."""
        hide = np.zeros_like(self.school) if group == "all" else self.hidden
        return self._present(counts(self.tally.pupils[group], hide))

    def share(self, group: str, within: tuple[str, ...] = ("all",)) -> Column:
        """Pupils of a group as a percentage of those of other groups."""
        whole = sum(self.tally.pupils[each] for each in within)
        return self._present(percentages(self.tally.pupils[group], whole, self.hidden))

    def percent(self, what: str, group: str = "all") -> Column:
        """Pupils of a group who reached something, as a percentage."""
        part, whole = self.tally.reached[what, group], self.tally.pupils[group]
        return self._present(percentages(part, whole, self.hides(group)))

    def average(self, subject: str, group: str = "all") -> Column:
        """Average scaled score of the pupils of a group who have one."""
        total, size = self.tally.scored[subject, group]
        empty = self.tally.pupils[group] == 0
        return self._present(marked(averages(total, size, self.hides(group)), (empty, "")))

    def prior_average(self) -> Column:
        """Average Key Stage 1 points of the pupils whose prior attainment is known."""
        known = self.pupils - self.tally.pupils["no_prior"]
        text = tenths(in_tenths(self.tally.prior_points / np.maximum(known, 1)))
        return self._present(marked(text, (known == 0, NOT_APPLICABLE), (self.hidden, SUPPRESSED)))

    def gap(self, what: str) -> Column:
        """A school's disadvantaged pupils less other pupils nationally, in whole points."""
        own = whole_percent(self.tally.reached[what, "disadvantaged"], self.tally.pupils["disadvantaged"])
        others = whole_percent(self.tally.reached[what, "other"], self.tally.pupils["other"])[-1]
        text = printed(own - others, str)
        text[-1] = "0"
        empty = self.tally.pupils["disadvantaged"] == 0
        return self._present(marked(text, (self.hides("disadvantaged"), SUPPRESSED), (empty, "")))

    def progress_gap(self, subject: str) -> Column:
        """The same for progress scores, in tenths of a point."""
        others = self._progress_tenths(subject, "other")[0][-1]
        own, size = self._progress_tenths(subject, "disadvantaged")
        text = tenths(own - others)
        text[-1] = "0"
        few = self.school & (size < FEWEST_SHOWN)
        return self._for_progress(marked(text, (few, SUPPRESSED), (size == 0, "")))

    def progress(self, subject: str, group: str = "all", row: str = "") -> Column:
        """Progress score of a group, or its `lower` or `upper` 95% limit, to a tenth of a point.

        The interval is DfE's: 1.96 national standard deviations of pupils' scores over the root of the
        pupils counted.
        """
        value, size = self._progress_tenths(subject, group)
        if row:
            total = self.tally.progressed[subject, group][0]
            half = 1.96 * self.tally.sigma[subject] / np.sqrt(np.maximum(size, 1))
            value = in_tenths(total / np.maximum(size, 1) + (half if row == "upper" else -half))
        text = tenths(value)
        text[-1] = (" " if group == "all" else "0") if row or group == "all" else text[-1]
        return self._progress_marks(text, subject, group)

    def unadjusted(self, subject: str) -> Column:
        """Progress score before extreme scores are limited."""
        size = self.tally.progressed[subject, "all"][1]
        text = tenths(in_tenths(self.tally.unadjusted[subject] / np.maximum(size, 1)))
        text[-1] = "0"
        return self._progress_marks(text, subject, "all")

    def coverage(self, subject: str) -> Column:
        """Pupils in the progress measure as a percentage of all pupils."""
        size = self.tally.progressed[subject, "all"][1]
        text = percentages(size, self.pupils, self.hidden)
        text[-1] = " "
        return self._progress_marks(text, subject, "all")

    def description(self, subject: str) -> Column:
        """1 well above average to 5 well below, from the printed limits and DfE's cuts."""
        value, size = self._progress_tenths(subject, "all")
        half = 1.96 * self.tally.sigma[subject] / np.sqrt(np.maximum(size, 1))
        mean = self.tally.progressed[subject, "all"][0] / np.maximum(size, 1)
        above, below = in_tenths(mean - half) > 0, in_tenths(mean + half) < 0
        high, low = _cuts(subject)
        band = 3 - above - (above & (value >= high)) + below + (below & (value <= low))
        text = printed(band, str)
        text[-1] = " "
        return self._progress_marks(text, subject, "all")

    def _progress_tenths(self, subject: str, group: str) -> tuple[Counts, Counts]:
        total, size = self.tally.progressed[subject, group]
        return in_tenths(total / np.maximum(size, 1)), size

    def _progress_marks(self, text: Column, subject: str, group: str) -> Column:
        size = self.tally.progressed[subject, group][1]
        few = self.school & (size < FEWEST_SHOWN)
        thin = self.school & ~few & (2 * self.tally.progressed[subject, "all"][1] < self.pupils)
        hide = few | self.hides(group)
        marker = LOW_COVERAGE if group == "all" else SUPPRESSED
        return self._for_progress(
            marked(text, (thin, marker), (hide, SUPPRESSED), (size == 0, NOT_APPLICABLE))
        )

    def _for_progress(self, text: Column) -> Column:
        return self._present(text) if self.tally.year in PROGRESS_YEARS else self.blank()


@functools.cache
def _cuts(subject: str) -> tuple[int, int]:
    """Tenths of a point from which progress is called well above, and to which well below."""
    written = {path.stem: content for path, content in load_yaml(folders(None), "measures").items()}
    cuts = written[f"ks2_{subject}_progress"]["bands"][BANDED_AS_IN]
    return round(10 * cuts["well_above"]), round(10 * cuts["well_below"])
